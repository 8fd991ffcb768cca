"""A data folder of the test's own: its anchors and key file are nobody else's."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA, settings.KEY_FILE = tmp_path, tmp_path / "master-key"
