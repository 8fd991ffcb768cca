"""The words Weft uses about figures: verdicts, the sentence to copy, and the words it refuses."""

import re
from dataclasses import dataclass
from enum import StrEnum

from weft.registry.figure import Figure, Hidden, Interval


class Verdict(StrEnum):
    """The only four things ever said about a difference (honesty rule 4)."""

    HIGHER = "clearly higher"
    LOWER = "clearly lower"
    NO_DIFFERENCE = "no clear difference"
    NOT_COMPARABLE = "not comparable"

    @property
    def is_clear(self) -> bool:
        return self in (Verdict.HIGHER, Verdict.LOWER)


@dataclass(frozen=True)
class WordingFinding:
    """A word that claims more than the design earns, where it stands, and what to say instead."""

    word: str
    position: int
    remedy: str


# Honesty rule 9: association words only, unless the comparison was randomised or an accepted quasi-experiment.
_CAUSAL = re.compile(
    r"\b(caus(?:e|es|ed|ing)|led to|leads? to|leading to|impact(?:s|ed|ful)?|results? in|resulted in|"
    r"thanks to|because of|due to|boost(?:s|ed|ing)?|prove[sdn]?|transform(?:s|ed|ing)?|"
    r"effect(?:s)? of|made (?:people|residents))\b",
    re.IGNORECASE,
)
_RANKING = re.compile(
    r"\b(best|worst|top|bottom|league table|rank(?:s|ed|ing)?) (borough|place|area|ward)s?\b", re.IGNORECASE
)
EARNS_CAUSAL_WORDS = ("randomised", "accepted quasi-experiment")


def lint(text: str, design: str = "survey") -> tuple[WordingFinding, ...]:
    """Words in a text that its design has not earned; empty when it may be published."""
    found = []
    if design not in EARNS_CAUSAL_WORDS:
        remedy = "Say “goes with”, “more likely” or “after”: this design shows association only."
        found += [WordingFinding(m.group(0), m.start(), remedy) for m in _CAUSAL.finditer(text)]
    remedy = "Places are not ranked: name the place and say whether it is clearly different from the rest."
    found += [WordingFinding(m.group(0), m.start(), remedy) for m in _RANKING.finditer(text)]
    return tuple(sorted(found, key=lambda finding: finding.position))


def percent(share: float) -> str:
    """A share as a whole per cent, halves away from zero: 0.125 -> "13%"."""
    return f"{whole_percent(share)}%"


def whole_percent(share: float) -> int:
    """The nearest whole per cent, halves away from zero; a hair under a half counts as the half (0.285 -> 29)."""
    scaled = abs(share) * 100
    rounded = int(scaled + 0.5 + 1e-9)
    return rounded if share >= 0 else -rounded


def say_value(figure: Figure) -> str:
    """The value as shown: "8%", "about 10%" on a low base, "7.4", or "hidden"."""
    if isinstance(figure.value, Hidden):
        return "hidden"
    if not figure.is_share:
        return f"about {figure.value:.1f}" if figure.has_low_base else f"{figure.value:.1f}"
    if end := at_the_end(figure):
        return f"{end[0]} {percent(end[1])}"
    return f"about {percent(figure.value)}" if figure.has_low_base else percent(figure.value)


def at_the_end(figure: Figure) -> tuple[str, float] | None:
    """A share that rounds to nobody or everybody is never said so: ("under", 0.01) or ("over", 0.99)."""
    step = 0.05 if figure.has_low_base else 0.01
    if isinstance(figure.value, Hidden) or not figure.is_share:
        return None
    if figure.value < step / 2:
        return "under", step
    return ("over", 1 - step) if figure.value > 1 - step / 2 else None


def say_interval(figure: Figure) -> str:
    """ "7% to 9%", or why there is none."""
    if isinstance(figure.interval, Interval):
        lo, hi = figure.interval.lo, figure.interval.hi
        return f"{percent(lo)} to {percent(hi)}" if figure.is_share else f"{lo:.1f} to {hi:.1f}"
    return f"no interval: {figure.interval.reason}"


def say_base(figure: Figure) -> str:
    """The base with its unit: "6,601 people"."""
    return f"{figure.base:,} answered" if figure.base is not None else "fewer than 30 answered"


def sentence(figure: Figure) -> str:
    """One sentence that may leave the page: it takes its base, period, definition and the honest verb along."""
    indicator = figure.definition
    who = _who(figure)
    if isinstance(figure.value, Hidden):
        said = f"The figure for {who} is not shown: {figure.value.reason}"
    elif figure.is_share:
        said = f"{_capital(say_value(figure))} of {who} {indicator.says}"
    else:
        said = f"{_capital(who)} {indicator.says}: {say_value(figure)}"
    period = "" if figure.period in said else f" in {figure.period}"
    return f"{said.rstrip('.')}{period} ({'; '.join(_details(figure))}).{_synthetic(figure)}"


def _who(figure: Figure) -> str:
    place = f"{figure.definition.unit} in {figure.area}"
    if not figure.source.sample.speaks_for_everyone:
        place = f"those who answered in {figure.area}"
    return f"{place} in the group “{figure.group}”" if figure.group else place


def _details(figure: Figure) -> list[str]:
    indicator, parts = figure.definition, []
    if isinstance(figure.interval, Interval):
        parts.append(f"{percent(figure.interval.level)} interval {say_interval(figure)}")
    else:
        parts.append(say_interval(figure))
    parts.append(say_base(figure))
    weighted = "weighted" if figure.source.weighted else "unweighted: describes respondents only"
    parts.append(f"{figure.source.name}, {figure.source.sample.label}, {weighted}")
    if indicator.reference_period:
        parts.append(f"asked about {indicator.reference_period}")
    parts.append(f"definition {indicator.id} version {indicator.version}")
    return parts


def _synthetic(figure: Figure) -> str:
    return " Demonstration: synthetic data." if figure.source.synthetic else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
