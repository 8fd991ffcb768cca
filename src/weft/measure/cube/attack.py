"""Attack a frozen release the way somebody would who knows every rule and every release, and not the answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from weft.measure.cube.earlier import in_place
from weft.measure.cube.kept import Known
from weft.stats.disclosure import attack
from weft.stats.disclosure.bounds import Intervals
from weft.stats.disclosure.figures import Cell, Statements
from weft.stats.disclosure.rules import INSIDER_RECORDS, NARROWEST

TIMES_ASKED = 30  # by somebody who hopes that the answer differs


@dataclass(frozen=True)
class Attacked:
    """What one attacker recovered. cells: small cells looked at. narrowest: people, the tightest interval."""

    attack: str
    cells: int
    exact: int
    narrow: int
    narrowest: int

    @property
    def is_beaten_off(self) -> bool:
        return self.narrow == 0


Attacker = Callable[[list[Statements], Known], list[int]]  # the widths of the small cells


def attack_release(
    release: Sequence[Known], earlier: Sequence[Sequence[Known]] = (), *, programmes: bool = False
) -> list[Attacked]:
    """Every attacker against a release and those before it.

    Args: programmes: also a linear programme of its own for each small cell (slow; the audit ran the same).
    """
    chosen = ATTACKERS | ({"linear programmes": _by_programmes} if programmes else {})
    found: dict[str, list[int]] = {name: [] for name in chosen}
    for known in release:
        before = [s for kept in earlier if (s := in_place(known.said.space, kept)) is not None]
        for name, attacker in chosen.items():
            found[name] += attacker([known.said, *before], known)
    return [_attacked(name, widths) for name, widths in found.items()]


def _attacked(name: str, widths: list[int]) -> Attacked:
    narrow = [width for width in widths if width < NARROWEST]
    exact = sum(width == 0 for width in widths)
    return Attacked(name, len(widths), exact, len(narrow), min(widths, default=0))


def _widths(found: Intervals, known: Known) -> list[int]:
    widths: list[int] = np.abs(found.width[known.small]).tolist()
    return widths


def _by(worked_out: Callable[[Sequence[Statements]], Intervals]) -> Attacker:
    return lambda said, known: _widths(worked_out(said), known)


def _by_averaging(said: list[Statements], known: Known) -> list[int]:
    """Ask for every cell again and again: a frozen release gives the same answer, and none for a small cell."""
    told = [{cell: float(s.value[cell]) for cell in _cells(s.visible & known.small)} for s in said]
    means = attack.averaging(told * TIMES_ASKED)
    return [0 if cell in means else 2 * NARROWEST for cell in _cells(known.small)]


def _by_an_insider(said: list[Statements], known: Known) -> list[int]:
    """Somebody who knows five people of the smallest group with a share shown, and all their answers."""
    first = known.said
    seen = [cell for cell in _cells(first.visible & first.has_share) if cell[1]]
    if not seen:
        return _by(attack.linked)(said, known)
    place, cut, answer = min(seen, key=lambda cell: first.value[cell[0], cell[1], 0])
    records = np.zeros(first.space.shape, np.int64)
    for of in (cut, 0):
        records[place, of, answer] = records[place, of, 0] = INSIDER_RECORDS
    return _widths(attack.insider(said, records), known)


def _by_programmes(said: list[Statements], known: Known) -> list[int]:
    ends = attack.programmes(said, _cells(known.small))
    return [abs(high - low) for low, high in ends.values()]


def _cells(where: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> list[Cell]:
    return [(int(p), int(c), int(a)) for p, c, a in np.argwhere(where)]


ATTACKERS: dict[str, Attacker] = {
    "subtracting totals": _by(attack.differencing),
    "the grain of percentages": _by(attack.granularity),
    "all tables together": _by(attack.linked),
    "asking again and again": _by_averaging,
    "an insider who knows five people": _by_an_insider,
}
