"""A file of the airlock is kept for as long as somebody may have to look at it; what became of it stays."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from tests.inside.make import NOTES, a_table, checkers, leaving, rae
from weft.inside.actions import approve, close_opening, destroy_due_files, send_back, take, withdraw
from weft.inside.actions.airlock import Altered
from weft.inside.models import Admission, Opening, Output
from weft.operations.jobs import JOBS
from weft.record.models import Event

DAY = timedelta(days=1)
NOTHING = "Files of the airlock destroyed: 0; without a row: 0."
ONE = "Files of the airlock destroyed: 1; without a row: 0."


@pytest.fixture
def waiting(held: Admission) -> Output:
    return leaving(a_table(held.opening, "sex"))


def ago(output: Output, field: str, days: int) -> None:
    then = timezone.now() - days * DAY
    Output.objects.unscoped("test").filter(pk=output.pk).update(**{field: then, "asked_at": then})


@pytest.mark.parametrize("what", ["sent back", "taken back"])
def test_a_file_that_did_not_leave_goes_after_thirty_days(waiting: Output, what: str) -> None:
    if what == "sent back":
        send_back(output=waiting, reason="Too small.", by=checkers()[0])
    else:
        withdraw(output=waiting, by=rae())
    ago(waiting, "ended_at", 29)
    assert destroy_due_files() == NOTHING
    assert waiting.path.exists()
    ago(waiting, "ended_at", 31)
    assert destroy_due_files() == ONE
    waiting.refresh_from_db()
    assert not waiting.path.exists() and waiting.file_gone_at is not None
    assert (waiting.purpose, waiting.digest) != ("", "")
    assert Event.objects.get(action="inside.output.destroy").after == {"digest": waiting.digest}
    assert destroy_due_files() == NOTHING


def test_a_file_that_was_let_out_goes_after_two_years_and_says_so(waiting: Output) -> None:
    for each in checkers():
        approve(output=waiting, notes=NOTES, by=each)
    ago(waiting, "second_at", 700)
    assert destroy_due_files() == NOTHING
    ago(waiting, "second_at", 731)
    assert destroy_due_files() == ONE
    with pytest.raises(Altered, match="destroyed"):
        take(output=waiting, by=rae())


def test_what_still_waits_stays(waiting: Output) -> None:
    ago(waiting, "asked_at", 1000)
    assert destroy_due_files() == NOTHING
    assert waiting.path.exists()


def test_what_waits_in_a_closed_survey_goes_too(waiting: Output) -> None:
    close_opening(opening=waiting.opening, by=waiting.opening.opened_by)
    assert destroy_due_files() == NOTHING
    then = timezone.now() - 31 * DAY
    Opening.objects.unscoped("test").filter(pk=waiting.opening_id).update(closed_at=then)
    assert destroy_due_files() == ONE and not waiting.path.exists()


def test_a_file_that_cannot_be_deleted_is_tried_again(
    waiting: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_path: Path, missing_ok: bool = False) -> None:
        raise PermissionError

    withdraw(output=waiting, by=rae())
    ago(waiting, "ended_at", 31)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refuse)
        assert destroy_due_files() == NOTHING
    assert not Event.objects.filter(action="inside.output.destroy").exists()
    assert destroy_due_files() == ONE and not waiting.path.exists()


def test_a_file_without_a_row_goes_after_a_day(waiting: Output) -> None:
    stranger = waiting.path.with_name("stranger")
    stranger.write_bytes(b"counts")
    assert destroy_due_files() == NOTHING
    for path in (stranger, waiting.path):
        os.utime(path, (0, 0))
    assert destroy_due_files() == "Files of the airlock destroyed: 0; without a row: 1."
    assert (stranger.exists(), waiting.path.exists()) == (False, True)


def test_the_periodic_work_does_it() -> None:
    assert "weft.inside.actions.destroy_due_files" in [job.path for job in JOBS]
