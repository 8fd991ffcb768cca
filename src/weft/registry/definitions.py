"""What an indicator, a question, a breakdown and an area are. Plain frozen values, checked at birth."""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from weft.registry.conditions import Condition

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_]*(/[A-Za-z][A-Za-z0-9_]*)?")


class DefinitionError(ValueError):
    """A definition that cannot stand; the message says what is wrong and what to write instead."""


class Theme(StrEnum):
    """The three dyed threads, and what they are for."""

    RELATIONSHIPS = "relationships"
    PARTICIPATION = "participation"
    EQUALITY = "equality"
    OUTCOMES = "outcomes"


class Estimator(StrEnum):
    PROPORTION = "proportion"
    MEAN = "mean"
    IMPORTED = "imported"  # a published value, brought in with its own base and source


class Good(StrEnum):
    """Which direction a city hopes for. Shown as words, never as a colour or a score."""

    HIGH = "high"
    LOW = "low"
    CONTEXT = "context"  # neither: the number describes


class BenchmarkStatus(StrEnum):
    EXACT = "exact"  # same question and definition: may be compared
    NEAR = "near"  # similar wording: shown, never tested
    UNVERIFIED = "unverified"  # a published value whose definition was not seen


class Comparability(StrEnum):
    """How far a question follows the harmonised standard it names."""

    SAME = "same"
    NEAR = "near"
    OWN = "own"  # our wording; no standard asks this


class MissingReason(StrEnum):
    """Why there is no answer. Never dropped silently: each share is published."""

    NOT_ANSWERED = "not_answered"
    DONT_KNOW = "dont_know"
    REFUSED = "refused"  # prefer not to say
    NOT_ASKED = "not_asked"  # routed past, or not in this version of the form


@dataclass(frozen=True)
class Option:
    """One answer a person may choose. `score` where the options carry points (1-3 on the UCLA scale)."""

    code: str
    label: str
    score: float | None = None
    missing: MissingReason | None = None


@dataclass(frozen=True)
class Question:
    """A question in our own words, with the harmonised standard it corresponds to.

    kind: "one" (choose one), "many" (tick all that apply), "number".
    reference_period: the time the question asks about ("the last 12 months"), "" for now.
    """

    id: str
    version: int
    text: str
    kind: str
    options: tuple[Option, ...] = ()
    standard: str = ""
    comparability: Comparability = Comparability.OWN
    reference_period: str = ""
    source: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        _check_id(self.id)
        if self.kind not in ("one", "many", "number"):
            raise DefinitionError(f"Question {self.id}: kind is {self.kind!r}. Use one, many or number.")
        codes = [option.code for option in self.options]
        if len({code.lower() for code in codes}) != len(codes):
            raise DefinitionError(f"Question {self.id}: two options have the same code. Codes must differ.")
        if self.kind != "number" and not codes:
            raise DefinitionError(f"Question {self.id}: list its options, each with a code and a label.")

    @property
    def key(self) -> str:
        return f"{self.id}@{self.version}"

    def label_of(self, code: str) -> str:
        return next((option.label for option in self.options if option.code == code), code)


@dataclass(frozen=True)
class Benchmark:
    """A published value beside ours. `value` is a share (0-1) or a mean, in the indicator's own unit."""

    value: float
    area: str
    period: str
    source: str
    status: BenchmarkStatus
    note: str = ""


@dataclass(frozen=True)
class Indicator:
    """A measure with everything a reader needs to check it.

    says: what an estimate says, to follow a percentage of people: "feel lonely often or always".
    counted / out_of: numerator and denominator in plain words, for the page and the copied sentence.
    unit: the unit of analysis in the plural ("residents aged 16 and over", "projects").
    reference_period: the time the answer is about, repeated wherever the figure is said.
    missing: the rule for people without an answer, in words; the share is always published.
    headline: True when a change in it is tested as declared in advance (others are exploratory).
    breaks: period -> why the series cannot be joined there (a drawn break).
    """

    id: str
    version: int
    theme: Theme
    label: str
    estimator: Estimator
    says: str
    counted: str
    out_of: str
    unit: str
    good: Good
    numerator: Condition | None = None
    denominator: Condition | None = None
    value: str = ""  # the question whose number is averaged, for a mean
    questions: tuple[str, ...] = ()
    reference_period: str = ""
    missing: str = "People who did not answer are left out and their share is shown."
    headline: bool = False
    benchmarks: tuple[Benchmark, ...] = ()
    breaks: dict[str, str] = field(default_factory=dict)
    note: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        _check_id(self.id)
        if self.version < 1:
            raise DefinitionError(f"Indicator {self.id}: version must be 1 or more.")
        if self.estimator is Estimator.PROPORTION and self.numerator is None:
            raise DefinitionError(f"Indicator {self.id}: a proportion needs a numerator.")
        if self.estimator is Estimator.MEAN and not self.value:
            raise DefinitionError(f"Indicator {self.id}: a mean needs `value`, the question it averages.")
        for name in ("label", "says", "counted", "out_of", "unit"):
            if not getattr(self, name).strip():
                raise DefinitionError(f"Indicator {self.id}: `{name}` is empty. Say it in plain words.")

    @property
    def key(self) -> str:
        """The definition and its version, as printed beside every figure: R1@1."""
        return f"{self.id}@{self.version}"


@dataclass(frozen=True)
class Breakdown:
    """A way to split people into groups. Levels keep their order; "prefer not to say" is a level."""

    id: str
    version: int
    label: str
    question: str
    levels: tuple[Option, ...]
    note: str = ""

    def __post_init__(self) -> None:
        _check_id(self.id)
        if len(self.levels) < 2:
            raise DefinitionError(f"Breakdown {self.id}: needs at least two levels.")

    @property
    def key(self) -> str:
        return f"{self.id}@{self.version}"


@dataclass(frozen=True)
class Area:
    """A coded place inside another; `tile` is its (column, row) on the tile map, from 1."""

    code: str
    name: str
    kind: str
    parent: str = ""
    short: str = ""
    tile: tuple[int, int] | None = None


def _check_id(name: str) -> None:
    if not _ID.fullmatch(name):
        raise DefinitionError(
            f"{name!r} is not a usable id. Start with a letter; then letters, digits and underscores."
        )
