"""Work on a survey that dies, comes late or comes all at once; what strangers send; what the log says."""

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from weft.config.logs import WithoutValues
from weft.measure.actions import change_recipe, estimate_survey, work
from weft.measure.models import Survey
from weft.measure.recipes import recipe_of
from weft.measure.states import SurveyState
from weft.measure.tables.recipe import Answering

LONG_AGO = timedelta(minutes=6)


def leave(survey: Survey, state: SurveyState) -> None:
    """As a worker that was killed minutes ago leaves it."""
    Survey.objects.filter(pk=survey.pk).update(state=state, touched_at=timezone.now() - LONG_AGO)


def test_the_page_that_waits_for_tables_gives_up_on_a_dead_worker(desk: Client, survey: Survey) -> None:
    leave(survey, SurveyState.ESTIMATING)
    answer = desk.get(f"/measure/surveys/{survey.public_id}/check")
    assert b'http-equiv="refresh"' not in answer.content
    assert b"The work stopped before it ended" in answer.content


@pytest.mark.parametrize("state", [SurveyState.UPLOADED, SurveyState.READING])
def test_a_file_nobody_reads_any_more_is_refused_with_what_to_do(
    desk: Client, survey: Survey, state: SurveyState
) -> None:
    leave(survey, state)
    answer = desk.get(f"/measure/surveys/{survey.public_id}/").content
    assert b"Bring the file again" in answer
    assert not (survey.folder / "upload").exists()  # the page says that it was not kept


def test_tables_of_a_recipe_that_changed_meanwhile_are_not_kept(
    survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering = Answering(column=("lifesat",), missing={})
    change_recipe(
        survey=survey, change=lambda r: r.with_answer("q_life_satisfaction", answering), by=survey.created_by
    )

    def meanwhile(*_: object) -> dict[str, object]:
        other = Survey.objects.get(pk=survey.pk)
        other.recipe = recipe_of(other).to_data() | {"by": ["sex"]}
        other.save()
        return {"rows": []}

    monkeypatch.setattr(work, "estimate", lambda *_: None)
    monkeypatch.setattr(work, "prepare", lambda *_: None)
    monkeypatch.setattr(work, "as_data", meanwhile)
    found = estimate_survey(survey=survey)
    assert (found.evidence, found.state) == ({}, SurveyState.ESTIMATING)


def test_many_surveys_wait_for_their_turn(
    bring: Callable[..., Survey], settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = tmp_path
    first, second, third = bring(), bring(), bring()
    waited: list[str] = []

    def look_again(_seconds: float) -> None:
        waited.append(Survey.objects.get(pk=third.pk).doing)
        Survey.objects.filter(pk=third.pk).delete()

    monkeypatch.setattr("weft.measure.actions.work.time.sleep", look_again)
    with work._turn(first) as one, work._turn(second) as two, work._turn(third) as three:
        assert (one, two, three) == (True, True, False)  # a survey removed while it waits is let go
    assert waited == ["Waiting for other surveys"]


def test_a_stranger_cannot_fill_the_disk_through_the_sign_in_page(client: Client, desk: Client) -> None:
    def sent() -> dict[str, object]:
        return {"username": "x", "password": "y", "file": SimpleUploadedFile("f.csv", b"x" * 2_000_000)}

    stranger = Client()
    assert stranger.post("/sign-in", {"email": "x"}).status_code == 200
    assert stranger.post("/sign-in", sent()).status_code == 413
    assert desk.post("/measure/surveys/new", sent()).status_code == 302  # control: an analyst may


def test_the_log_says_where_and_never_what_somebody_answered() -> None:
    def fail() -> None:
        try:
            float("lives with 3 children")
        except ValueError as error:
            raise RuntimeError("could not use lives with 3 children") from error

    with pytest.raises(RuntimeError) as caught:
        fail()
    raised = (caught.type, caught.value, caught.tb)
    record = logging.LogRecord("weft", logging.ERROR, __file__, 1, "It failed.", None, raised)
    said = WithoutValues().format(record)
    assert "children" not in said.replace('float("lives with 3 children")', "").replace(
        'RuntimeError("could not use lives with 3 children")', ""
    )
    assert "builtins.ValueError (text withheld)" in said
    assert "in fail" in said
    assert User.__name__ not in said
