"""Hostile files: a clear refusal within 10 seconds and 256 MB, and nothing left behind."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.reading.hostile import FILES, Hostile, parquet_page_bomb

import weft

SECONDS, MEMORY_MB = 10, 256


def read_apart(paths: list[Path], folder: Path, **limits: object) -> dict[str, Any]:
    """Read files in a fresh process whose temporary folder is `folder`."""
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("readings.py"))],
        input=json.dumps({"limits": limits, "paths": [str(path) for path in paths]}).encode(),
        env={**os.environ, "PYTHONPATH": str(Path(weft.__file__).parents[1]), "TMPDIR": str(folder)},
        capture_output=True,
        check=True,
        timeout=120,
    )
    return dict(json.loads(done.stdout))


def place(home: Path, case: Hostile) -> Path:
    return home / str(FILES.index(case)) / case.name


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def readings(home: Path) -> dict[str, Any]:
    """All the files built, then all of them read in one small process."""
    for case in FILES:
        place(home, case).parent.mkdir()
        case.build(place(home, case))
    return read_apart([place(home, case) for case in FILES], home / "temporary")


@pytest.mark.parametrize("case", FILES, ids=lambda case: case.name)
def test_hostile_file_is_refused(case: Hostile, home: Path, readings: dict[str, Any]) -> None:
    told = readings["files"][str(place(home, case))]
    assert told["refusal"] == [case.message, case.where, case.remedy]
    assert told["said"] == f"{case.message} Where: {case.where}. {case.remedy}"
    assert told["seconds"] <= SECONDS
    assert told["left"] == 0


def test_no_hostile_file_takes_more_memory_than_allowed(readings: dict[str, Any]) -> None:
    assert readings["child_mb"] <= MEMORY_MB
    assert readings["own_mb"] <= MEMORY_MB


def test_page_bomb_goes_off_when_the_limit_is_lifted(tmp_path: Path) -> None:
    """Control: the refusal above comes from the guard, for without it the memory is taken."""
    path = tmp_path / "bomb.parquet"
    parquet_page_bomb(path)
    told = read_apart([path], tmp_path / "temporary", memory_mb=6000)
    assert told["files"][str(path)]["rows"] == 20_000
    assert told["child_mb"] > MEMORY_MB
