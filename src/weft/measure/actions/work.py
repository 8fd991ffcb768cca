"""The slow steps, done outside the request: reading a file, estimating its tables.

Each runs in a process of its own (`python -m weft work …`), reports progress on the survey's row, and ends in
a state a person can act on, whatever happens to it.
"""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

import weft.stats as ws
from weft.measure.actions.surveys import move
from weft.measure.models import Proposal, Survey
from weft.measure.recipes import recipe_of, registry_for
from weft.measure.states import WORKING, SurveyState
from weft.measure.tables.evidence import estimate
from weft.measure.tables.kept import as_data
from weft.measure.tables.prepare import prepare
from weft.measure.tables.recipe import RecipeError
from weft.reading import Limits, Refusal, SurveyFile, read_survey
from weft.record.actions import record_event

SAY_PROGRESS_EVERY_SECONDS = 0.3
LOOK_AGAIN_SECONDS = 1.0
MOST_AT_ONCE = 2
STALLED_AFTER = timedelta(minutes=5)
UNFINISHED = (SurveyState.UPLOADED, *WORKING)
STATE_DURING = {"read": SurveyState.READING, "estimate": SurveyState.ESTIMATING}


@transaction.atomic
def start_work(*, survey: Survey, task: str) -> None:
    """Begin "read" or "estimate" once the transaction is kept; at once where WORK_INLINE says so (tests).

    The survey is taken here, not in the worker: the next page already shows progress, and a second press of
    the button starts nothing.
    """
    move(survey=survey, to=STATE_DURING[task])
    begin(survey.public_id, task)


def begin(public_id: str, task: str) -> None:
    """Do a slow step once the transaction is kept, in a process of its own."""
    if getattr(settings, "WORK_INLINE", False):
        transaction.on_commit(lambda: do_work(public_id, task))
    else:
        transaction.on_commit(lambda: _spawn(public_id, task))


def _spawn(public_id: str, task: str) -> None:
    subprocess.Popen(  # noqa: S603 - our own interpreter and module, fixed words
        [sys.executable, "-m", "weft", "work", task, public_id],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        env=dict(os.environ, OMP_NUM_THREADS="1"),
    )


def do_work(public_id: str, task: str) -> None:
    """One task on one survey, named by its public id; "release" on one release on its way out."""
    if task == "release":
        _build(public_id)
        return
    survey = Survey.objects.unscoped("the work").get(public_id=public_id)
    with _turn(survey) as is_ours:
        if is_ours:
            {"read": read_survey_file, "estimate": estimate_survey}[task](survey=survey)


def _build(public_id: str) -> None:
    from weft.measure.actions.drafting import build_release  # it hands its work to this module

    proposal = Proposal.objects.unscoped("the work").select_related("survey").get(public_id=public_id)
    if proposal.survey is None:
        return
    with _turn(proposal.survey) as is_ours:
        if is_ours:
            build_release(proposal=proposal)


@contextmanager
def _turn(survey: Survey) -> Iterator[bool]:
    """Wait until fewer than MOST_AT_ONCE surveys are worked on: each may take gigabytes. False when removed.

    A turn is a locked file, so the system gives it back when its process dies.
    """
    folder = Path(settings.DATA) / "turns"
    folder.mkdir(exist_ok=True, mode=0o700)
    while True:
        for number in range(MOST_AT_ONCE):
            with (folder / str(number)).open("w") as held:
                try:
                    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                yield True
                return
        waiting = Survey.objects.unscoped("the work").filter(pk=survey.pk)
        if not waiting.update(doing="Waiting for other surveys", touched_at=timezone.now()):
            yield False
            return
        time.sleep(LOOK_AGAIN_SECONDS)


def read_survey_file(*, survey: Survey) -> Survey:
    """Parse the uploaded file in a limited child process; ends READ, or REFUSED with what to do."""
    _take(survey, SurveyState.READING)
    upload = survey.folder / "upload"
    try:
        found = read_survey(upload, limits=limits_for(upload), on_progress=_progress(survey))
        found.save(survey.folder / "read")
    except Refusal as refusal:
        upload.unlink(missing_ok=True)
        return _stop(survey, SurveyState.REFUSED, refusal.message, refusal.where, refusal.remedy)
    except Exception:
        upload.unlink(missing_ok=True)
        _stop(
            survey,
            SurveyState.REFUSED,
            "Something went wrong on our side while reading the file.",
            "",
            "Try once more; if it happens again, tell whoever runs this service.",
        )
        raise
    return _keep_read(survey, found)


@transaction.atomic
def _keep_read(survey: Survey, found: SurveyFile) -> Survey:
    survey.format, survey.rows, survey.column_count = found.format, found.rows, len(found.columns)
    survey.sha256 = found.sha256
    survey.save(update_fields=["format", "rows", "column_count", "sha256", "touched_at"])
    move(survey=survey, to=SurveyState.READ)
    after = {
        "format": found.format,
        "rows": found.rows,
        "columns": len(found.columns),
        "sha256": found.sha256,
    }
    record_event(by=None, action="measure.survey.read", thing=survey, after=after)
    return survey


def limits_for(upload: Path) -> Limits:
    """What reading may use: it grows with the file, and never below what this installation allows."""
    limits = Limits.for_size(upload.stat().st_size)
    return replace(limits, memory_mb=max(limits.memory_mb, settings.READING_MEMORY_MB))


def estimate_survey(*, survey: Survey) -> Survey:
    """Estimate what the recipe asks for; ends ESTIMATED, or back at READ with the problem and its remedy."""
    _take(survey, SurveyState.ESTIMATING)
    recipe = recipe_of(survey)
    try:
        registry = registry_for(recipe)
        found = SurveyFile.load(survey.folder / "read")
        evidence = estimate(prepare(found, recipe, registry), recipe, registry, _progress(survey))
    except RecipeError as error:
        return _stop(survey, SurveyState.READ, error.found, error.path, error.remedy)
    except (ws.DesignError, ValueError) as error:
        return _stop(survey, SurveyState.READ, str(error), "sample design", "")
    except Exception:
        _stop(
            survey,
            SurveyState.READ,
            "Something went wrong on our side while estimating.",
            "",
            "Try once more; if it happens again, tell whoever runs this service.",
        )
        raise
    return _keep_evidence(survey, as_data(evidence))


@transaction.atomic
def _keep_evidence(survey: Survey, evidence: dict[str, Any]) -> Survey:
    """Keep what was estimated, unless the work was given up meanwhile or the recipe is another by now."""
    kept = Survey.objects.unscoped("the work").select_for_update().get(pk=survey.pk)
    if kept.state == SurveyState.ESTIMATING and kept.recipe == survey.recipe:
        kept.evidence, kept.problem = evidence, {}
        kept.save(update_fields=["evidence", "problem", "touched_at"])
        move(survey=kept, to=SurveyState.ESTIMATED)
        measures = len({row["indicator"] for row in evidence["rows"]})
        after = {"measures": measures, "estimates": len(evidence["rows"])}
        record_event(by=None, action="measure.survey.estimate", thing=kept, after=after)
    survey.refresh_from_db()
    return survey


def _take(survey: Survey, state: SurveyState) -> None:
    """Move the survey into its working state, unless start_work did."""
    survey.refresh_from_db()
    if survey.state != state:
        move(survey=survey, to=state)


def recover_stalled(*, now: Callable[[], Any] = timezone.now) -> int:
    """Give back surveys whose worker died: to be brought or estimated again. Returns how many."""
    every = Survey.objects.unscoped("work that stopped, whoever began it")
    unfinished = every.filter(state__in=UNFINISHED, touched_at__lt=now() - STALLED_AFTER)
    return sum(give_back_if_stalled(survey, now=now) for survey in unfinished)


def give_back_if_stalled(survey: Survey, *, now: Callable[[], Any] = timezone.now) -> bool:
    """True where nothing has moved for minutes: the survey is then in a state a person can act on."""
    if survey.state not in UNFINISHED or survey.touched_at >= now() - STALLED_AFTER:
        return False
    if survey.state == SurveyState.ESTIMATING:
        _stop(survey, SurveyState.READ, "The work stopped before it ended.", "", "Start it again.")
    else:
        (survey.folder / "upload").unlink(missing_ok=True)
        _stop(survey, SurveyState.REFUSED, "The work stopped before it ended.", "", "Bring the file again.")
    return True


@transaction.atomic
def _stop(survey: Survey, state: SurveyState, found: str, where: str, remedy: str) -> Survey:
    """End the work with a problem on the survey's page. The event says that it ended, not what the file held."""
    survey.refresh_from_db()
    survey.state = state
    survey.problem = {"found": found, "where": where, "remedy": remedy}
    survey.progress, survey.doing = 0, ""
    survey.save(update_fields=["state", "problem", "progress", "doing", "touched_at"])
    record_event(by=None, action="measure.survey.stop", thing=survey, after={"state": str(state)})
    return survey


def _progress(survey: Survey) -> Callable[[float, str], None]:
    """Write progress on the row, a few times a second at most."""
    last = [0.0]

    def report(share: float, doing: str) -> None:
        if time.monotonic() - last[0] >= SAY_PROGRESS_EVERY_SECONDS:
            last[0] = time.monotonic()
            Survey.objects.unscoped("the work").filter(pk=survey.pk).update(
                progress=min(max(share, 0.0), 1.0), doing=doing[:100], touched_at=timezone.now()
            )

    return report
