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


def read_apart(path: Path, folder: Path, **limits: object) -> dict[str, Any]:
    """Read a file in a fresh process whose temporary folder is `folder`."""
    source = Path(weft.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("one_reading.py")), str(path), json.dumps(limits)],
        env={**os.environ, "PYTHONPATH": str(source), "TMPDIR": str(folder)},
        capture_output=True,
        check=True,
        timeout=90,
    )
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("case", FILES, ids=lambda case: case.name)
def test_hostile_file_is_refused(case: Hostile, tmp_path: Path) -> None:
    path, temporary = tmp_path / case.name, tmp_path / "temporary"
    temporary.mkdir()
    case.build(path)
    told = read_apart(path, temporary)
    assert told["refusal"] == [case.message, case.where, case.remedy]
    assert told["said"] == f"{case.message} Where: {case.where}. {case.remedy}"
    assert told["seconds"] <= SECONDS
    assert max(told["own_mb"], told["child_mb"]) <= MEMORY_MB
    assert list(temporary.iterdir()) == []


def test_page_bomb_goes_off_when_the_limit_is_lifted(tmp_path: Path) -> None:
    """Control: the refusal above comes from the guard, for without it the memory is taken."""
    path, temporary = tmp_path / "bomb.parquet", tmp_path / "temporary"
    temporary.mkdir()
    parquet_page_bomb(path)
    told = read_apart(path, temporary, memory_mb=6000)
    assert told["rows"] == 20_000
    assert told["child_mb"] > MEMORY_MB
