"""How the characteristics of a synthetic person go together. Invented: only the margins are real."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from weft.demo.margins import Floats

Ints = NDArray[np.int64]

ADULTS_AT_ADDRESS = (0.34, 0.42, 0.16, 0.08)

# Rows: most to least deprived fifth. Columns: owned, mortgage, social rent, private rent, other.
TENURE_BY_FIFTH = np.array(
    [[1, 1, 6, 2, 1], [1.5, 1.5, 4, 2, 1], [2, 2, 2, 2, 1], [3, 3, 1, 2, 1], [4, 4, 0.5, 2, 1]]
)
# Rows: owned, mortgage, social rent, private rent, other. Columns: age bands from 16 to 24.
AGE_BY_TENURE = np.array(
    [
        [1, 0.4, 0.7, 2, 5, 6],
        [1, 2, 4, 3, 0.5, 0.2],
        [2, 1.5, 2, 2.2, 2, 2],
        [2.5, 6, 3, 1, 0.5, 0.3],
        [1, 1, 1, 1, 1, 1],
    ]
)
# Rows: Asian, Black, Mixed, White, Other.
# Columns: none, Christian, Buddhist, Hindu, Jewish, Muslim, Sikh, other.
RELIGION_BY_GROUP = np.array(
    [
        [1, 1, 6, 60, 0.1, 16, 60, 3],
        [1.3, 6, 0.2, 0.2, 0.1, 5, 0.1, 1],
        [4, 4, 1, 0.5, 1, 3, 0.2, 2],
        [5, 6, 0.6, 0.05, 5, 0.8, 0.02, 1],
        [1.5, 2.5, 1.5, 1, 3, 10, 3, 3],
    ]
)
# Columns: main language, very well, well, not well, not at all.
ENGLISH_BY_GROUP = np.array(
    [[4, 5, 5, 6, 7], [8, 2, 2, 1.5, 1.5], [9, 1.5, 1, 0.7, 0.5], [9, 3, 2.5, 2, 1.5], [4, 5, 6, 6, 7]]
)
DISABLED_BY_AGE = np.array([[0.8, 1], [0.7, 1], [0.9, 1], [1.7, 1], [2.4, 1], [4.5, 1]])
ORIENTATION_BY_AGE = np.array(
    [
        [1, 1.2, 4, 2.5],
        [1, 1.6, 2, 1.3],
        [1, 1.4, 0.9, 0.8],
        [1, 1, 0.4, 0.6],
        [1, 0.5, 0.2, 0.4],
        [1, 0.3, 0.1, 0.4],
    ]
)
# Each is drawn within a borough given one drawn before it.
DRAWN_GIVEN: tuple[tuple[str, str, Floats], ...] = (
    ("age_band", "tenure", AGE_BY_TENURE),
    ("religion", "ethnic_group", RELIGION_BY_GROUP),
    ("english", "ethnic_group", ENGLISH_BY_GROUP),
    ("disability", "age_band", DISABLED_BY_AGE),
    ("sexual_orientation", "age_band", ORIENTATION_BY_AGE),
)
RESPONSE_BY_AGE = np.array([0.55, 0.65, 0.75, 0.85, 0.95, 0.85])
RESPONSE_BY_TENURE = np.array([1.0, 0.98, 0.85, 0.7, 0.8])

LEVELS: Mapping[str, tuple[str, ...]] = {
    "employment": (
        "employed", "self_employed", "student", "looking", "sick_or_disabled", "home", "retired", "other",
    ),
    "income_band": ("under_15k", "15k_30k", "30k_50k", "50k_75k", "75k_plus"),
    "class_at_14": ("professional", "intermediate", "working_class"),
    "country_of_birth": ("uk", "elsewhere"),
    "caring": ("parent", "carer", "both", "neither"),
}  # fmt: skip
EMPLOYMENT_BY_AGE = np.array(
    [
        [0.42, 0.03, 0.42, 0.07, 0.01, 0.02, 0, 0.03],
        [0.74, 0.10, 0.04, 0.05, 0.01, 0.04, 0, 0.02],
        [0.68, 0.13, 0.01, 0.05, 0.03, 0.08, 0, 0.02],
        [0.58, 0.14, 0, 0.05, 0.08, 0.06, 0.07, 0.02],
        [0.13, 0.06, 0, 0.01, 0.02, 0.03, 0.74, 0.01],
        [0.02, 0.02, 0, 0, 0.01, 0.02, 0.92, 0.01],
    ]
)
INCOME_BY_TENURE = np.array([0.4, 0.9, -0.9, 0.0, -0.2])
INCOME_BY_EMPLOYMENT = np.array([0.7, 0.5, -0.7, -1.1, -1.2, -0.6, -0.6, -0.5])
INCOME_LIMITS = np.array([-1.0, -0.2, 0.6, 1.4])
CLASS_BY_INCOME = np.array(
    [[0.25, 0.25, 0.5], [0.28, 0.27, 0.45], [0.36, 0.27, 0.37], [0.45, 0.25, 0.3], [0.58, 0.22, 0.2]]
)
CARING_BY_AGE = np.array(
    [
        [0.04, 0.04, 0.01, 0.91],
        [0.22, 0.04, 0.02, 0.72],
        [0.48, 0.05, 0.06, 0.41],
        [0.17, 0.14, 0.04, 0.65],
        [0.01, 0.13, 0.00, 0.86],
        [0.00, 0.09, 0.00, 0.91],
    ]
)


def circumstances(draw: np.random.Generator, of: Mapping[str, Ints], address: Ints) -> dict[str, Ints]:
    """Work, income, background, birthplace and caring, given what was drawn from the census."""
    chances = EMPLOYMENT_BY_AGE[of["age_band"]].copy()
    chances[of["disability"] == 0, 4] *= 5
    employment = pick(draw, chances)
    of_home = draw.standard_normal(int(address.max()) + 1)[address]
    income = INCOME_BY_TENURE[of["tenure"]] + INCOME_BY_EMPLOYMENT[employment] + 0.9 * of_home
    band = np.searchsorted(INCOME_LIMITS, income + 0.4 * draw.standard_normal(len(address)))
    abroad = np.where(of["english"] > 0, 0.93, np.where(of["ethnic_group"] == 3, 0.12, 0.34))
    return {
        "employment": employment,
        "income_band": band.astype(np.int64),
        "class_at_14": pick(draw, CLASS_BY_INCOME[band]),
        "country_of_birth": (draw.random(len(address)) < abroad).astype(np.int64),
        "caring": pick(draw, CARING_BY_AGE[of["age_band"]]),
    }


def pick(draw: np.random.Generator, shares: Floats) -> Ints:
    """One position for each row of shares, which need not add up to 1."""
    limits = shares.cumsum(axis=1)
    chosen: Ints = (draw.random((len(shares), 1)) * limits[:, -1:] >= limits).sum(axis=1).astype(np.int64)
    return chosen
