"""Earlier releases of the same people: what they said that is still true of the counts at hand.

A figure that was said and is no longer true (the answers were corrected) tells nothing certain about the new counts,
so it is left out; every other one is a statement in the audit, with all that follows from it.
"""

from collections.abc import Sequence

import numpy as np

from weft.measure.cube.kept import Known
from weft.stats._types import Flags
from weft.stats.disclosure import Counts
from weft.stats.disclosure.bounds import propagate
from weft.stats.disclosure.figures import Statements, nothing_said
from weft.stats.disclosure.release import ARRAYS
from weft.stats.disclosure.rules import UNBOUNDED
from weft.stats.disclosure.space import Space

LOWS, HIGHS = ("lo", "rest_lo"), ("hi", "rest_hi")


def still_said(counts: Counts, before: Sequence[Known]) -> Statements | None:
    """One earlier release in the places of a new population; None where it asked none of its questions."""
    said = in_place(counts.space, before)
    if said is not None:
        _forget(said, ~_holds(said, counts))
    return said


def in_place(space: Space, before: Sequence[Known]) -> Statements | None:
    """What an earlier release said, found by the names of groups and answers."""
    ours = {question.name for question in space.population.questions}
    asked = [k for k in before if ours & {q.name for q in k.said.space.population.questions}]
    if not asked:
        return None
    said = nothing_said(space)
    for known in asked:
        _lay_in(said, known.said)
    return said


def _lay_in(said: Statements, other: Statements) -> None:
    found = propagate(other)
    cuts = _pairs(said.space.cut_names, other.space.cut_names)
    answers = _pairs(said.space.answer_names, other.space.answer_names)
    here, there = (np.ix_([0], cuts[i], answers[i]) for i in (0, 1))
    for name in ARRAYS:
        old, new = getattr(said, name), getattr({"lo": found, "hi": found}.get(name, other), name)[there]
        if name in LOWS:
            old[here] = np.maximum(old[here], new)
        elif name in HIGHS:
            old[here] = np.minimum(old[here], new)
        else:
            old[here] = np.where(new != 0, new, old[here])


def _pairs(ours: Sequence[object], theirs: Sequence[object]) -> tuple[list[int], list[int]]:
    where = {name: i for i, name in enumerate(theirs)}
    shared = [(i, where[name]) for i, name in enumerate(ours) if name in where]
    return [i for i, _ in shared], [j for _, j in shared]


def _holds(said: Statements, counts: Counts) -> Flags:
    """Whether each statement is true of the counts."""
    values, bases = counts.values, np.broadcast_to(counts.values[:, :, :1], counts.values.shape)
    rest = bases - values
    within = (said.lo <= values) & (values <= said.hi) & (said.rest_lo <= rest) & (rest <= said.rest_hi)
    share = (said.twice_lo * bases <= 200 * values) & (200 * values < said.twice_hi * bases)
    holds: Flags = within & (share | ~said.has_share)
    return holds


def _forget(said: Statements, where: Flags) -> None:
    for name in ARRAYS:
        getattr(said, name)[where] = UNBOUNDED if name in HIGHS else 0
