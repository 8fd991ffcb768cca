"""A file of the airlock is kept for as long as somebody may have to look at it; what became of it stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.inside.make import NOTES, a_table, checkers, leaving, rae
from weft.inside.actions import approve, destroy_due_files, send_back, take, withdraw
from weft.inside.actions.airlock import Altered
from weft.inside.models import Admission, Output
from weft.operations.jobs import JOBS
from weft.record.models import Event

DAY = timedelta(days=1)


@pytest.fixture
def waiting(held: Admission) -> Output:
    return leaving(a_table(held.opening, "sex"))


def ago(output: Output, field: str, days: int) -> None:
    then = timezone.now() - days * DAY
    Output.objects.unscoped("test").filter(pk=output.pk).update(**{field: then, "asked_at": then})


def run(capture: pytest.FixtureRequest) -> str:
    with capture(execute=True):  # type: ignore[operator]
        return destroy_due_files()


@pytest.mark.parametrize("what", ["sent back", "taken back"])
def test_a_file_that_did_not_leave_goes_after_thirty_days(
    waiting: Output, what: str, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    if what == "sent back":
        send_back(output=waiting, reason="Too small.", by=checkers()[0])
    else:
        withdraw(output=waiting, by=rae())
    ago(waiting, "ended_at", 29)
    assert run(django_capture_on_commit_callbacks) == "0 files of the airlock destroyed."
    assert waiting.path.exists()
    ago(waiting, "ended_at", 31)
    assert run(django_capture_on_commit_callbacks) == "1 files of the airlock destroyed."
    waiting.refresh_from_db()
    assert not waiting.path.exists() and waiting.file_gone_at is not None
    assert (waiting.purpose, waiting.digest) != ("", "")
    assert Event.objects.get(action="inside.output.destroy").after == {"digest": waiting.digest}
    assert run(django_capture_on_commit_callbacks) == "0 files of the airlock destroyed."


def test_a_file_that_was_let_out_goes_after_two_years_and_says_so(
    waiting: Output, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    for each in checkers():
        approve(output=waiting, notes=NOTES, by=each)
    ago(waiting, "second_at", 700)
    assert run(django_capture_on_commit_callbacks).startswith("0 ")
    ago(waiting, "second_at", 731)
    assert run(django_capture_on_commit_callbacks).startswith("1 ")
    with pytest.raises(Altered, match="destroyed"):
        take(output=waiting, by=rae())


def test_what_still_waits_stays(
    waiting: Output, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    ago(waiting, "asked_at", 1000)
    assert run(django_capture_on_commit_callbacks).startswith("0 ")
    assert waiting.path.exists()


def test_the_periodic_work_does_it() -> None:
    assert "weft.inside.actions.destroy_due_files" in [job.path for job in JOBS]
