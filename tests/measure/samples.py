"""A small made-up survey as SPSS keeps it: labels, codes declared missing, a weight, strata, clusters."""

from pathlib import Path

import numpy as np
import polars as pl
import pyreadstat

ROWS = 900
BOROUGHS = {1: "Camden", 2: "Hackney", 3: "Tower Hamlets"}
LONELY = {
    1: "Often or always",
    2: "Some of the time",
    3: "Occasionally",
    4: "Hardly ever",
    5: "Never",
    -8: "Don't know",
    -9: "Prefer not to say",
}
RELY = {1: "A lot", 2: "Somewhat", 3: "Not at all", -8: "Don't know"}
SEX = {1: "Female", 2: "Male", 3: "Prefer not to say"}
CYCLED = {1: "Yes, last week", 2: "Yes, longer ago", 3: "Never", -9: "No answer"}
LABELS = {
    "id": "Serial number",
    "lonely": "How often do you feel lonely?",
    "rely": "How far could you count on someone close to you for help in a crisis?",
    "sex": "What is your sex?",
    "cycled": "When did you last cycle?",
    "lifesat": "From 0 to 10, how satisfied are you with your life these days?",
    "borough": "Borough",
    "wt": "Weight",
    "strat": "Sampling stratum",
    "point": "Sampling point",
}


def write_sav(path: Path, rows: int = ROWS) -> Path:
    """Write the survey; the same rows every time."""
    chance = np.random.default_rng(7)
    pick = chance.choice
    frame = pl.DataFrame(
        {
            "id": np.arange(1, rows + 1),
            "lonely": pick([1, 2, 3, 4, 5, -8, -9], rows, p=[0.1, 0.2, 0.2, 0.25, 0.2, 0.03, 0.02]),
            "rely": pick([1, 2, 3, -8], rows, p=[0.6, 0.25, 0.1, 0.05]),
            "sex": pick([1, 2, 3], rows, p=[0.5, 0.48, 0.02]),
            "cycled": pick([1, 2, 3, -9], rows, p=[0.2, 0.3, 0.45, 0.05]),
            "lifesat": pick(np.arange(11), rows),
            "borough": pick(list(BOROUGHS), rows),
            "wt": np.round(chance.uniform(0.5, 2.0, rows), 3),
            "strat": np.repeat([1, 2, 3], rows // 3 + 1)[:rows],
            "point": np.arange(rows) // 10 + 1,
        }
    ).cast(pl.Float64)
    pyreadstat.write_sav(
        frame,
        path,
        column_labels=LABELS,
        variable_value_labels={
            "lonely": LONELY,
            "rely": RELY,
            "sex": SEX,
            "cycled": CYCLED,
            "borough": BOROUGHS,
        },
        missing_ranges={"lonely": [-8, -9], "rely": [-8], "cycled": [-9]},
    )
    return path
