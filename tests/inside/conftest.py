"""A survey opened to analysts, in a folder of its own."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from tests.inside.make import admitted, opening
from weft.inside.models import Admission, Opening


@pytest.fixture
def opened(db: None, settings: Settings, tmp_path: Path) -> Opening:
    settings.WORK_INLINE, settings.UPLOADS = True, tmp_path / "uploads"
    return opening()


@pytest.fixture
def held(opened: Opening) -> Admission:
    """Rae is admitted."""
    return admitted(opened)
