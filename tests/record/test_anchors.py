"""Anchors: a file outside the database that says where the record stood."""

from collections.abc import Callable

import pytest
from django.db import transaction

from tests.record import tamper
from weft.cli import main
from weft.record import keys
from weft.record.actions import record_event
from weft.record.anchors import anchor, anchor_file, lines
from weft.record.chain import ChainBroken
from weft.record.verifying import last_verdict, verdict_file, verify

CHANGED = "Line {} of anchors.log was changed, or made with another key file."


def faults() -> tuple[str, ...]:
    return verify(keep=False).faults


@pytest.fixture
def four_lines(db: None) -> None:
    for _ in range(4):
        tamper.make_record()
        anchor()


def test_an_anchor_names_the_end_of_both_chains_once(db: None) -> None:
    assert anchor() is None, "nothing was written yet"
    tamper.make_record()
    first = anchor()
    assert first is not None and (first.number, first.fact_number) == (9, 5)
    assert (anchor(), len(lines())) == (first, 1)
    assert anchor_file().stat().st_mode & 0o777 == 0o600
    record_event(by=None, action="test.made", thing="test.thing:1")
    second = anchor()
    assert second is not None and (second.number, len(lines())) == (10, 2)
    assert faults() == ()


@pytest.mark.django_db(transaction=True)
def test_only_what_is_kept_may_be_anchored() -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        tamper.make_record()
        anchor()
    assert lines() == []


@pytest.mark.parametrize(
    ("change", "wanted"),
    [
        (lambda kept: [kept[0], kept[2], kept[3]], [CHANGED.format(2)]),
        (lambda kept: [kept[0], kept[0], *kept[2:]], [CHANGED.format(2), CHANGED.format(3)]),
        (lambda kept: [kept[1], kept[0], *kept[2:]], [CHANGED.format(n) for n in (1, 2, 3)]),
        (lambda kept: [kept[0].replace("9 ", "8 ", 1), *kept[1:]], [CHANGED.format(1)]),
        (lambda kept: [*kept, "not an anchor"], [CHANGED.format(5)]),
        (lambda kept: kept[1:], [CHANGED.format(1)]),
    ],
)
def test_a_line_taken_out_changed_or_added_is_told(
    four_lines: None, change: Callable[[list[str]], list[str]], wanted: list[str]
) -> None:
    anchor_file().write_text("\n".join(change(lines())) + "\n")
    assert list(faults()) == wanted


def test_a_line_torn_by_a_full_disk_is_written_again(four_lines: None) -> None:
    whole = anchor_file().read_text()
    anchor_file().write_text(whole[:-20])
    last = anchor()
    assert last is not None and (last.number, len(lines())) == (36, 4)
    assert faults() == ()


def test_anchors_of_another_key_file_are_told(four_lines: None) -> None:
    keys.key_file().unlink()
    keys.make_key_file()
    assert list(faults()) == [CHANGED.format(n) for n in (1, 2, 3, 4)]


def test_a_record_cut_short_gets_no_new_anchor(four_lines: None) -> None:
    tamper.unguarded()
    tamper.run("DELETE FROM record_event WHERE number > 20")
    with pytest.raises(ChainBroken, match=r"Run \./weft verify"):
        anchor()
    assert "Event 27 was anchored and is gone." in faults()


def test_the_command_says_whole_then_what_is_wrong(
    four_lines: None, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify"]) == 0
    assert capsys.readouterr().out.startswith(
        "Checked 36 events, 20 facts and 4 anchors.\nThe record is whole"
    )
    tamper.unguarded()
    tamper.run("UPDATE record_fact SET area = 'E09000001' WHERE number = 7")
    assert main(["verify"]) == 1
    said = capsys.readouterr().out
    assert "  Fact 7 was changed: its digest does not match what it says.\n" in said
    assert "  The database no longer guards the record: the trigger record_fact_no_update is missing" in said
    kept = last_verdict()
    assert kept is not None and not kept.is_whole


def test_only_looking_leaves_nothing_behind(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    tamper.make_record()
    assert main(["verify", "--no-anchor"]) == 0
    assert not verdict_file().exists() and not anchor_file().exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"events": 1}'])
def test_an_outcome_that_cannot_be_read_is_none(db: None, text: str) -> None:
    verdict_file().write_text(text)
    assert last_verdict() is None
