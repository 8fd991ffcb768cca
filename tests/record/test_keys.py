"""Sealing: what opens, and everything that must not."""

import base64
import os
from pathlib import Path

import pytest
from django.db import connection

from weft.record import keys, rotation
from weft.record.ids import pseudonym
from weft.record.keys import KeyDestroyed, NoKeyFile, WrongPurpose, seal, sealed_values, secret_for, unseal
from weft.record.models import DataKey, Event

pytestmark = pytest.mark.django_db
HOLDER, OTHER = "p" * 22, "q" * 22
RIGHT = {"holder": HOLDER, "store": "vault", "field": "faith", "purpose": "monitoring"}
VALUE = {"answer": "none", "since": 3}


def sealed(**changed: str) -> str:
    return seal(VALUE, **{**RIGHT, **changed})  # type: ignore[arg-type]


def test_a_value_opens_for_exactly_what_it_was_sealed_for() -> None:
    assert unseal(sealed(), **RIGHT) == VALUE


def test_the_same_value_never_looks_the_same_twice() -> None:
    assert sealed() != sealed()


@pytest.mark.parametrize(
    ("name", "value"),
    [("purpose", "matching"), ("field", "gender"), ("holder", OTHER), ("store", "matching")],
)
def test_a_value_does_not_open_for_anything_else(name: str, value: str) -> None:
    closed = sealed()
    sealed(holder=OTHER), sealed(store="matching")  # their keys exist, so nothing else stops it
    with pytest.raises(WrongPurpose):
        unseal(closed, **{**RIGHT, name: value})


@pytest.mark.parametrize("broken", ["", "AAAA", "x"])
def test_a_cut_value_does_not_open(broken: str) -> None:
    sealed()
    with pytest.raises(WrongPurpose):
        unseal(broken, **RIGHT)


def test_a_changed_byte_does_not_open() -> None:
    raw = bytearray(base64.b64decode(sealed()))
    raw[-1] ^= 1
    with pytest.raises(WrongPurpose):
        unseal(base64.b64encode(raw).decode(), **RIGHT)


def test_a_key_moved_to_another_holder_does_not_open() -> None:
    closed = sealed()
    DataKey.objects.update(holder=OTHER)
    with pytest.raises(NoKeyFile):
        unseal(closed, **{**RIGHT, "holder": OTHER})


def test_destroying_the_keys_of_a_person_makes_everything_unreadable_and_nobody_elses() -> None:
    mine, theirs, recorded = sealed(), sealed(holder=OTHER), sealed_values(HOLDER, {"name": "Jo"})
    assert keys.destroy_keys(HOLDER) == 2
    for closed, store, field, purpose in (
        (mine, "vault", "faith", "monitoring"),
        (recorded["name"]["sealed"], "record", "name", "audit"),
    ):
        with pytest.raises(KeyDestroyed):
            unseal(closed, holder=HOLDER, store=store, field=field, purpose=purpose)
    assert unseal(theirs, **{**RIGHT, "holder": OTHER}) == VALUE


def test_a_new_key_after_destruction_does_not_open_the_old_value() -> None:
    closed = sealed()
    keys.destroy_keys(HOLDER)
    sealed()
    with pytest.raises(WrongPurpose):
        unseal(closed, **RIGHT)


def test_a_missing_key_file_is_never_replaced_by_a_fresh_one() -> None:
    closed = sealed()
    keys.key_file().unlink()
    for use in (lambda: unseal(closed, **RIGHT), lambda: sealed(), lambda: secret_for("facts")):
        with pytest.raises(NoKeyFile, match="is missing"):
            use()
    assert not keys.key_file().exists()


def test_a_foreign_key_file_is_told_apart() -> None:
    closed = sealed()
    keys.key_file().unlink()
    keys.make_key_file()
    with pytest.raises(NoKeyFile, match="not the one this database was sealed with"):
        unseal(closed, **RIGHT)


@pytest.mark.parametrize("text", ["", "not a key", base64.b64encode(b"short").decode(), "é"])
def test_a_file_that_is_no_key_file_is_refused(text: str) -> None:
    keys.key_file().write_text(text, encoding="utf-8")
    with pytest.raises(NoKeyFile, match="is not a key file of Weft"):
        sealed()


def test_the_key_file_is_its_owners_alone_and_an_existing_one_stays() -> None:
    path = keys.make_key_file()
    first = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    keys.make_key_file()
    assert path.read_bytes() == first
    assert [each.name for each in path.parent.iterdir()] == ["master-key"]


def test_neither_value_nor_key_stands_in_the_database() -> None:
    closed = sealed_values(HOLDER, {"name": "Jo Bloggs"})
    [kept] = DataKey.objects.all()
    assert "Bloggs" not in str(closed)
    assert keys.unwrap(kept) not in bytes(kept.wrapped)


def test_pseudonyms_differ_by_purpose_and_person() -> None:
    found = {pseudonym(secret_for(purpose), who) for purpose in ("a", "b") for who in (HOLDER, OTHER)}
    assert len(found) == 4 and all(len(each) == 64 for each in found)


def test_sealing_many_values_asks_for_the_key_once(django_assert_num_queries) -> None:
    sealed_values(HOLDER, {"name": "Jo"})
    with django_assert_num_queries(1):
        sealed_values(HOLDER, {name: name for name in "abcdefgh"})


def test_rotation_keeps_values_pseudonyms_and_nothing_of_the_old_key() -> None:
    closed, before = sealed(), pseudonym(secret_for("facts"), HOLDER)
    old, wrapped = keys.master_key(), bytes(DataKey.objects.get().wrapped)
    assert rotation.rotate_keys(by="command line") == 1
    assert unseal(closed, **RIGHT) == VALUE
    assert pseudonym(secret_for("facts"), HOLDER) == before
    assert keys.master_key() != old and bytes(DataKey.objects.get().wrapped) != wrapped
    assert [path.name for path in keys.key_file().parent.iterdir()] == ["master-key"]
    assert Event.objects.get().after == {"keys": 1}
    assert rotation.rotate_keys(by="command line") == 1
    assert (unseal(closed, **RIGHT), pseudonym(secret_for("facts"), HOLDER)) == (VALUE, before)


STEPS = ("write_keys", "_wrap_all", "link", "replace", "second _wrap_all", "unlink")


@pytest.mark.parametrize("step", STEPS)
def test_rotation_broken_off_at_any_step_loses_nothing(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    closed, secret = sealed(), secret_for("facts")
    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        break_at(step, patched)
        rotation.rotate_keys(by="command line")
    opens_everywhere(closed)
    late = sealed(holder=OTHER)  # the service goes on meanwhile
    rotation.rotate_keys(by="command line")
    opens_everywhere(closed)
    assert unseal(late, **{**RIGHT, "holder": OTHER}) == VALUE
    assert secret_for("facts") == secret
    assert [path.name for path in keys.key_file().parent.iterdir()] == ["master-key"]


def opens_everywhere(closed: str) -> None:
    assert unseal(closed, **RIGHT) == VALUE


def break_at(step: str, patched: pytest.MonkeyPatch) -> None:
    """Stop dead just before a step; what was written by then stays."""
    unlink = Path.unlink

    def unlinked(path: Path, missing_ok: bool = False) -> None:
        if path == keys.old_file() and path.exists():
            raise SystemExit
        unlink(path, missing_ok)

    def dead(*_: object, **__: object) -> None:
        raise SystemExit

    if step == "link":
        patched.setattr(rotation.os, "link", dead)
    elif step == "replace":
        patched.setattr(Path, "replace", dead)
    elif step == "unlink":
        patched.setattr(Path, "unlink", unlinked)
    elif step.startswith("second"):
        patched.setattr(rotation, "master_key", dead)
    else:
        patched.setattr(rotation, step, dead)


def test_a_key_in_hand_opens_after_a_rotation_it_did_not_see() -> None:
    """An export fetches many keys and unwraps each when its turn comes."""
    closed = sealed()
    held = keys.held_key(HOLDER, "vault")
    rotation.rotate_keys(by="command line")
    assert held.unseal(closed, field="faith", purpose="monitoring") == VALUE
    erased = keys.held_key(HOLDER, "vault")
    rotation.rotate_keys(by="command line")
    keys.destroy_keys(HOLDER)
    with pytest.raises(KeyDestroyed):  # control: nothing else opens it
        erased.unseal(closed, field="faith", purpose="monitoring")


def test_who_read_the_key_file_just_before_a_rotation_finds_the_new_one() -> None:
    sealed()
    tried = keys._masters()
    before = next(tried)
    rotation.rotate_keys(by="command line")
    assert keys.master_key() != before
    assert keys.master_key() in set(tried)


def test_a_key_made_in_the_moment_of_rotation_is_wrapped_with_the_new_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The service read the old file, then the file changed, then it wrote its key."""
    first, second = os.urandom(32), os.urandom(32)
    keys.write_keys(keys.key_file(), second)
    answers = [first]
    monkeypatch.setattr(keys, "master_key", lambda: answers.pop() if answers else second)
    closed = sealed()
    assert unseal(closed, **RIGHT) == VALUE
    assert connection.in_atomic_block
