"""Receive a survey file, change its recipe, move it between states, remove it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from django.contrib.auth.models import AbstractBaseUser
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import ProtectedError

from weft.measure.models import Proposal, Survey
from weft.measure.recipes import recipe_of
from weft.measure.states import (
    MOVES,
    OPEN_FOR_CHANGE,
    STILL_OPEN,
    ReleaseState,
    SurveyState,
    WrongState,
)
from weft.measure.tables.recipe import Recipe
from weft.record.actions import record_event
from weft.record.once import do_once

LONGEST_FILE_NAME = 200
RECEIVE = "measure.survey.receive"


def receive_survey(*, file: "UploadedFile[bytes]", by: AbstractBaseUser, key: str = "") -> Survey:
    """Keep an uploaded file in a private folder, to be read next. The bytes are not looked at yet.

    The file is copied before the row is written: a large one would hold every other writer up. key: of the form
    (weft.web.once); the same file sent twice with it is one survey.
    """
    name = Path((file.name or "survey").replace("\\", "/")).name[-LONGEST_FILE_NAME:]
    survey = Survey(file_name=name, created_by_id=by.pk)
    survey.folder.mkdir(parents=True, mode=0o700)
    own_key = f"{key} {name} {file.size}" if key else ""
    try:
        _keep_upload(file, survey)
        kept = do_once(key=own_key, action=RECEIVE, by=by, make=lambda: _received(survey, by))
    except BaseException:
        shutil.rmtree(survey.folder, ignore_errors=True)
        raise
    if kept.public_id != survey.public_id:
        shutil.rmtree(survey.folder, ignore_errors=True)
    return kept


def _keep_upload(file: "UploadedFile[bytes]", survey: Survey) -> None:
    descriptor = os.open(survey.folder / "upload", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)


def _received(survey: Survey, by: AbstractBaseUser) -> Survey:
    survey.save()
    kind, size = Path(survey.file_name).suffix.lower(), (survey.folder / "upload").stat().st_size
    record_event(by=by, action=RECEIVE, thing=survey, after={"bytes": size, "kind": kind})
    return survey


@transaction.atomic
def move(*, survey: Survey, to: SurveyState) -> Survey:
    """Move a survey on; the row is taken by a conditional update, so two workers cannot both have it."""
    allowed_from = [state for state, targets in MOVES.items() if to in targets]
    here = Survey.objects.unscoped("a survey held").filter(pk=survey.pk, state__in=allowed_from)
    moved = here.update(state=to, progress=0, doing="")
    survey.refresh_from_db()
    if not moved:
        raise WrongState(survey, survey.state, to)
    return survey


@transaction.atomic
def change_recipe(*, survey: Survey, change: Callable[[Recipe], Recipe], by: AbstractBaseUser) -> Survey:
    """Keep a changed recipe. Tables made from the old one are dropped; a published release stays as it is.

    `change` gets the recipe as it is kept now, not as some page showed it: two open tabs that save different
    parts both keep their work.
    """
    kept = Survey.objects.unscoped("a survey held").select_for_update().get(pk=survey.pk)
    if kept.state not in OPEN_FOR_CHANGE:
        raise WrongState(kept, kept.state, SurveyState.READ)
    was = recipe_of(kept)
    data, before = change(was).to_data(), was.to_data()
    parts = sorted(name for name in {**before, **data} if data.get(name) != before.get(name))
    if data != kept.recipe:
        kept.recipe, kept.evidence, kept.problem = data, {}, {}
        kept.state = SurveyState.READ
        kept.save(update_fields=["recipe", "evidence", "problem", "state", "touched_at"])
        record_event(by=by, action="measure.recipe.change", thing=kept, after={"parts": parts})
    survey.refresh_from_db()
    return survey


@transaction.atomic
def remove_survey(*, survey: Survey, by: AbstractBaseUser) -> None:
    """Delete the file and everything read from it. Releases made from it are kept, without the link."""
    folder = survey.folder
    before = {"rows": survey.rows, "sha256": survey.sha256}
    left = survey.releases.update(survey=None)
    begun = Proposal.objects.unscoped("a survey being removed").filter(survey=survey, state__in=STILL_OPEN)
    begun.update(state=ReleaseState.TAKEN_BACK, content={})
    try:
        survey.delete()
    except ProtectedError as error:  # pragma: no cover - nothing else points at a survey today
        raise WrongState(survey, survey.state, survey.state) from error
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))
    record_event(
        by=by, action="measure.survey.remove", thing=survey, before=before, after={"releases kept": left}
    )
