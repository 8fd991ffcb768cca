"""200 random designs, worked out by weft.stats and by R survey from the script `Evidence.code` writes."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from shutil import which

import numpy as np
import pytest

from tests.oracles.designs import BY, COUNT, ITEMS, case

pytestmark = pytest.mark.slow
Found = dict[tuple[str, ...], tuple[float, float]]
FIGURES_CLOSE, INTERVALS_CLOSE = 1e-8, 1e-6


@cache
def has_r_survey() -> bool:
    rscript = which("Rscript")
    asked = [str(rscript), "-e", "library(survey)"]
    return rscript is not None and subprocess.run(asked, capture_output=True).returncode == 0


def in_words(levels: dict[str, str]) -> str:
    return " x ".join(levels.values()) or "everyone"


def ours(number: int) -> dict[str, Found]:
    """Figures, intervals and gaps of a case."""
    ev = case(number).design().evidence(ITEMS, by=BY)
    cells = [(item, levels, cell) for item in ITEMS for levels, cell in ev.cells(item)]
    figures = {(i.key, in_words(levels)): (c.est, c.se) for i, levels, c in cells}
    # a share of exactly 0 or 1 has no interval in R and Clopper and Pearson's here: see docs/analysts
    inside = [(i, levels, c) for i, levels, c in cells if i.kind == "prop" and 0 < c.est < 1]
    intervals = {(i.key, in_words(levels)): (c.lo, c.hi) for i, levels, c in inside}
    gaps: Found = {}
    for item in ITEMS[:2]:
        for row in ev.to_rows():
            if row.item == item.key and set(row.levels) == {"age"}:
                gap = ev.gap(item, "age", row.levels["age"])
                gaps[item.key, "age", row.levels["age"]] = (gap.est, gap.se)
    return {"figures": figures, "intervals": intervals, "gaps": gaps}


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> dict[int, dict[str, Found]]:
    """The same from one run of Rscript."""
    if not has_r_survey():
        pytest.skip("R with the package survey is not installed")
    folder = tmp_path_factory.mktemp("designs")
    for number in range(COUNT):
        one = case(number)
        one.people.write_csv(folder / f"{number}.csv")
        script = one.design().evidence(ITEMS, by=BY).code("R", f"{number}.csv")
        names = "list(figures = figures, intervals = intervals, gaps = gaps)"
        write = f'for (n in names(all <- {names})) write.csv(format(all[[n]], digits = 17), paste0("{number}.", n))\n'
        (folder / f"{number}.R").write_text(script + write)
    one = "source(paste0(i, '.R'), local = new.env())"
    run = f"for (i in 0:{COUNT - 1}) tryCatch({one}, error = function(e) message(i, ': ', e))"
    done = subprocess.run(["Rscript", "-e", run], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    print(done.stderr[-3000:])
    return {number: {kind: read(folder / f"{number}.{kind}") for kind in ours(0)} for number in range(COUNT)}


def read(path: Path) -> Found:
    if not path.exists():
        return {}
    with path.open() as file:
        rows = [[x.strip() for x in row] for row in csv.reader(file)][1:]
    return {tuple(row[1:-2]): (number(row[-2]), number(row[-1])) for row in rows}


def number(text: str) -> float:
    return float("nan") if text in ("NA", "NaN") else float(text)


def differences(number: int, kind: str, theirs: dict[int, dict[str, Found]]) -> Iterator[tuple[object, ...]]:
    """Where we differ: what, our two numbers, theirs."""
    close = INTERVALS_CLOSE if kind == "intervals" else FIGURES_CLOSE
    here, there = ours(number)[kind], theirs[number][kind]
    unknown = {key for key, (lo, _) in there.items() if np.isnan(lo)} if kind == "intervals" else set()
    for key in sorted(here.keys() | there.keys() - unknown):
        a, b = here.get(key), there.get(key)
        if a is None or b is None or not np.allclose(a, b, rtol=close, atol=close, equal_nan=True):
            yield number, key, a, b


@pytest.mark.parametrize("kind", ["figures", "intervals", "gaps"])
def test_r_agrees(kind: str, theirs: dict[int, dict[str, Found]]) -> None:
    found = [d for number in range(COUNT) for d in differences(number, kind, theirs)]
    assert found == []


def test_the_comparison_can_fail(theirs: dict[int, dict[str, Found]]) -> None:
    moved = {k: (est, se * (1 + 1e-7)) for k, (est, se) in theirs[0]["figures"].items()}
    assert len(list(differences(0, "figures", {0: {"figures": moved}}))) > 0


def test_r_ran_every_design(theirs: dict[int, dict[str, Found]]) -> None:
    assert len(theirs) == COUNT == 200
    assert all(len(found["figures"]) >= 20 for found in theirs.values())
