"""Whether two categorical columns go together, as far as a survey can tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from weft.stats._types import Floats
from weft.stats.errors import DesignError

if TYPE_CHECKING:
    from weft.stats.design import Design

STATISTICS = ("rao-scott", "saddlepoint", "chi-squared", "wald", "adjusted-wald")
NOTHING = 1e-12


@dataclass(frozen=True)
class Test:
    """A test of independence.

    Args:
        statistic: the test statistic.
        df: its degrees of freedom; numerator and denominator for an F, none for "saddlepoint".
        p: p-value.
    """

    __test__ = False
    statistic: float
    df: tuple[float, ...]
    p: float


@dataclass(frozen=True, eq=False)
class _Shares:
    """Cell shares (r*c,), covariances of shares and of totals, rows and columns, answers and df."""

    share: Floats
    covariance: Floats
    of_totals: Floats
    shape: tuple[int, int]
    n: int
    df: int


def independence(design: Design, row: str, column: str, statistic: str = "rao-scott") -> Test:
    """Test whether two categorical columns are independent in the population.

    Args:
        design: the design.
        row, column: categorical columns; rows with both known count.
        statistic: "rao-scott" (second-order F; the one to use), "saddlepoint" (the law itself rather than
            its first two moments), "chi-squared" (first order), "wald" or "adjusted-wald".

    Returns: Test.

    Raises: DesignError: fewer than two levels of either, or an unknown statistic.

    Source: Rao & Scott (1984), Annals of Statistics 12; Thomas & Rao (1987); Koch et al. (1975) for Wald;
        Kuonen (1999) for the saddlepoint.
    """
    if statistic not in STATISTICS:
        raise DesignError("statistic", f"'{statistic}'", f"Choose one of {', '.join(STATISTICS)}.")
    shares = _read(design, row, column)
    return _wald(shares, statistic) if "wald" in statistic else _rao_scott(_linearised(shares), statistic)


def _read(design: Design, row: str, column: str) -> _Shares:
    codes, cells = design.table.cross([row, column])
    weights, present = design.sampling.weights, codes >= 0
    shape = (len(design.table.codes(row)), len(design.table.codes(column)))
    if min(shape) < 2:
        raise DesignError(f"{row}, {column}", "fewer than two levels", "Choose columns that vary.")
    member = np.zeros((len(codes), len(cells)))
    member[present, codes[present]] = 1.0
    size = weights[present].sum()
    share = weights @ member / size
    influence = (member - share) * present[:, None] / size
    v = design.sampling.covariance(influence, present)
    of_totals = design.sampling.covariance(member / size, present)
    return _Shares(
        share, v, of_totals, shape, int(present.sum()), design.sampling.degrees_of_freedom(present)
    )


def _expected(s: _Shares) -> Floats:
    table = s.share.reshape(s.shape)
    return np.asarray(np.outer(table.sum(axis=1), table.sum(axis=0)).ravel())


@dataclass(frozen=True, eq=False)
class RaoScott:
    """What the Rao-Scott tests read.

    Args:
        pearson: Pearson's statistic of the weighted shares, scaled to the number of answers.
        delta: design effects of the interaction, (k, k).
        df: PSUs minus strata.
    """

    pearson: float
    delta: Floats
    df: int

    @property
    def effects(self) -> Floats:
        """Generalised design effects: the eigenvalues above 0 of delta, at most k."""
        found = np.linalg.eigvals(self.delta).real
        return np.asarray(found[found > NOTHING * found.max()])

    @property
    def numerator_df(self) -> float:
        """Satterthwaite's degrees of freedom of the numerator."""
        return float(np.trace(self.delta)) ** 2 / float(np.trace(self.delta @ self.delta))


def rao_scott_of(design: Design, row: str, column: str) -> RaoScott:
    """Pearson's statistic of two columns with its design effects; see independence."""
    return _linearised(_read(design, row, column))


def _linearised(s: _Shares) -> RaoScott:
    expected = _expected(s)
    with np.errstate(invalid="ignore", divide="ignore"):
        pearson = s.n * float(np.nansum((s.share - expected) ** 2 / expected))
        inverse = np.where(s.share > 0, 1 / s.share, 0.0)
    interaction = _interaction(s.shape)
    scaled = inverse[:, None] * interaction
    simple = interaction.T @ scaled / s.n
    delta = np.linalg.solve(simple, scaled.T @ s.covariance @ scaled)
    return RaoScott(pearson, np.asarray(delta, dtype=np.float64), s.df)


def _rao_scott(found: RaoScott, statistic: str) -> Test:
    from scipy.special import chdtrc, fdtrc

    from weft.stats.tails import scaled_f_tail

    k, trace, d0 = len(found.delta), float(np.trace(found.delta)), found.numerator_df
    if statistic == "chi-squared":
        return Test(found.pearson, (float(k),), float(chdtrc(k, found.pearson * k / trace)))
    if statistic == "saddlepoint":
        return Test(found.pearson, (), scaled_f_tail(found.pearson, found.effects, d0 * found.df))
    scaled, df = found.pearson / trace, d0 * found.df
    return Test(scaled, (d0, df), float(fdtrc(d0, df, scaled)))


def _interaction(shape: tuple[int, int]) -> Floats:
    """Columns spanning the interaction: contrasts in rows times contrasts in columns, (r*c, (r-1)(c-1))."""
    contrasts = [np.eye(k)[:, 1:] - 1 / k for k in shape]
    return np.asarray(np.kron(contrasts[0], contrasts[1]), dtype=np.float64)


def _wald(s: _Shares, statistic: str) -> Test:
    from scipy.special import fdtrc

    r, c = s.shape
    rows, columns = np.kron(np.eye(r), np.ones((1, c))), np.kron(np.ones((1, r)), np.eye(c))
    by_row, by_column = rows @ s.share, columns @ s.share
    jacobian = np.eye(r * c) - np.kron(by_row[:, None], columns) - np.kron(rows, by_column[:, None])
    jacobian += _expected(s)[:, None]  # the gap in people: N_rc - N_r N_c / N
    keep = [i * c + j for i in range(r - 1) for j in range(c - 1)]
    gap = (s.share - _expected(s))[keep]
    v = (jacobian @ s.of_totals @ jacobian.T)[np.ix_(keep, keep)]
    k = len(keep)
    wald = float(gap @ np.linalg.solve(v, gap)) / k
    if statistic == "wald":
        return Test(wald, (k, s.df), float(fdtrc(k, s.df, wald)))
    left = s.df - k + 1
    return Test(wald * left / s.df, (k, left), float(fdtrc(k, left, wald * left / s.df)))
