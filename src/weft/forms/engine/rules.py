"""What is worked out of what: a rule is one expression that changes the data, a reader is who hears of a change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from weft.forms.xpath import Expression

if TYPE_CHECKING:
    from weft.forms.engine.slots import Slot

RELEVANT, CALCULATE, CHOICES, COUNT = "relevant", "calculate", "choices", "count"

REPEATS_MOST = 10_000  # instances of one repeat; a web page asks for far fewer (forms.rules.REPEATS_MOST)
CELLS_MOST = 60_000  # values, groups and instances of one filling
ANSWER_MOST = 1_000_000  # characters of one answer
ROUNDS_MOST = 100  # times one rule may be worked out again because of its own results
STEPS_MOST = (
    4_000_000  # of evaluation, for all that follows from one answer: two seconds on the slowest machine
)


@dataclass(eq=False, slots=True)
class Source:
    """A reference a rule reads.

    Args:
        slot: what is read.
        shared: the innermost repeat, group or root whose same instance holds both ends.
        elsewhere: the path has a predicate on a repeat, so that it may read other instances than its own.
    """

    slot: Slot
    shared: Slot
    elsewhere: bool = False


@dataclass(eq=False, slots=True)
class Rule:
    """One expression and where it holds.

    Args:
        facet: what it decides: relevant, calculate, choices, count.
        slot: what it decides it for.
        at: the slot whose instances it is worked out for; for a count the one around the repeat.
        rank: its place in the order of working out; what it reads has a lower one.
    """

    facet: str
    slot: Slot
    at: Slot
    expression: Expression | None
    sources: tuple[Source, ...] = ()
    rank: int = 0


@dataclass(eq=False, slots=True)
class Reader:
    """A rule that hears of changes; `down` leads from the shared slot to those the rule holds for."""

    rule: Rule
    shared: Slot
    down: tuple[Slot, ...]
