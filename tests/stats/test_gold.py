"""Every reference figure from R survey 4.1.1 is either reproduced or listed with the reason why not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.stats.gold import FIRST, SECOND, gold, survey_folder
from tests.stats.reasons import DIFFERENT, REASONS, reason_for
from tests.stats.replay import replay

pytestmark = pytest.mark.shared_data


def _keys() -> list[tuple[str, str]]:
    folder = survey_folder()
    if folder is None:
        return []
    return [(file, key) for file in (FIRST, SECOND) for key in json.loads((Path(folder) / file).read_text())]


def numbers(value: Any) -> np.ndarray[Any, Any]:
    values = list(value.values()) if isinstance(value, dict) else value
    return np.array(
        [np.nan if v is None else v for v in np.ravel(np.array(values, dtype=object))], dtype=float
    )


def agree(wanted: Any, found: Any, tolerance: float, rows: list[int] | None) -> bool:
    if rows is not None:
        listed = list(wanted.values()) if isinstance(wanted, dict) else wanted
        wanted, found = [listed[i] for i in rows], [found[i] for i in rows]
    a, b = numbers(wanted), numbers(found)
    return a.shape == b.shape and np.allclose(a, b, rtol=tolerance, atol=1e-8, equal_nan=True)


@pytest.mark.parametrize(("file", "key"), _keys())
def test_reference_figure(file: str, key: str) -> None:
    wanted = gold(file)[key]
    found = replay(key)
    if found is None:
        assert reason_for(key), f"{key} is not reproduced and no reason is given"
        pytest.skip(f"{key}: {reason_for(key)}")
    checked = set()
    for field, tolerance in ({"est": 1e-8, "se": 1e-8, "ci": 1e-6} | found.tolerances).items():
        name = found.names.get(field, field)
        if wanted.get(name) is None or getattr(found, field) is None or (key, field) in DIFFERENT:
            continue
        assert agree(wanted[name], getattr(found, field), tolerance, found.rows), (
            field,
            wanted[name],
            getattr(found, field),
        )
        checked.add(field)
    if found.df is not None and wanted.get("df") is not None:
        assert found.df == wanted["df"]
    extra = wanted.get("extra") or {}
    if "deff" in extra:
        assert found.extra["deff"] == pytest.approx(extra["deff"], rel=1e-8)
    assert checked or key in {k for k, _ in DIFFERENT}, f"{key}: nothing was compared"


def test_reasons_are_only_given_where_needed() -> None:
    if survey_folder() is None:
        pytest.skip("shared/data/survey is not beside this checkout")
    reproduced = [key for _, key in _keys() if replay(key) is not None]
    assert [key for key in reproduced if reason_for(key)] == []


def test_figures_that_r_leaves_out_are_missing_there() -> None:
    if survey_folder() is None:
        pytest.skip("shared/data/survey is not beside this checkout")
    left_out = [key for (key, field) in DIFFERENT if field == "est"]
    assert len(left_out) == 4
    assert [key for key in left_out if not np.isnan(numbers(gold(FIRST)[key]["est"])).any()] == []


def test_rs_linear_combination_fell_back_to_its_saddlepoint() -> None:
    if survey_folder() is None:
        pytest.skip("shared/data/survey is not beside this checkout")
    keys = [key for _, key in _keys() if key.endswith("/lincom")]
    assert len(keys) == 8
    assert [k for k in keys if gold(FIRST)[k] != gold(FIRST)[k.replace("lincom", "saddlepoint")]] == []


def test_the_counts_in_the_manual() -> None:
    if survey_folder() is None:
        pytest.skip("shared/data/survey is not beside this checkout")
    keys = [key for _, key in _keys()]
    partly = {key for key, field in DIFFERENT if field == "statistic"}
    without = {key for key, field in DIFFERENT if field == "est"}
    reasons = [sum(bool(re.search(pattern, key)) for key in keys) for pattern in REASONS]
    counts = [len(keys) - len(partly) - len(without) - sum(reasons), len(partly), len(without), *reasons]
    assert [*counts, len(keys)] == [448, 4, 4, 21, 11, 488]
    manual = (Path(__file__).resolve().parents[2] / "docs/analysts/statistics.md").read_text()
    table = manual.split("| reference figures | |")[1].split("\n\n")[0]
    assert [int(n) for n in re.findall(r"\| (\d+) \|$", table, re.MULTILINE)] == [*counts, len(keys)]
