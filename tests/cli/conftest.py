"""A checkout with the demonstration's database of this version: without its city, and with one that was broken off."""

import shutil
from pathlib import Path

import pytest

from tests.cli.checkout import READY, kill_at, run


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout's folder with the demonstration's database of this version, without its city."""
    root = tmp_path_factory.mktemp("checkout")
    assert "ready" in run(root, "-c", READY)
    return root


@pytest.fixture
def root(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "checkout"))


@pytest.fixture(scope="session")
def broken_off(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same after a build that was killed at its first step."""
    root = Path(shutil.copytree(made, tmp_path_factory.mktemp("broken") / "checkout"))
    kill_at(root, 0.01)
    return root


@pytest.fixture
def broken(broken_off: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(broken_off, tmp_path / "broken"))
