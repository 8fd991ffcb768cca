"""The slow steps, done outside the request: reading a file, estimating its tables.

Each runs in a process of its own (`python -m weft work …`), reports progress on the survey's row, and ends in
a state a person can act on, whatever happens to it.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

import weft.stats as ws
from weft.measure.actions.surveys import move
from weft.measure.models import Survey
from weft.measure.recipes import recipe_of, registry_for
from weft.measure.states import WORKING, SurveyState
from weft.measure.tables.evidence import estimate
from weft.measure.tables.kept import as_data
from weft.measure.tables.prepare import prepare
from weft.measure.tables.recipe import RecipeError
from weft.reading import Limits, Refusal, SurveyFile, read_survey

SAY_PROGRESS_EVERY_SECONDS = 0.3
STALLED_AFTER = timedelta(minutes=5)
STATE_DURING = {"read": SurveyState.READING, "estimate": SurveyState.ESTIMATING}


@transaction.atomic
def start_work(*, survey: Survey, task: str) -> None:
    """Begin "read" or "estimate" once the transaction is kept; at once where WORK_INLINE says so (tests).

    The survey is taken here, not in the worker: the next page already shows progress, and a second press of
    the button starts nothing.
    """
    move(survey=survey, to=STATE_DURING[task])
    public_id = survey.public_id
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
    """One task on one survey, named by its public id."""
    survey = Survey.objects.get(public_id=public_id)
    {"read": read_survey_file, "estimate": estimate_survey}[task](survey=survey)


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
    survey.format, survey.rows, survey.column_count = found.format, found.rows, len(found.columns)
    survey.sha256 = found.sha256
    survey.save(update_fields=["format", "rows", "column_count", "sha256", "touched_at"])
    return move(survey=survey, to=SurveyState.READ)


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
    survey.evidence, survey.problem = as_data(evidence), {}
    survey.save(update_fields=["evidence", "problem", "touched_at"])
    return move(survey=survey, to=SurveyState.ESTIMATED)


def _take(survey: Survey, state: SurveyState) -> None:
    """Move the survey into its working state, unless start_work did."""
    survey.refresh_from_db()
    if survey.state != state:
        move(survey=survey, to=state)


def recover_stalled(*, now: Callable[[], Any] = timezone.now) -> int:
    """Give back surveys whose worker died: to be read or estimated again. Returns how many."""
    stalled = Survey.objects.filter(state__in=WORKING, touched_at__lt=now() - STALLED_AFTER)
    for survey in stalled:
        to = SurveyState.REFUSED if survey.state == SurveyState.READING else SurveyState.READ
        _stop(survey, to, "The work stopped before it ended.", "", "Start it again.")
    return len(stalled)


def _stop(survey: Survey, state: SurveyState, found: str, where: str, remedy: str) -> Survey:
    survey.refresh_from_db()
    survey.state = state
    survey.problem = {"found": found, "where": where, "remedy": remedy}
    survey.progress, survey.doing = 0, ""
    survey.save(update_fields=["state", "problem", "progress", "doing", "touched_at"])
    return survey


def _progress(survey: Survey) -> Callable[[float, str], None]:
    """Write progress on the row, a few times a second at most."""
    last = [0.0]

    def report(share: float, doing: str) -> None:
        if time.monotonic() - last[0] >= SAY_PROGRESS_EVERY_SECONDS:
            last[0] = time.monotonic()
            Survey.objects.filter(pk=survey.pk).update(
                progress=min(max(share, 0.0), 1.0), doing=doing[:100], touched_at=timezone.now()
            )

    return report
