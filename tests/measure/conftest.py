"""A survey that has been read, and its analyst signed in."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from tests.measure.samples import write_sav
from tests.people.make import account, sign_in
from weft.measure.actions import read_survey_file, receive_survey
from weft.measure.models import Survey


@pytest.fixture
def ana(db: None, settings: Settings, tmp_path: Path) -> User:
    settings.WORK_INLINE, settings.UPLOADS = True, tmp_path / "uploads"
    return account("ana@example.org", "analyst")


@pytest.fixture
def bring(ana: User, tmp_path: Path) -> Callable[..., Survey]:
    """Receive and read the small sample; as many as a test needs."""
    file = write_sav(tmp_path / "city.sav", rows=120)

    def bring_one(by: User = ana) -> Survey:
        sent = SimpleUploadedFile("city.sav", file.read_bytes())
        return read_survey_file(survey=receive_survey(file=sent, by=by))

    return bring_one


@pytest.fixture
def survey(bring: Callable[..., Survey]) -> Survey:
    return bring()


@pytest.fixture
def desk(client: Client, ana: User) -> Client:
    """Ana's browser."""
    return sign_in(client, ana)
