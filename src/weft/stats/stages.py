"""Sampling stages: who shares a PSU, which PSUs share a stratum, and what each stratum's spread counts for.

With z_j the total of one variable over PSU j, every stage adds
    sum over strata h of  scale_h * (sum_j z_j^2 - centre_h * (sum_j z_j)^2)
to the variance. A second stage is a first stage inside every PSU, scaled by that PSU's sampling fraction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from weft.stats._types import Flags, Floats, Ints
from weft.stats.coding import all_same, compress, first_rows
from weft.stats.errors import DesignError

Lonely = Literal["fail", "remove", "adjust", "average"]
LONELY: tuple[str, ...] = get_args(Lonely)
NEGLIGIBLE_FRACTION_LEFT = 1e-7


@dataclass(frozen=True, eq=False)
class Stage:
    """One stage of sampling.

    Args:
        psu: PSU code of each row, shape (n,).
        stratum_of: stratum code of each PSU, shape (J,).
        scale: (1-f) n/(n-1) of each stratum, times the fraction sampled above it, shape (H,).
        centre: 1/n of each stratum, or 0 where a lonely PSU is compared with the whole sample, shape (H,).
        unknown: strata whose spread cannot be known and is taken as the average of the others, shape (H,).
    """

    psu: Ints
    stratum_of: Ints
    scale: Floats
    centre: Floats
    unknown: Flags


@dataclass(frozen=True, eq=False)
class Level:
    """The raw description of one stage: codes of shape (n,); population sizes (n,) or None."""

    strata: Ints
    psu: Ints
    fpc: Floats | None
    name: str = "fpc"


def interact(*codes: Ints) -> Ints:
    """Number the distinct combinations of several codes 0, 1, 2, ...; shape (n,)."""
    combined, bound = codes[0], int(codes[0].max()) + 1
    for code in codes[1:]:
        size = int(code.max()) + 1
        if all_same(combined, code, size):  # ids already unique: the outer code adds nothing
            combined, bound = code, size
        else:
            combined, bound = combined * size + code, bound * size
    return compress(combined, bound)[1]


def build_stages(levels: Sequence[Level], lonely: Lonely) -> tuple[Stage, ...]:
    """Turn the raw description of each stage into what the variance needs.

    Args:
        levels: one entry a stage, outermost first.
        lonely: what a stratum with one PSU contributes: "remove" nothing, "adjust" its distance from the
            whole sample, "average" the mean of the other strata, "fail" refuses.

    Returns: the stages; only the first when no population sizes are given.

    Raises:
        DesignError: a lonely PSU under "fail", or population sizes that contradict the sample.

    Source: Särndal et al. (1992), result 4.3.1; Bellhouse (1985) for the recursion; lonely PSUs as R survey.
    """
    stages: list[Stage] = []
    outer, lead = np.zeros(len(levels[0].psu), dtype=np.int64), np.ones(len(levels[0].psu))
    for level in levels:
        stratum = interact(outer, level.strata)
        psu = interact(stratum, level.psu)
        stage, fraction = _one_stage(level, (stratum, psu), lead, lonely)
        stages.append(stage)
        if fraction is None:
            break
        outer, lead = psu, lead * fraction
    return tuple(stages)


def _one_stage(
    level: Level, codes: tuple[Ints, Ints], lead: Floats, lonely: Lonely
) -> tuple[Stage, Floats | None]:
    stratum, psu = codes
    stratum_of = stratum[first_rows(psu)]
    sizes = np.bincount(stratum_of).astype(np.float64)
    fraction = None if level.fpc is None else _fractions(level, stratum, sizes)
    left = np.ones_like(sizes) if fraction is None else 1.0 - fraction
    left[left < NEGLIGIBLE_FRACTION_LEFT] = 0.0
    alone = (sizes == 1) & (left > 0)
    if lonely == "fail" and alone.any():
        raise DesignError("psu", f"{int(alone.sum())} strata hold a single PSU", _LONELY_REMEDY)
    row = first_rows(stratum)
    scale = lead[row] * left * np.where(sizes > 1, sizes / np.maximum(sizes - 1, 1), 1.0)
    centre = np.where(alone & (lonely == "adjust"), 0.0, 1.0 / sizes)
    unknown = alone & (lonely == "average")
    stage = Stage(psu, stratum_of, np.where(unknown, 0.0, scale), centre, unknown)
    return stage, None if fraction is None else fraction[stratum]


_LONELY_REMEDY = 'Join the strata, or choose lonely="adjust", "average" or "remove".'


def _fractions(level: Level, stratum: Ints, sizes: Floats) -> Floats:
    """Sampling fraction of each stratum from population sizes (above 1) or fractions (up to 1)."""
    assert level.fpc is not None
    low, high = np.full(len(sizes), np.inf), np.full(len(sizes), -np.inf)
    np.minimum.at(low, stratum, level.fpc)
    np.maximum.at(high, stratum, level.fpc)
    if not np.all(np.isfinite(level.fpc) & (level.fpc > 0)):
        raise DesignError(level.name, "missing, zero or negative population sizes", "Give one for every row.")
    if np.any(low != high):
        raise DesignError(level.name, "different population sizes inside one stratum", "Give one a stratum.")
    fraction = np.where(high <= 1, high, sizes / high)
    if np.any(fraction > 1 + 1e-12):
        raise DesignError(level.name, "a population smaller than its sample", "Count PSUs, not people.")
    return fraction
