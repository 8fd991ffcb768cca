"""Linear programmes over some of the finest cells, with everything published about them as constraints.

A programme holds the fine cells of a few blocks (a breakdown x a question: areas x groups x answers). Figures
it does not hold either stay fixed at given numbers or are left out; see `witness` and `attack` for the two uses.
Solved by HiGHS (Huangfu and Hall 2018), simplex, each objective from the basis of the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np
from scipy import sparse

from weft.stats._types import Flags, Floats, Ints
from weft.stats.disclosure.figures import Statements
from weft.stats.disclosure.rules import UNBOUNDED
from weft.stats.disclosure.space import Family, Space

Block = tuple[int, int]  # breakdown, question
BINDING = 1e-7
PRIMAL, DUAL = 4, 1  # simplex; a new objective leaves the last point feasible, so primal comes first
# Unscaled: the numbers are ones and shares, and scaling made some solves run in circles.
OPTIONS = (("output_flag", False), ("threads", 1), ("presolve", "off"), ("simplex_scale_strategy", 0))
SECONDS = 2.0  # a solve that stalls is begun afresh; none of ours takes a tenth of it


@dataclass(frozen=True, eq=False)
class Reach:
    """Which figures a block's fine cells add up to. matrix: (figures, fine cells); ids: flat in the space."""

    matrix: sparse.csr_array
    ids: Ints
    fine: Flags


def reach(space: Space, family: Family, block: Block) -> Reach:
    """Every figure of a breakdown x question in a family of places, as sums of its fine cells.

    The family's parts are the finest places here; their sum is the parent.
    """
    cuts, answers = space.cut_spans[block[0]], space.answer_spans[block[1]]
    places = np.array([*family.parts, *([] if family.parent is None else [family.parent])])
    placed = np.vstack([np.eye(len(family.parts)), np.ones(len(family.parts))])[: len(places)]
    held = np.vstack([space.cut_parts(block[0]), np.ones(cuts.fine)])
    answered = np.vstack([np.eye(answers.fine), np.ones(answers.fine)])
    cut_ids, answer_ids = np.concatenate([cuts.indices, [0]]), np.concatenate([answers.indices, [0]])
    if not space.population.questions:
        answered, answer_ids = answered[:1], answer_ids[:1]
    grid = np.ix_(places, cut_ids, answer_ids)
    fine = np.ones((len(places), len(cut_ids), len(answer_ids)), bool)
    fine[len(family.parts) :], fine[:, cuts.fine :], fine[:, :, answers.fine :] = False, False, False
    matrix = sparse.csr_array(sparse.kron(sparse.kron(placed, held), answered, format="csr"))
    return Reach(matrix, np.ravel_multi_index(grid, space.shape).ravel(), fine.ravel())


@dataclass(frozen=True, eq=False)
class Rows:
    """Constraints. figures: what each row speaks of, flat in the space; -1 for a tie between blocks."""

    matrix: sparse.csr_array
    lo: Floats
    hi: Floats
    figures: Ints


class Programme:
    """Minimise and maximise sums of figures over the cells of some blocks.

    Args:
        said: what is published.
        bounds: lowest and highest of every figure, flat; equal where a figure is held fixed.
        where: a family of places, and breakdown x question pairs, whose fine cells are free.
    """

    def __init__(
        self, said: Statements, bounds: tuple[Ints, Ints], where: tuple[Family, Sequence[Block]]
    ) -> None:
        family, blocks = where
        self.reaches = [reach(said.space, family, block) for block in blocks]
        self.starts = np.cumsum([0, *(r.matrix.shape[1] for r in self.reaches)])
        self.cell_ids = np.concatenate([r.ids[r.fine] for r in self.reaches])
        self.cells = bounds[0][self.cell_ids], bounds[1][self.cell_ids]
        rows = [self._stated_rows(n, said, bounds) for n in range(len(blocks))]
        self.rows = _stack([part for some in rows for part in some] + self._ties(blocks, bounds))
        self.solver = self._load()
        self.where = {int(f): (n, row) for n, r in enumerate(self.reaches) for row, f in enumerate(r.ids)}

    def lowest(self, weights: dict[int, float]) -> bool:
        """Go to the point with the lowest weighted sum of figures (negative weights: the highest).

        Returns: whether it was reached; `figures` reads the point.
        """
        cost = np.zeros(int(self.starts[-1]))
        for figure, weight in weights.items():
            n, row = self.where[figure]
            line = self.reaches[n].matrix
            span = slice(line.indptr[row], line.indptr[row + 1])
            cost[self.starts[n] + line.indices[span]] += weight * line.data[span]
        self.solver.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        for simplex in (PRIMAL, DUAL):
            self.solver.setOptionValue("simplex_strategy", simplex)
            self.solver.setOptionValue("time_limit", self.solver.getRunTime() + SECONDS)
            self.solver.run()
            if self.solver.getModelStatus() == highspy.HighsModelStatus.kOptimal:
                return True
            self.solver.clearSolver()
        return False

    def confine(self, cells: Ints, ends: tuple[Floats, Floats]) -> None:
        """Keep the given fine cells between two ends for now, and all others only within what is published."""
        lo, hi = self.cells[0].astype(float), _open(self.cells[1])
        order = np.argsort(self.cell_ids)
        at = np.searchsorted(self.cell_ids, cells, sorter=order).clip(max=len(order) - 1)
        ours = self.cell_ids[order[at]] == cells
        columns = order[at][ours]
        lo[columns], hi[columns] = (
            np.maximum(lo[columns], ends[0][ours]),
            np.minimum(hi[columns], ends[1][ours]),
        )
        self.solver.changeColsBounds(len(lo), np.arange(len(lo), dtype=np.int32), lo, hi)

    def figures(self) -> tuple[Ints, Floats]:
        """Every figure these cells add up to, at the point found last: flat ids and people."""
        point = np.array(self.solver.getSolution().col_value)
        parts = [r.matrix @ point[a:b] for r, a, b in self._pieces()]
        return np.concatenate([r.ids for r in self.reaches]), np.concatenate(parts)

    def binding(self) -> Ints:
        """The figures whose published bounds hold back the point found last, flat ids."""
        solution = self.solver.getSolution()
        rows = np.abs(np.array(solution.row_dual)) > BINDING
        cells = np.abs(np.array(solution.col_dual)) > BINDING
        found = np.concatenate([self.rows.figures[rows], self.cell_ids[cells]])
        return np.unique(found[found >= 0])

    def _pieces(self) -> list[tuple[Reach, int, int]]:
        return list(zip(self.reaches, self.starts[:-1].tolist(), self.starts[1:].tolist(), strict=True))

    def _stated_rows(self, n: int, said: Statements, bounds: tuple[Ints, Ints]) -> list[Rows]:
        """Bounds of the sums, and shares of bases that are not fixed."""
        r = self.reaches[n]
        lo, hi = bounds[0][r.ids], bounds[1][r.ids]
        least = r.matrix @ lo[r.fine].astype(float)
        most = r.matrix @ np.minimum(hi[r.fine], UNBOUNDED).astype(float)
        tells = ~r.fine & ((lo > least) | (hi < most))
        wide = self._wide(n, r.matrix[tells])
        rows = [Rows(wide, lo[tells].astype(float), _open(hi[tells]), r.ids[tells])]
        return rows + self._share_rows(n, said, bounds)

    def _share_rows(self, n: int, said: Statements, bounds: tuple[Ints, Ints]) -> list[Rows]:
        r, answers = self.reaches[n], said.space.shape[2]
        base_ids = r.ids - r.ids % answers
        loose = (r.ids != base_ids) & (bounds[0][base_ids] < bounds[1][base_ids])
        flat = {
            name: getattr(said, name).ravel()[r.ids]
            for name in ("twice_lo", "twice_hi", "rest_lo", "rest_hi")
        }
        position = np.full(int(np.prod(said.space.shape)), -1)
        position[r.ids] = np.arange(len(r.ids))
        bases = r.matrix[position[base_ids]]
        rows = []
        share = loose & (flat["twice_hi"] > 0)
        if share.any():
            for name, end in (("twice_lo", (0.0, np.inf)), ("twice_hi", (-np.inf, -1 / 200))):
                ratio = sparse.diags_array(flat[name][share] / 200)
                line = r.matrix[share] - ratio @ bases[share]
                low, high = (np.full(int(share.sum()), e) for e in end)
                rows.append(Rows(self._wide(n, line), low, high, r.ids[share]))
        rest = loose & ((flat["rest_lo"] > 0) | (flat["rest_hi"] < UNBOUNDED))
        line = bases[rest] - r.matrix[rest]
        ends = flat["rest_lo"][rest].astype(float), _open(flat["rest_hi"][rest])
        return [*rows, Rows(self._wide(n, line), *ends, r.ids[rest])]

    def _ties(self, blocks: Sequence[Block], bounds: tuple[Ints, Ints]) -> list[Rows]:
        """Blocks of one breakdown have the same bases; blocks of one question the same everyone."""
        rows = []
        for n, block in enumerate(blocks):
            for axis in (0, 1):
                first = next(m for m, other in enumerate(blocks) if other[axis] == block[axis])
                if first != n:
                    rows.append(self._tie(first, n, bounds))
        return rows

    def _tie(self, first: int, second: int, bounds: tuple[Ints, Ints]) -> Rows:
        a, b = self.reaches[first], self.reaches[second]
        shared = np.intersect1d(a.ids, b.ids)
        shared = shared[bounds[0][shared] < bounds[1][shared]]
        left = self._wide(first, a.matrix[np.isin(a.ids, shared)][np.argsort(a.ids[np.isin(a.ids, shared)])])
        right = self._wide(
            second, b.matrix[np.isin(b.ids, shared)][np.argsort(b.ids[np.isin(b.ids, shared)])]
        )
        zero = np.zeros(len(shared))
        return Rows(sparse.csr_array(left - right), zero, zero, np.full(len(shared), -1))

    def _wide(self, n: int, matrix: sparse.csr_array) -> sparse.csr_array:
        """A block's rows over the cells of all blocks."""
        part = sparse.coo_array(matrix)
        shape = (part.shape[0], int(self.starts[-1]))
        return sparse.csr_array(
            sparse.coo_array((part.data, (part.row, part.col + self.starts[n])), shape=shape)
        )

    def _load(self) -> highspy.Highs:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = int(self.starts[-1]), len(self.rows.lo)
        lp.col_cost_ = np.zeros(lp.num_col_)
        lp.col_lower_, lp.col_upper_ = self.cells[0].astype(float), _open(self.cells[1])
        lp.row_lower_, lp.row_upper_ = self.rows.lo, self.rows.hi
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_ = self.rows.matrix.indptr, self.rows.matrix.indices
        lp.a_matrix_.value_ = self.rows.matrix.data
        solver: highspy.Highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("presolve", "off"),
            ("simplex_scale_strategy", 0),
        ):
            solver.setOptionValue(option, value)
        solver.passModel(lp)
        return solver


def _open(hi: Ints) -> Floats:
    return np.where(hi >= UNBOUNDED, np.inf, hi.astype(float))


def _stack(rows: list[Rows]) -> Rows:
    matrix = sparse.csr_array(sparse.vstack([r.matrix for r in rows]))
    lo, hi = (np.concatenate([getattr(r, end) for r in rows]) for end in ("lo", "hi"))
    return Rows(matrix, lo, hi, np.concatenate([r.figures for r in rows]))
