"""ONS cell-key perturbation and ACRO suppressions, against ours. Skipped where they are not installed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.inside.conftest import opened
from weft.inside.models import Opening
from weft.inside.tables.asking import Asked
from weft.inside.tables.crossing import cross
from weft.inside.tables.perturbed import figures_of, noise
from weft.inside.tables.room import room_of
from weft.stats.disclosure.cell_key import HIDDEN, NoiseTable, perturb, record_keys, ten_five_table
from weft.stats.disclosure.money import protect_sum
from weft.stats.disclosure.rules import is_small

__all__ = ["opened"]
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
AREAS, GROUPS, PEOPLE = 33, 18, 6601


def people() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(11)
    weights = np.geomspace(1, 0.01, GROUPS)
    groups = rng.choice(GROUPS, PEOPLE, p=weights / weights.sum())
    return rng.integers(0, AREAS, PEOPLE), groups, record_keys(PEOPLE, rng)


@pytest.mark.parametrize("noisy", [False, True])
def test_ons_perturbs_the_same_cells_to_the_same_numbers(noisy: bool) -> None:
    pd: Any = pytest.importorskip("pandas", reason="pandas is not installed")
    ons: Any = pytest.importorskip(
        "cell_key_perturbation.create_perturbed_table", reason="ONS cell-key-perturbation is not installed"
    )
    areas, groups, keys = people()
    table = ten_five_table().noise.copy()
    if noisy:
        table[1:] += np.random.default_rng(3).integers(-2, 3, table[1:].shape)
    pcv, ckey = (part.ravel() for part in np.mgrid[1:751, 0:256])
    ptable = pd.DataFrame({"pcv": pcv, "ckey": ckey, "pvalue": table[pcv, ckey]})
    data = pd.DataFrame({"area": areas, "group": groups, "record_key": keys})
    theirs = ons.create_perturbed_table(data, ptable, ["area"], ["group"], "record_key", False)
    cells = areas * GROUPS + groups
    ours = perturb(cells, keys, NoiseTable.from_ptable(pcv, ckey, table[pcv, ckey]), AREAS * GROUPS)
    at = (theirs["area"] * GROUPS + theirs["group"]).to_numpy()
    assert len(at) > 500
    assert ours[at].tolist() == theirs["count"].fillna(HIDDEN).astype(int).tolist()


def test_ons_perturbs_tables_of_the_room_to_the_same_numbers(opened: Opening) -> None:
    """Through the app: the file, its recipe and its record keys; counts only, every combination of two breakdowns."""
    pd: Any = pytest.importorskip("pandas", reason="pandas is not installed")
    ons: Any = pytest.importorskip(
        "cell_key_perturbation.create_perturbed_table", reason="ONS cell-key-perturbation is not installed"
    )
    room = room_of(opened)
    figures = figures_of(cross(room, Asked.of("question:q_lonely_direct", ("cycled", "sex"))))
    pcv, ckey = (part.ravel() for part in np.mgrid[1:751, 0:256])
    ptable = pd.DataFrame({"pcv": pcv, "ckey": ckey, "pvalue": noise().noise[pcv, ckey]})
    data = pd.DataFrame({name: room.groups[name].values for name in ("sex", "cycled")})
    data["record_key"] = room.keys
    data = data[room.answered("question:q_lonely_direct")].dropna()
    theirs = ons.create_perturbed_table(data, ptable, [], ["cycled", "sex"], "record_key", False)
    labels = {name: dict(room.groups[name].levels) for name in ("cycled", "sex")}
    ours = {tuple(row["of"]): row["base"] for row in figures["rows"]}
    found = 0
    for _, line in theirs.iterrows():
        shown = ours[labels["cycled"][line["cycled"]], labels["sex"][line["sex"]]]
        assert shown == (None if pd.isna(line["count"]) else int(line["count"]))
        found += shown is not None
    assert found >= 6


def test_acro_suppresses_the_same_cells() -> None:
    pd: Any = pytest.importorskip("pandas", reason="pandas is not installed")
    acro: Any = pytest.importorskip("acro", reason="acro is not installed")
    areas, groups, _ = people()
    session = acro.ACRO(suppress=True)
    theirs = session.crosstab(pd.Series(areas, name="area"), pd.Series(groups, name="group"))
    theirs = theirs.to_numpy(float)
    counts = np.bincount(areas * GROUPS + groups, minlength=AREAS * GROUPS).reshape(AREAS, GROUPS)
    filled = counts > 0  # ACRO leaves empty cells as they are; ours hides them too
    assert int((filled & is_small(counts)).sum()) > 100
    assert (np.isnan(theirs) == is_small(counts))[filled].all()


def test_acro_hides_the_same_sums_of_money() -> None:
    pd: Any = pytest.importorskip("pandas", reason="pandas is not installed")
    acro: Any = pytest.importorskip("acro", reason="acro is not installed")
    rng = np.random.default_rng(2)
    areas = rng.integers(0, AREAS, 700)
    amounts = np.exp(rng.normal(8, 2.5, 700))
    session = acro.ACRO(suppress=True)
    one = pd.Series(np.zeros(700, int), name="all")
    theirs = session.crosstab(
        pd.Series(areas, name="area"), one, values=pd.Series(amounts, name="amount"), aggfunc="sum"
    ).to_numpy(float)[:, 0]
    ours = [protect_sum(amounts[areas == a]).amount is None for a in range(AREAS)]
    assert np.isnan(theirs).tolist() == ours
