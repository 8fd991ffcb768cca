"""The automatic checks of a table that is to leave, made on true counts: for the eyes of checkers only.

Source: Handbook on Statistical Disclosure Control for Outputs (SDAP, 2019): threshold, dominance (2, 90 %), class
disclosure (zero and full cells), differencing. What they find is not a verdict: figures leave perturbed, and two
people decide. What they do not find, they did not look for: see docs/measure/inside.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from weft.inside.tables.crossing import Crossing
from weft.inside.tables.perturbed import Figures
from weft.stats._types import Flags, Floats, Ints
from weft.stats.disclosure.money import DOMINANCE, DOMINANT
from weft.stats.disclosure.rules import SMALLEST_COUNT, is_small

AT_ONCE = 256  # cells compared with all others: a large table would need gigabytes
NAMED = 10  # places named for each kind of find; the rest are counted


@dataclass(frozen=True)
class Finding:
    """One thing to look at. risk: one of the seven of Measure's sign-off."""

    risk: str
    words: str
    count: int
    where: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Cells:
    """The cells of a table: who is in each, how each is called, and which show a number."""

    people: sparse.csc_matrix
    names: tuple[str, ...]
    shown: Flags
    title: str = ""

    @cached_property
    def counts(self) -> Ints:
        found: Ints = np.asarray(self.people.sum(axis=0)).ravel().astype(np.int64)
        return found


def cells_of(crossing: Crossing, figures: Figures, title: str = "") -> Cells:
    """Every cell of a table, base first in each row."""
    words = [", ".join(filter(None, label)) or "Everyone" for label in crossing.labels]
    columns = ["", *(f": {answer.label}" for answer in crossing.answers)]
    shown = [n is not None for row in figures["rows"] for n in (row["base"], *row["counts"])]
    return Cells(
        crossing.people(), tuple(w + c for w in words for c in columns), np.array(shown, bool), title
    )


def check_table(
    crossing: Crossing, cells: Cells, earlier: Sequence[Cells], beside: Sequence[Cells] = ()
) -> list[Finding]:
    """Everything found in one table. earlier: the tables this analyst took out before, of the same file. beside: other
    tables of the same output."""
    found = [
        _threshold(cells),
        _dominance(cells, crossing),
        _class_disclosure(crossing, cells),
        _subtracting(cells),
        *(_differencing(cells, before) for before in earlier),
        *(_leaving_together(cells, other) for other in beside),
    ]
    return [finding for finding in found if finding.count]


def _finding(risk: str, words: str, names: Iterable[str]) -> Finding:
    every = list(dict.fromkeys(names))
    return Finding(risk, words, len(every), tuple(every[:NAMED]))


def _threshold(cells: Cells) -> Finding:
    at = np.flatnonzero(cells.shown & is_small(cells.counts))
    words = f"A number is shown, and fewer than {SMALLEST_COUNT} people are behind it"
    return _finding("few", words, (f"{cells.names[i]} ({cells.counts[i]})" for i in at))


def _dominance(cells: Cells, crossing: Crossing) -> Finding:
    """Two people whose weights make up nearly all of a weighted share's answer."""
    weights: Floats = np.zeros(crossing.room.file_rows)
    weights[crossing.room.rows] = crossing.room.weights
    names = []
    for i in np.flatnonzero(cells.shown):
        own = np.sort(weights[cells.people.indices[cells.people.indptr[i] : cells.people.indptr[i + 1]]])
        if own.sum() > 0 and own[-DOMINANT:].sum() > DOMINANCE * own.sum():
            names.append(cells.names[i])
    return _finding("dominance", f"{DOMINANT} people have more than {DOMINANCE:.0%} of the weight", names)


def _class_disclosure(crossing: Crossing, cells: Cells) -> Finding:
    """Groups of which nobody, or everybody, gave an answer: then it is known of each of them."""
    counts = cells.counts.reshape(-1, len(crossing.columns))
    names = cells.names
    bases, given = counts[:, :1], counts[:, 1:]
    rows, answers = np.nonzero((bases > 0) & ((given == 0) | (given == bases)))
    width = len(crossing.columns)
    said = (
        f"{names[row * width + 1 + answer]} ({given[row, answer]} of {bases[row, 0]})"
        for row, answer in zip(rows, answers, strict=True)
    )
    return _finding("whole_group", "Nobody or everybody in the group gave the answer", said)


def _subtracting(cells: Cells) -> Finding:
    pairs = _near(cells, cells)
    words = "One group of this table lies inside another and differs by fewer than 10 people"
    return _finding("subtracting", words, (f"{cells.names[a]} / {cells.names[b]} ({d})" for a, b, d in pairs))


def _differencing(cells: Cells, before: Cells) -> Finding:
    pairs = _near(cells, before)
    words = f"A group differs by fewer than 10 people from one that left before, in “{before.title}”"
    return _finding("earlier", words, (f"{cells.names[a]} / {before.names[b]} ({d})" for a, b, d in pairs))


def _leaving_together(cells: Cells, other: Cells) -> Finding:
    pairs = _near(cells, other)
    words = f"A group differs by fewer than 10 people from one that leaves beside it, in “{other.title}”"
    return _finding("subtracting", words, (f"{cells.names[a]} / {other.names[b]} ({d})" for a, b, d in pairs))


def _near(ours: Cells, theirs: Cells) -> list[tuple[int, int, int]]:
    """Pairs of shown cells of which one is inside the other and has 1 to 9 people more: (ours, theirs, people)."""
    every, others = np.flatnonzero(ours.shown), np.flatnonzero(theirs.shown)
    found: list[tuple[int, int, int]] = []
    for start in range(0, len(every), AT_ONCE):
        some = every[start : start + AT_ONCE]
        both = (ours.people[:, some].T @ theirs.people[:, others]).toarray()
        only_a, only_b = ours.counts[some][:, None] - both, theirs.counts[others][None, :] - both
        more = np.maximum(only_a, only_b)
        near = (np.minimum(only_a, only_b) == 0) & (more > 0) & (more < SMALLEST_COUNT)
        if ours is theirs:
            near &= some[:, None] < others[None, :]
        found += [(int(some[i]), int(others[j]), int(more[i, j])) for i, j in np.argwhere(near)]
    return found
