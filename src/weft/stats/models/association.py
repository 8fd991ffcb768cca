"""Which groups an answer goes with, other terms held equal: a survey-weighted regression in words of association.

Nothing here says why. A regression on a survey compares people who differ; it moves nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Flags, Floats, Ints
from weft.stats.compare import Difference, Verdict, difference, verdict
from weft.stats.errors import DesignError, ItemError, UnknownName
from weft.stats.independence import Test
from weft.stats.items import Item, read
from weft.stats.models.fit import Fit, Rows, fit_linear, fit_logistic, logistic_mean
from weft.stats.models.terms import Term, read_terms

if TYPE_CHECKING:
    from weft.stats.design import Design

CONSTANT = "(constant)"


@dataclass(frozen=True)
class AssociationRow:
    """One level against its reference, or one step of a number, the other terms held equal.

    Args:
        term: the column.
        level: the level; empty for a number and for the constant.
        reference: the level compared with; empty for a number and for the constant.
        coefficient: log-odds of a share, or units of a mean.
        se: its design-based standard error.
        ame: average marginal effect: the average change of the share (0 to 1) or mean; NaN for the constant.
        ame_se: its standard error, the sampling of the people averaged over included.
        lo, hi: 95 % interval of ame.
        p: two-sided p-value of an ame of zero.
        df: degrees of freedom behind interval and p-value.
    """

    term: str
    level: str
    reference: str
    coefficient: float
    se: float
    ame: float
    ame_se: float
    lo: float
    hi: float
    p: float
    df: float

    @property
    def difference(self) -> Difference:
        """The average marginal effect as a difference."""
        return Difference(self.ame, self.ame_se, self.lo, self.hi, self.df, self.p)

    def verdict(self, p_adjusted: float | None = None) -> Verdict:
        """What may be said; see compare.verdict."""
        return verdict(self.difference, p_adjusted)

    def words(self, p_adjusted: float | None = None) -> str:
        """A sentence that claims an association and nothing more."""
        who = f"{self.term} '{self.level}'" if self.level else f"a higher {self.term}"
        beside = f" than '{self.reference}'" if self.reference else ""
        found = self.verdict(p_adjusted)
        if found is Verdict.NO_CLEAR_DIFFERENCE:
            versus = f" and '{self.reference}'" if self.reference else ""
            return f"No clear difference: {who}{versus}, other terms held equal."
        way = "higher" if found is Verdict.CLEARLY_HIGHER else "lower"
        return f"{who[0].upper()}{who[1:]} goes with a {way} figure{beside}, other terms held equal."


@dataclass(frozen=True, eq=False)
class Association:
    """A survey-weighted regression.

    Args:
        item: the outcome.
        kind: "logistic" for a share, "linear" for a mean.
        rows: the constant first, then every level and number in the order of the terms.
        covariance: of the coefficients, in the order of rows, (k, k).
        n: unweighted number of people with every answer.
        left_out: unweighted number of people with an answer missing.
        df: PSUs minus strata, less the coefficients beyond the constant.
        watermark: what every figure has to carry; empty when the design is weighted.
    """

    item: Item
    kind: str
    rows: tuple[AssociationRow, ...]
    covariance: Floats
    n: int
    left_out: int
    df: float
    watermark: str

    @property
    def terms(self) -> tuple[str, ...]:
        """The terms, in order."""
        return tuple(dict.fromkeys(row.term for row in self.rows[1:]))

    def at(self, term: str, level: str = "") -> AssociationRow:
        """The row of one level, or of a number. Raises UnknownName."""
        if term not in self.terms:
            raise UnknownName("term", term, self.terms)
        found = {row.level: row for row in self.rows if row.term == term}
        if str(level) not in found:
            raise UnknownName(f"level of '{term}'", str(level), found)
        return found[str(level)]

    def test(self, term: str) -> Test:
        """Wald test that a term goes with nothing: all its coefficients are zero.

        Returns: Test with an F statistic on (coefficients, df); NaN when the design has too few PSUs.

        Raises: UnknownName: no such term.

        Source: Lumley (2010), section 5.2.2; as R survey's regTermTest(method="Wald").
        """
        from scipy.special import fdtrc

        if term not in self.terms:
            raise UnknownName("term", term, self.terms)
        place = [i for i, row in enumerate(self.rows) if row.term == term]
        b = np.array([self.rows[i].coefficient for i in place])
        v = self.covariance[np.ix_(place, place)]
        if self.df < 1 or np.linalg.matrix_rank(v, hermitian=True) < len(place):
            return Test(float("nan"), (float(len(place)), self.df), float("nan"))
        f = float(b @ np.linalg.solve(v, b)) / len(place)
        return Test(f, (float(len(place)), self.df), float(fdtrc(len(place), self.df, f)))


def associate(
    design: Design, outcome: Item, terms: Sequence[str], reference: Mapping[str, str] | None = None
) -> Association:
    """What an answer goes with, several terms side by side: logistic for a share, linear for a mean.

    Args:
        design: the design; strata, PSUs, population sizes and calibration enter the standard errors.
        outcome: prop(...) or mean(...).
        terms: columns. Text is a category; a number is a slope, or a category when it has a reference.
        reference: {column: level everyone is compared with}; the level with most people when left out.

    Returns: Association. People with any answer missing are left out and counted.

    Raises:
        UnknownName: a column or level that is not there.
        ItemError: an outcome that is neither a share nor a mean.
        DesignError: no terms, terms that say the same, or that tell the outcome with certainty.

    Source: Binder (1983); Lumley (2010), chapter 5-6; average marginal effects, Graubard & Korn (1999),
        Biometrics 55(2), eq. 3, linearised.
    """
    if isinstance(terms, str) or not terms:
        raise DesignError("terms", "no list of columns given", "Name at least one, such as ['age'].")
    if outcome.kind not in ("prop", "mean"):
        raise ItemError("outcome", f"a {outcome.kind}", "Give a share (prop) or a mean.")
    answers = read(outcome, design.table)
    read_in = read_terms(design.table, terms, reference or {})
    present = answers.answered & np.logical_and.reduce([t.known for t in read_in])
    used = present & (design.sampling.weights > 0)
    if not used.any() or np.ptp(answers.a[used]) == 0:
        raise DesignError("outcome", "nobody, or the same answer from everyone", "Nothing can go with it.")
    rows = _rows(read_in, used, (answers.a, design.sampling.weights))
    fit = fit_logistic(rows) if outcome.kind == "prop" else fit_linear(rows)
    kind = "logistic" if outcome.kind == "prop" else "linear"
    covariance, df, found = _table(design, used, read_in, (rows, fit, kind))
    counts = (int(used.sum()), int(len(used) - used.sum()))
    return Association(outcome, kind, found, covariance, *counts, df, design.watermark)


def _rows(terms: tuple[Term, ...], used: Flags, values: tuple[Floats, Floats]) -> Rows:
    """The rows a model is fitted to, the constant first; refuses a level nobody is left in."""
    columns = np.hstack([t.columns for t in terms])[used]
    names = tuple(f"{t.name} '{level}'" if level else t.name for t in terms for level in t.labels)
    for name, column in zip(names, columns.T, strict=True):
        if np.ptp(column) == 0:
            raise DesignError(name, "nobody, or everybody, with every answer known", "Join its levels.")
    x = np.column_stack([np.ones(len(columns)), columns])
    return Rows(x, values[0][used], values[1][used], (CONSTANT, *names))


def _table(
    design: Design, used: Flags, terms: tuple[Term, ...], fitted: tuple[Rows, Fit, str]
) -> tuple[Floats, float, tuple[AssociationRow, ...]]:
    """Covariance of the coefficients, degrees of freedom, and the rows."""
    rows, fit, kind = fitted
    influence = fit.influence(rows)
    ame, ame_influence = _marginal(terms, rows, fit, kind)
    everyone = np.zeros((len(used), influence.shape[1] + ame_influence.shape[1]))
    everyone[used] = np.hstack([influence, ame_influence])
    joint = design.sampling.covariance(everyone, used)
    k = influence.shape[1]
    df = float(design.sampling.degrees_of_freedom(used) - (k - 1))
    se, ame_se = np.sqrt(np.diag(joint)[:k]), np.sqrt(np.diag(joint)[k:])
    labels = [(t.name, level, t.reference or "") for t in terms for level in t.labels]
    gap = [difference(float(a), float(s), df) for a, s in zip(ame, ame_se, strict=True)]
    unknown = difference(float("nan"), float("nan"), df)
    found = tuple(
        AssociationRow(*label, float(b), float(s), d.est, d.se, d.lo, d.hi, d.p, df)
        for label, b, s, d in zip(
            [(CONSTANT, "", ""), *labels], fit.coefficients, se, [unknown, *gap], strict=True
        )
    )
    return joint[:k, :k], df, found


def _marginal(terms: tuple[Term, ...], rows: Rows, fit: Fit, kind: str) -> tuple[Floats, Floats]:
    """Average marginal effects (k-1,) and their influence values (n, k-1)."""
    coefficients, influence = fit.coefficients, fit.influence(rows)
    if kind == "linear":
        return coefficients[1:], influence[:, 1:]
    size = rows.w.sum()
    effects, found = [], []
    for place, column in _places(terms):
        each, jacobian = (_level if column is not None else _slope)(rows, fit, (place, column))
        ame = float(rows.w @ each) / size
        effects.append(ame)
        found.append((each - ame) / size + influence @ (rows.w @ jacobian / size))
    return np.array(effects), np.column_stack(found)


def _places(terms: tuple[Term, ...]) -> list[tuple[int, Ints | None]]:
    """For each column of the matrix its place and, for a level, the places of all levels of its term."""
    places: list[tuple[int, Ints | None]] = []
    for term in terms:
        first = 1 + len(places)
        whole = np.arange(first, first + len(term.levels))
        places.extend((first + i, whole if term.levels else None) for i in range(len(term.labels)))
    return places


def _slope(rows: Rows, fit: Fit, where: tuple[int, Ints | None]) -> tuple[Floats, Floats]:
    """Each row's change of the share with a number, (n,), and its derivative by the coefficients, (n, k)."""
    b = fit.coefficients[where[0]]
    jacobian = (b * fit.slope * (1 - 2 * fit.fitted))[:, None] * rows.x
    jacobian[:, where[0]] += fit.slope
    return b * fit.slope, jacobian


def _level(rows: Rows, fit: Fit, where: tuple[int, Ints | None]) -> tuple[Floats, Floats]:
    """Each row's change of the share from the reference to a level, and its derivative."""
    with_level, without = rows.x.copy(), rows.x.copy()
    with_level[:, where[1]] = without[:, where[1]] = 0.0
    with_level[:, where[0]] = 1.0
    high, low = (logistic_mean(x @ fit.coefficients) for x in (with_level, without))
    jacobian = (high * (1 - high))[:, None] * with_level - (low * (1 - low))[:, None] * without
    return high - low, jacobian
