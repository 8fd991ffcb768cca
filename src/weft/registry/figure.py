"""A number that cannot exist alone.

A Figure carries its definition and version, unit of analysis, base, period, area, source, sample type and
an interval, or the reason there is none. Leaving one out is an error where the figure is built, so nothing
downstream (page, sentence, file) can show a number that has lost its meaning.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from weft.registry.definitions import DefinitionError, Estimator, Indicator

LOW_BASE = 100  # SAFETY, disclosure rule 3: 30 to 99 is flagged and rounded to 5
SMALLEST_BASE = 30  # under this nothing is shown


class SampleType(StrEnum):
    """How people came to answer. Decides what may be claimed (honesty rule 1)."""

    PROBABILITY = "probability"
    QUOTA = "quota"
    SELF_SELECTED = "self_selected"
    PARTICIPANTS = "participants"
    ADMINISTRATIVE = "administrative"

    @property
    def label(self) -> str:
        return _SAMPLE_LABELS[self]

    @property
    def speaks_for_everyone(self) -> bool:
        """Only a probability sample may say "of residents" and show a design-based interval."""
        return self is SampleType.PROBABILITY


_SAMPLE_LABELS = {
    SampleType.PROBABILITY: "probability sample",
    SampleType.QUOTA: "quota panel",
    SampleType.SELF_SELECTED: "people who chose to answer",
    SampleType.PARTICIPANTS: "participants",
    SampleType.ADMINISTRATIVE: "administrative records",
}


@dataclass(frozen=True)
class Interval:
    """The range the design supports, as shares or in the indicator's unit. `method` says how it was made."""

    lo: float
    hi: float
    level: float = 0.95
    method: str = "design-based"

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lo) and math.isfinite(self.hi) and self.lo <= self.hi):
            raise DefinitionError(f"An interval needs two finite ends in order; got {self.lo} and {self.hi}.")
        if not 0.5 <= self.level < 1:
            raise DefinitionError(f"An interval level is a share such as 0.95; got {self.level}.")


@dataclass(frozen=True)
class NoInterval:
    """Why a figure has no interval."""

    reason: str

    def __post_init__(self) -> None:
        _need("the reason there is no interval", self.reason)


# Why a figure that is no small number is hidden all the same; its base may be hidden with it.
WHY_WITHDRAWN = "It would give another figure away"
WHY_EARLIER = "Together with an earlier release it would give another figure away"


@dataclass(frozen=True)
class Hidden:
    """Why a value is not shown, in words a resident understands."""

    reason: str

    def __post_init__(self) -> None:
        _need("the reason a value is hidden", self.reason)


@dataclass(frozen=True)
class Source:
    """Where a figure comes from: the survey or record, how people came to answer, and whether it is made up."""

    name: str
    sample: SampleType
    synthetic: bool = False
    weighted: bool = True

    def __post_init__(self) -> None:
        _need("the source", self.name)
        if not isinstance(self.sample, SampleType):
            raise DefinitionError(
                f"Sample type {self.sample!r} is unknown. Use one of: {', '.join(SampleType)}."
            )


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One number with everything needed to read it.

    value: a share (0-1) or a mean in the indicator's unit; Hidden(reason) when protected.
    base: unweighted number of units it rests on; None only with a hidden value.
    group: who it is about when not everyone ("Age: 16 to 24"), "" for everyone.
    """

    definition: Indicator
    value: float | Hidden
    base: int | None
    period: str
    area: str
    source: Source
    interval: Interval | NoInterval
    group: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.definition, Indicator):
            raise DefinitionError("A figure needs the Indicator that defines it, not just a name.")
        if not isinstance(self.source, Source):
            raise DefinitionError("A figure needs a Source: name and sample type.")
        if not isinstance(self.interval, (Interval, NoInterval)):
            raise DefinitionError("A figure needs an Interval, or NoInterval with the reason there is none.")
        _need("the period", self.period)
        _need("the area", self.area)
        if isinstance(self.interval, Interval) and not self.source.sample.speaks_for_everyone:
            raise DefinitionError(
                f"Only a probability sample has a design-based interval; this source is a "
                f"{self.source.sample.label}. Use NoInterval and say so."
            )
        self._check_value()

    def _check_value(self) -> None:
        if isinstance(self.value, Hidden):
            return
        if not isinstance(self.value, (int, float)) or not math.isfinite(self.value):
            raise DefinitionError(
                f"A figure's value is a finite number or Hidden(reason); got {self.value!r}."
            )
        if self.is_share and not 0 <= self.value <= 1:
            raise DefinitionError(
                f"A share lies between 0 and 1; got {self.value}. Divide a per cent by 100."
            )
        if not isinstance(self.base, int) or self.base < 1:
            raise DefinitionError("A figure needs its base: the unweighted number of units it rests on.")

    @property
    def is_share(self) -> bool:
        return self.definition.estimator is not Estimator.MEAN

    @property
    def is_hidden(self) -> bool:
        return isinstance(self.value, Hidden)

    @property
    def has_low_base(self) -> bool:
        return self.base is not None and not self.is_hidden and self.base < LOW_BASE

    @property
    def unit(self) -> str:
        return self.definition.unit


def _need(what: str, text: str) -> None:
    if not isinstance(text, str) or not text.strip():
        raise DefinitionError(f"A figure cannot be built without {what}.")
