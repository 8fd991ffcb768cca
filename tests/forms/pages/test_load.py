"""Answers survive a server whose worker is killed midway: none lost, none doubled."""

import os
from pathlib import Path

import pytest

from tests.bench.forms_load import run
from tests.record.test_durability import own_database


@pytest.mark.parametrize(
    "responses",
    [
        pytest.param(24, marks=pytest.mark.slow),  # a server of its own: half a minute even so
        pytest.param(10_000, marks=pytest.mark.slow),
    ],
)
def test_a_killed_worker_loses_and_doubles_nothing(
    tmp_path: Path, responses: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("WEFT_MODE", "WEFT_DATA", "PYTHONPATH"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    root = Path(__file__).resolve().parents[3]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(root / "src"), str(root)]))
    if url := os.environ.get("WEFT_DATABASE_URL", ""):
        with own_database(url) as address:
            monkeypatch.setenv("WEFT_DATABASE_URL", address)
            result = run(tmp_path, responses, kill=True)
    else:
        result = run(tmp_path, responses, kill=True)
    assert (result.told.sent, result.submitted, result.different) == (responses, responses, responses)
