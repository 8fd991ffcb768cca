"""A hostile file brought on the web: a clear refusal, quickly, and nothing of it kept.

The same files, with their exact words, time and memory, are checked one by one in tests/reading/test_hostile.py.
Here each goes through the page an analyst uses.
"""

import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from tests.measure.conftest import ana, desk
from tests.reading.hostile import FILES, Hostile
from weft.measure.models import Survey
from weft.measure.states import SurveyState

__all__ = ["ana", "desk"]

SECONDS = 10
# No browser sends a folder, link, pipe or absent file; a sparse 500 MB is refused by its size before it is read.
NOT_SENT = ("folder.csv", "link.csv", "pipe.csv", "absent.csv", "too large.csv", "locked.csv")
THROUGH_THE_DOOR = [hostile for hostile in FILES if hostile.name not in NOT_SENT]


def sent(hostile: Hostile, folder: Path) -> SimpleUploadedFile:
    """The file as a browser sends it."""
    path = folder / "survey.sav"
    hostile.build(path)
    return SimpleUploadedFile("survey.sav", path.read_bytes())


@pytest.mark.parametrize("hostile", THROUGH_THE_DOOR, ids=lambda hostile: hostile.name)
def test_a_hostile_file_is_refused_in_words_and_nothing_is_kept(
    desk: Client, settings: Settings, tmp_path: Path, hostile: Hostile, django_capture_on_commit_callbacks
) -> None:
    file = sent(hostile, tmp_path)
    began = time.monotonic()
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post("/measure/surveys/new", {"file": file})
    assert time.monotonic() - began < SECONDS
    survey = Survey.objects.unscoped("test").first()
    if survey is None:  # empty files are refused by the form itself
        assert "empty" in answer.content.decode()
        return
    assert survey.state == SurveyState.REFUSED
    assert survey.problem["found"] and survey.problem["remedy"]
    page = desk.get(f"/measure/surveys/{survey.public_id}/").content.decode()
    assert survey.problem["remedy"].split(":")[0].split("(")[0].strip()[:20] in page
    kept = [path for path in Path(settings.UPLOADS).rglob("*") if path.is_file()]
    assert kept == []


def test_a_well_made_file_is_kept(
    desk: Client, settings: Settings, django_capture_on_commit_callbacks
) -> None:
    file = SimpleUploadedFile("survey.csv", b"age,lonely\n34,1\n51,2\n")
    with django_capture_on_commit_callbacks(execute=True):
        desk.post("/measure/surveys/new", {"file": file})
    assert Survey.objects.unscoped("test").get().state == SurveyState.READ
    assert any(path.is_file() for path in Path(settings.UPLOADS).rglob("*"))
