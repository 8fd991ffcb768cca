"""A survey opened to analysts, in a folder of its own."""

from itertools import count
from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_django.fixtures import Settings

from tests.inside.make import admitted, opening
from weft.inside.models import Admission, Opening


@pytest.fixture(autouse=True)
def _same_record_keys_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other ones for each file, the same in each run: noise must not decide whether a test passes."""
    drawn = count(2027)
    monkeypatch.setattr("weft.inside.keys.secrets", SimpleNamespace(randbits=lambda _bits: next(drawn)))


@pytest.fixture
def opened(db: None, settings: Settings, tmp_path: Path) -> Opening:
    settings.WORK_INLINE, settings.UPLOADS = True, tmp_path / "uploads"
    return opening()


@pytest.fixture
def held(opened: Opening) -> Admission:
    """Rae is admitted."""
    return admitted(opened)
