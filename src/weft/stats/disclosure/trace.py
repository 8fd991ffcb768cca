"""Which published figures lie behind a narrow interval: a walk back along what set each bound."""

from __future__ import annotations

from collections.abc import Iterator

from weft.stats.disclosure.bounds import BY_SHARE, STATED, Intervals
from weft.stats.disclosure.figures import Cell, Statements

LOW, HIGH = 0, 1
Bound = tuple[Cell, int]
MOST_BOUNDS = 4000


def behind(said: Statements, found: Intervals, cell: Cell) -> dict[Cell, int]:
    """The visible figures that a cell's interval rests on, each with how many steps away it lies."""
    visible = said.visible
    reached: list[Bound] = [(cell, LOW), (cell, HIGH)]
    seen, steps, figures = set(reached), 0, dict[Cell, int]()
    while reached and len(seen) < MOST_BOUNDS:
        following: list[Bound] = []
        for bound in reached:
            by = int((found.lo_by if bound[1] == LOW else found.hi_by)[bound[0]])
            figure = _figure(bound[0], by)
            if figure is not None and visible[figure]:
                figures.setdefault(figure, steps)
            following += (b for b in _supports(said, bound, by) if b not in seen)
            seen.update(following)
        reached, steps = following, steps + 1
    return figures


def _figure(at: Cell, by: int) -> Cell | None:
    """The figure that set a bound, where one did and not a sum."""
    if by == STATED:
        return at
    if by <= BY_SHARE:
        return at if at[2] else (at[0], at[1], -1 - by)
    return None


def _supports(said: Statements, bound: Bound, by: int) -> Iterator[Bound]:
    """The bounds that one bound was worked out from."""
    (place, cut, answer), side = bound
    if by == STATED:
        return
    if by <= BY_SHARE:
        yield ((place, cut, 0), side) if answer else ((place, cut, -1 - by), side)
        return
    tie = said.space.sums[by - 1]
    at = (place, cut, answer)
    here = at[tie.axis]
    if here == tie.parent:
        yield from ((_moved(at, tie.axis, part), side) for part in tie.parts)
        return
    yield _moved(at, tie.axis, tie.parent), side
    yield from ((_moved(at, tie.axis, part), 1 - side) for part in tie.parts if part != here)


def _moved(cell: Cell, axis: int, index: int) -> Cell:
    moved = list(cell)
    moved[axis] = index
    return moved[0], moved[1], moved[2]
