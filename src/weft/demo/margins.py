"""Who lives where, from ONS Census 2021 (Open Government Licence v3): the only real data here."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ATTRIBUTION = "ONS Census 2021, Open Government Licence v3"
FILE = Path(__file__).parent / "margins.csv"


@dataclass(frozen=True)
class Margins:
    """Counts by area (rows) and level (columns) of each variable; areas and levels in file order."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    levels: Mapping[str, tuple[str, ...]]
    counts: Mapping[str, Floats]

    def shares(self, variable: str) -> Floats:
        """Each area's shares over the levels; rows sum to 1."""
        counts = self.counts[variable]
        shares: Floats = counts / counts.sum(axis=1, keepdims=True)
        return shares

    def city(self, variable: str) -> dict[str, float]:
        """The whole city's share of each level, as raking needs it."""
        total = self.counts[variable].sum(axis=0)
        return dict(zip(self.levels[variable], (total / total.sum()).tolist(), strict=True))

    def adults(self) -> Floats:
        """People aged 16 and over, by area."""
        total: Floats = self.counts["age_band"].sum(axis=1)
        return total


@cache
def read_margins() -> Margins:
    """The margins that ship with the demonstration."""
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    headings = [name for name in rows[0] if ":" in name]
    variables = tuple(dict.fromkeys(name.split(":")[0] for name in headings))
    columns = {
        variable: [name for name in headings if name.split(":")[0] == variable] for variable in variables
    }
    return Margins(
        codes=tuple(row["code"] for row in rows),
        names=tuple(row["name"] for row in rows),
        levels={variable: tuple(name.split(":")[1] for name in columns[variable]) for variable in variables},
        counts={
            variable: np.array([[float(row[name]) for name in columns[variable]] for row in rows])
            for variable in variables
        },
    )


def fitted(affinity: Floats, rows: Floats, columns: Floats) -> Floats:
    """Shares of one variable given another that agree with both margins in every area.

    Args: affinity (r, c), how strongly levels go together; rows (areas, r) and columns (areas, c), shares.
    Returns: (areas, r, c), each row summing to 1.
    Source: iterative proportional fitting, Deming and Stephan (1940).
    """
    rows, columns = _without_noughts(rows), _without_noughts(columns)
    table = affinity[None, :, :] * rows[:, :, None] * columns[:, None, :]
    for _ in range(60):
        table *= (rows / table.sum(axis=2))[:, :, None]
        table *= (columns / table.sum(axis=1))[:, None, :]
    shares: Floats = table / table.sum(axis=2, keepdims=True)
    return shares


def _without_noughts(shares: Floats) -> Floats:
    """Shares with empty levels made very small, so that ratios exist."""
    filled: Floats = np.maximum(shares, 1e-9)
    rescaled: Floats = filled / filled.sum(axis=1, keepdims=True)
    return rescaled
