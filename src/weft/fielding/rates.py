"""Response, cooperation, refusal and contact rates, from counts of cases by their final disposition.

Source of every formula: The American Association for Public Opinion Research, Standard Definitions: Final Dispositions
of Case Codes and Outcome Rates for Surveys (10th edition, 2023), section "Calculating outcome rates". Pure functions:
counts in, shares (0-1) out; None where nobody would stand under the line.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Counts:
    """Cases by kind: complete, partial, refusal, non-contact, other, unknown household, unknown other, not eligible."""

    I: int = 0  # noqa: E741 - the standard's own letters
    P: int = 0
    R: int = 0
    NC: int = 0
    O: int = 0  # noqa: E741
    UH: int = 0
    UO: int = 0
    NE: int = 0

    @classmethod
    def of(cls, kinds: Iterable[str]) -> "Counts":
        return cls(**Counter(kinds))

    @property
    def eligible(self) -> int:
        """Known to be eligible."""
        return self.I + self.P + self.R + self.NC + self.O

    @property
    def unknown(self) -> int:
        return self.UH + self.UO

    @property
    def everyone(self) -> int:
        return self.eligible + self.unknown + self.NE


def share(over: float, under: float) -> float | None:
    return over / under if under else None


def eligible_share(n: Counts) -> float | None:
    """e, the share of unknown cases taken to be eligible: as among the cases whose eligibility is known.

    Source: AAPOR (2023), e by proportional allocation (the method of the Council of American Survey Research
    Organizations, 1982). None while nothing is known of any case.
    """
    return share(n.eligible, n.eligible + n.NE)


def rr1(n: Counts) -> float | None:
    """RR1, the minimum response rate: I / ((I+P) + (R+NC+O) + (UH+UO))."""
    return share(n.I, n.eligible + n.unknown)


def rr2(n: Counts) -> float | None:
    """RR2: (I+P) / ((I+P) + (R+NC+O) + (UH+UO))."""
    return share(n.I + n.P, n.eligible + n.unknown)


def rr3(n: Counts) -> float | None:
    """RR3: I / ((I+P) + (R+NC+O) + e(UH+UO))."""
    e = eligible_share(n)
    return None if e is None else share(n.I, n.eligible + e * n.unknown)


def rr4(n: Counts) -> float | None:
    """RR4: (I+P) / ((I+P) + (R+NC+O) + e(UH+UO))."""
    e = eligible_share(n)
    return None if e is None else share(n.I + n.P, n.eligible + e * n.unknown)


def rr5(n: Counts) -> float | None:
    """RR5, the maximum response rate, where no unknown case is eligible: I / ((I+P) + (R+NC+O))."""
    return share(n.I, n.eligible)


def rr6(n: Counts) -> float | None:
    """RR6: (I+P) / ((I+P) + (R+NC+O))."""
    return share(n.I + n.P, n.eligible)


def coop1(n: Counts) -> float | None:
    """COOP1: I / ((I+P) + R + O)."""
    return share(n.I, n.I + n.P + n.R + n.O)


def coop2(n: Counts) -> float | None:
    """COOP2: (I+P) / ((I+P) + R + O)."""
    return share(n.I + n.P, n.I + n.P + n.R + n.O)


def coop3(n: Counts) -> float | None:
    """COOP3: I / ((I+P) + R)."""
    return share(n.I, n.I + n.P + n.R)


def coop4(n: Counts) -> float | None:
    """COOP4: (I+P) / ((I+P) + R)."""
    return share(n.I + n.P, n.I + n.P + n.R)


def ref1(n: Counts) -> float | None:
    """REF1: R / ((I+P) + (R+NC+O) + (UH+UO))."""
    return share(n.R, n.eligible + n.unknown)


def ref2(n: Counts) -> float | None:
    """REF2: R / ((I+P) + (R+NC+O) + e(UH+UO))."""
    e = eligible_share(n)
    return None if e is None else share(n.R, n.eligible + e * n.unknown)


def ref3(n: Counts) -> float | None:
    """REF3: R / ((I+P) + (R+NC+O))."""
    return share(n.R, n.eligible)


def con1(n: Counts) -> float | None:
    """CON1: ((I+P) + R + O) / ((I+P) + R + O + NC + (UH+UO))."""
    return share(n.eligible - n.NC, n.eligible + n.unknown)


def con2(n: Counts) -> float | None:
    """CON2: ((I+P) + R + O) / ((I+P) + R + O + NC + e(UH+UO))."""
    e = eligible_share(n)
    return None if e is None else share(n.eligible - n.NC, n.eligible + e * n.unknown)


def con3(n: Counts) -> float | None:
    """CON3: ((I+P) + R + O) / ((I+P) + R + O + NC)."""
    return share(n.eligible - n.NC, n.eligible)


RATES = {
    "RR1": rr1, "RR2": rr2, "RR3": rr3, "RR4": rr4, "RR5": rr5, "RR6": rr6,
    "COOP1": coop1, "COOP2": coop2, "COOP3": coop3, "COOP4": coop4,
    "REF1": ref1, "REF2": ref2, "REF3": ref3, "CON1": con1, "CON2": con2, "CON3": con3,
}  # fmt: skip
