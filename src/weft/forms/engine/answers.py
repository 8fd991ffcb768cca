"""What a filling tells: the state of a question, its choices, the places to visit, what is still wrong."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import NamedTuple

from weft.forms.engine.body import Element


@dataclass(frozen=True)
class Clock:
    """The moment answers are worked out at, and the zone its dates are read in. Nobody here reads a clock."""

    now: datetime
    zone: tzinfo

    @property
    def local(self) -> datetime:
        """The moment on the wall clock of the zone."""
        return self.now.astimezone(self.zone)


@dataclass(frozen=True)
class Choice:
    """One thing to choose; `reason` is "refused" or "dont_know" for a choice that says why there is no answer."""

    value: str
    label: str
    reason: str = ""


@dataclass(frozen=True)
class QuestionState:
    """All a page needs to show one question now."""

    ref: str
    value: str
    relevant: bool
    is_determined: bool
    readonly: bool
    required: bool
    constraint_ok: bool
    required_ok: bool
    constraint_message: str
    required_message: str
    label: str
    hint: str
    guidance: str
    choices: tuple[Choice, ...]
    reason: str

    @property
    def is_valid(self) -> bool:
        return self.constraint_ok and self.required_ok


class Place(NamedTuple):
    """A group, repeat instance or question where it stands in one filling."""

    ref: str
    element: Element
    depth: int


@dataclass(frozen=True)
class Problem:
    """A relevant question whose answer is missing or does not hold."""

    ref: str
    message: str
