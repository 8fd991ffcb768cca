"""The real survey files that lie beside the project, found by looking upward, or a skip that says why."""

import json
from pathlib import Path

import pytest

GOLD = "gold2_real_surveys_R_4.1.1.json"


def shared_file(name: str) -> Path:
    """A file of shared/data/survey, or a skip that names it."""
    for folder in Path(__file__).resolve().parents:
        found = folder / "shared" / "data" / "survey" / name
        if found.is_file():
            return found
    return pytest.skip(f"{name} is not here: no folder shared/data/survey above {Path(__file__).name}")


def gold(entry: str) -> dict:
    """One entry of the reference values computed with R survey 4.1.1."""
    return json.loads(shared_file(GOLD).read_text())[entry]
