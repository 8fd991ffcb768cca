"""One tick: what is due runs once, whoever else ticks; a job that fails is told and stops nobody."""

import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from tests.people.make import account
from weft.operations.actions import run_tick
from weft.operations.actions import tick as ticking
from weft.operations.jobs import JOBS, Job
from weft.operations.models import TickJob
from weft.operations.rules import LEASE
from weft.operations.today import notes, tasks
from weft.people.roles.current import actor_for

HERE = "tests.operations.test_tick"
HOUR = timedelta(hours=1)
DONE: list[str] = []


def counted() -> str:
    DONE.append("counted")
    return "Counted."


def failing() -> str:
    raise ValueError("a value about a person")


def nested() -> str:
    """A job that takes so long that the next tick begins."""
    DONE.append("nested")
    if len(DONE) == 1:
        run_tick(jobs=(job("nested"),))
    return ""


def slow() -> str:
    DONE.append("slow")
    threading.Event().wait(0.2)
    return "Slow."


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    DONE.clear()


def job(name: str, every: timedelta = HOUR) -> Job:
    return Job(name, f"the {name} job", f"{HERE}.{name}", every)


@pytest.mark.django_db
def test_a_job_runs_when_it_is_due_and_not_before() -> None:
    with time_machine.travel("2026-11-22 04:00", tick=False) as clock:
        assert [each.result for each in run_tick(jobs=(job("counted"),))] == ["Counted."]
        assert run_tick(jobs=(job("counted"),)) == []
        clock.shift(HOUR)
        assert len(run_tick(jobs=(job("counted"),))) == 1
    assert DONE == ["counted", "counted"]


@pytest.mark.django_db
def test_a_job_that_fails_is_told_and_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    ran = run_tick(jobs=(job("failing"), job("counted")))
    assert [(each.name, each.is_ok) for each in ran] == [("failing", False), ("counted", True)]
    row = TickJob.objects.get(name="failing")
    assert (row.is_failing, row.result, row.worked_at) == (True, "Failed: ValueError.", None)
    admin = actor_for(account("admin@example.org", "system_admin"), has_second_factor=True)
    officer = actor_for(account("officer@example.org", "officer"), has_second_factor=True)
    resident = actor_for(account("resident@example.org"), has_second_factor=True)
    [told] = tasks(admin)
    assert (told.count, told.words, told.why, told.state) == (1, "periodic job fails", "Failing.", "mine")
    assert [task.state for task in tasks(officer)] == ["others"]
    assert tasks(resident) == [] and notes(resident) == []


@pytest.mark.django_db
def test_a_job_whose_process_died_runs_again_after_its_lease() -> None:
    now = timezone.now()
    TickJob.objects.create(name="counted", next_at=now, taken_until=now + LEASE)
    assert run_tick(jobs=(job("counted"),)) == []
    with time_machine.travel(now + LEASE + timedelta(seconds=1)):
        assert len(run_tick(jobs=(job("counted"),))) == 1


@pytest.mark.django_db
def test_a_tick_that_begins_during_another_leaves_its_job_alone() -> None:
    run_tick(jobs=(job("nested"),))
    assert DONE == ["nested"]


@pytest.mark.django_db
def test_control_without_the_condition_the_job_runs_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "_take", lambda *_: True)
    run_tick(jobs=(job("nested"),))
    assert DONE == ["nested", "nested"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    not os.environ.get("WEFT_DATABASE_URL"), reason="SQLite of the tests lives in one thread's memory"
)
def test_of_four_ticks_at_once_one_runs_the_job() -> None:
    _tick_in_threads(4)
    assert DONE == ["slow"]


def _tick_in_threads(count: int) -> None:
    together = threading.Barrier(count)

    def one() -> None:
        together.wait()
        run_tick(jobs=(job("slow"),))
        connection.close()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db
def test_every_shipped_job_runs_on_an_empty_installation(settings: Settings, tmp_path: Path) -> None:
    settings.DATA, settings.BACKUP = tmp_path, ""
    assert [(each.name, each.is_ok) for each in run_tick()] == [(each.name, True) for each in JOBS]
    assert run_tick() == []


@pytest.mark.django_db
def test_a_nightly_backup_is_made_once_a_night_after_two(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from weft.operations import jobs
    from weft.operations.actions import backup

    settings.DATA, settings.BACKUP = tmp_path, str(tmp_path / "backups")
    made: list[str] = []

    def stand_in(*, to: Path) -> backup.Backup:
        path = to / timezone.now().strftime(backup.STAMP)
        path.write_text("")
        made.append(path.name)
        return backup.Backup(path, None, 0)  # type: ignore[arg-type]

    monkeypatch.setattr(backup, "back_up", stand_in)
    (tmp_path / "backups").mkdir()
    with time_machine.travel("2026-11-22 13:00", tick=False) as clock:
        jobs.backup()
        for at in ("2026-11-22 14:00", "2026-11-23 01:59", "2026-11-23 02:00", "2026-11-23 05:00"):
            clock.move_to(at)
            jobs.backup()
    assert made == ["weft-2026-11-22T130000Z.tar.gz", "weft-2026-11-23T020000Z.tar.gz"]
