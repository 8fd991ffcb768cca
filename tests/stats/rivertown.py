"""A small town made up for tests: six wards, and the census of its people by ward and age."""

from __future__ import annotations

import numpy as np

WARDS = ("Abbey", "Bridge", "Castle", "Docks", "Elm", "Fen")
#: mean, standard error, people and the share renting of each ward; nobody answered in Fen.
DIRECT = np.array([0.50, 0.62, 0.41, 0.70, 0.55, np.nan])
ERROR = np.array([0.05, 0.10, 0.04, 0.20, 0.05, np.nan])
PEOPLE = (1000.0, 3000.0, 2000.0, 1000.0, 2000.0, 1000.0)
RENTING = (0.2, 0.5, 0.1, 0.6, 0.3, 0.4)
AGES = ("16-34", "35-64", "65+")


def wards() -> dict[str, list[object]]:
    return {"ward": list(WARDS), "people": list(PEOPLE), "renting": list(RENTING), "side": list("NSNSNS")}


def census() -> dict[str, list[object]]:
    """Each ward's people by age: Abbey old, Docks young."""
    old = (0.5, 0.2, 0.3, 0.1, 0.2, 0.4)
    rows: dict[str, list[object]] = {"ward": [], "age": [], "people": [], "renting": []}
    for ward, people, renting, share in zip(WARDS, PEOPLE, RENTING, old, strict=True):
        for age, part in zip(AGES, (0.7 - share, 0.3, share), strict=True):
            rows["ward"].append(ward)
            rows["age"].append(age)
            rows["people"].append(people * part)
            rows["renting"].append(renting)
    return rows


def answers(seed: int = 6, size: int = 300) -> dict[str, list[object]]:
    """People of all wards but Fen, one of them in Docks; the old belong more, those in renting wards less."""
    rng = np.random.default_rng(seed)
    ward = rng.choice(5, size, p=[0.3, 0.3, 0.25, 0.0, 0.15])
    ward[0] = 3
    age = rng.choice(3, size)
    log_odds = 0.4 + 0.5 * (age - 1) - 1.5 * np.array(RENTING)[ward]
    belong = rng.random(size) < 1 / (1 + np.exp(-log_odds))
    return {
        "ward": [WARDS[w] for w in ward],
        "age": [AGES[a] for a in age],
        "belong": belong.astype(float).tolist(),
        "hours": (5 * belong + rng.random(size)).tolist(),
        "wt": rng.uniform(0.5, 2, size).tolist(),
    }
