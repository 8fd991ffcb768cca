"""Rows asked for with SQL written once: the same rows as Django's own question, none where there is none."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from weft.record import keys
from weft.record.lookup import Lookup
from weft.record.models import DataKey

pytestmark = pytest.mark.django_db

BY_HOLDER = Lookup(lambda holder, store: DataKey.objects.filter(holder=holder, store=store), 2)

WITH_KEY = Lookup(
    lambda holder: DataKey.objects.filter(holder=holder).annotate(
        of_forms=keys.wrapped_key_of("holder", "forms"), of_record=keys.wrapped_key_of("holder", "record")
    ),
    1,
)


def test_a_row_is_what_django_itself_would_give() -> None:
    keys.data_key("ann", "forms")
    keys.data_key("ann", "record")
    plain = DataKey.objects.get(holder="ann", store="record")
    found = BY_HOLDER.first("ann", "record")
    assert found == plain
    assert found is not None
    assert {f.attname: getattr(found, f.attname) for f in DataKey._meta.concrete_fields} == {
        f.attname: getattr(plain, f.attname) for f in DataKey._meta.concrete_fields
    }
    found.save(update_fields=["wrapped"])  # it is a row like any other


def test_values_are_not_mixed_up_and_a_missing_row_is_none() -> None:
    keys.data_key("ann", "forms")
    keys.data_key("forms", "ann")
    for holder, store in (("ann", "forms"), ("forms", "ann")):
        found = BY_HOLDER.first(holder, store)
        assert found is not None
        assert (found.holder, found.store) == (holder, store)
    assert BY_HOLDER.first("ann", "vault") is None
    assert BY_HOLDER.first("' OR 1=1 --", "forms") is None


def test_a_value_never_stands_in_the_sql() -> None:
    with CaptureQueriesContext(connection) as asked:
        BY_HOLDER.first("a%s'", 'b"')
    assert len(asked) == 1
    assert BY_HOLDER._written().sql.count("%s") == 2


def test_a_key_in_hand_is_made_for_nobody() -> None:
    with pytest.raises(keys.KeyDestroyed):
        keys.held_key("nobody", "forms")
    assert not DataKey.objects.exists()


def test_many_keys_are_one_question_and_the_erased_are_missing() -> None:
    sealed = {each: keys.seal("kept", holder=each, store="forms", field="a", purpose="p") for each in "abc"}
    keys.destroy_keys("b")
    with CaptureQueriesContext(connection) as asked:
        found = keys.held_keys("abc", "forms")
    assert len(asked) == 1
    assert sorted(found) == ["a", "c"]
    assert found["c"].unseal(sealed["c"], field="a", purpose="p") == "kept"
    with pytest.raises(keys.WrongPurpose):
        found["a"].unseal(sealed["c"], field="a", purpose="p")
    with pytest.raises(keys.WrongPurpose):
        found["c"].unseal(sealed["c"], field="a", purpose="another")


def test_a_row_brings_along_what_it_was_annotated_with() -> None:
    keys.data_key("ann", "forms")
    found = WITH_KEY.first("ann")
    assert found is not None and found == DataKey.objects.get(holder="ann")
    assert bytes(found.of_forms) == bytes(found.wrapped)  # type: ignore[attr-defined]
    assert found.of_record is None  # type: ignore[attr-defined]
