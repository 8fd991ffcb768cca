"""What a replayed reference figure holds, and the regressions among them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

import weft.stats as ws
from tests.stats.gold import design
from weft.stats.independence import rao_scott_of
from weft.stats.tails import positive_tail


@dataclass
class Replay:
    """Our figures in the order of the reference's."""

    est: list[float]
    se: list[float] | None = None
    ci: list[tuple[float, float]] | None = None
    extra: dict[str, float] = field(default_factory=dict)
    tolerances: dict[str, float] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    w: list[float] | None = None
    statistic: list[float] | None = None
    parameter: list[float] | None = None
    p: list[float] | None = None
    t: list[float] | None = None
    rows: list[int] | None = None
    df: float | None = None


def glm(name: str, rest: str, outcome: ws.Item) -> Replay:
    found = ws.associate(design(name), outcome, rest.split("~")[1].split("+"))
    return Replay([r.coefficient for r in found.rows], [r.se for r in found.rows], df=found.df)


def glm_gauss(name: str, rest: str) -> Replay:
    return glm(name, rest, ws.mean("api00"))


def glm_logit(name: str, rest: str) -> Replay:
    found = glm(name, rest, ws.prop("sch.wide", "Yes"))
    # R stops a step or two before the maximum; test_regressions.py stops where R does and agrees to 1e-8
    found.tolerances = {"est": 1e-6, "se": 1e-4}
    return found


def saddlepoint(name: str, columns: str) -> Replay:
    """R's "saddlepoint", and its "lincom", which was this one too: the package for the integral was missing.

    R divides the statistic by all degrees of freedom of the denominator but sums only whole ones of them;
    here all count. Given whole ones our approximation is R's.
    """
    found = rao_scott_of(design(name), *columns.split("+"))
    df = found.numerator_df * found.df
    weights = np.append(found.effects, -found.pearson / df)
    p = positive_tail(weights, np.append(np.ones(len(found.effects)), np.floor(df)))
    tolerances = {"statistic": 1e-8, "p": 1e-6}
    return Replay([], statistic=[found.pearson], p=[p], tolerances=tolerances)
