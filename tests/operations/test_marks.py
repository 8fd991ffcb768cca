"""A demonstration that is put back carries the mark of its whole city, and no mark of a build that was broken off."""

import sys
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from weft.demo.build import VERSION
from weft.operations.actions.backup import _kept_files
from weft.operations.manifest import Manifest

restoring: Any = sys.modules["weft.operations.actions.restore"]  # the package names its one function the same
NOTHING = Manifest("", "", "sqlite", True, [], {}, (0, ""))
MARKS = {f"city-{VERSION}": True, "city-1": False}


@pytest.fixture
def data(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA, settings.DEMO = tmp_path / "data", True
    settings.UPLOADS = settings.DATA / "uploads"
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


@pytest.mark.parametrize("name", MARKS)
def test_a_backup_carries_the_mark_of_the_demonstration_only(
    data: Path, settings: Settings, name: str
) -> None:
    (data / name).touch()
    assert list(_kept_files()) == [(f"city/{name}", data / name)]
    settings.DEMO = False
    assert not list(_kept_files())


@pytest.mark.parametrize(("name", "stays"), MARKS.items())
def test_only_the_mark_of_this_version_is_put_back(
    data: Path, tmp_path: Path, name: str, stays: bool
) -> None:
    (tmp_path / "city").mkdir()
    (tmp_path / "city" / name).touch()
    restoring._put_mark_back(tmp_path / "city")
    assert [path.name for path in data.iterdir()] == [name] * stays


def test_what_is_put_back_is_no_broken_build(data: Path, tmp_path: Path, settings: Settings) -> None:
    (data / "building").touch()
    for settings.DEMO in (False, True):
        assert (data / "building").exists()
        restoring._merge_files(tmp_path, restoring.Restored(NOTHING))
    assert not (data / "building").exists()
