"""The true counts of a population, with every total, from one row a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from weft.stats._types import Flags, Ints
from weft.stats.disclosure.rules import is_small
from weft.stats.disclosure.space import Space
from weft.stats.errors import DesignError, UnknownName


@dataclass(frozen=True, eq=False)
class Records:
    """One row a person, as codes from 0 in the plan's order.

    Args:
        areas: finest area of each person, (n,).
        groups: for each breakdown its group codes, (n,).
        answers: for each question (its name, or "name@wave" when a wave is named) its codes, (n,).
    """

    areas: Ints
    groups: Mapping[str, Ints]
    answers: Mapping[str, Ints]


@dataclass(frozen=True, eq=False)
class Counts:
    """True counts of every figure, (places, cuts, answers), and those that cannot be but zero.

    Only the release builder and the tests hold these. Nothing an attacker sees is computed from them
    except through `publish`.
    """

    space: Space
    values: Ints
    structural: Flags

    @property
    def small(self) -> Flags:
        """The cells to protect: every count under 10, zeros too, planned or not, unless structural."""
        return is_small(self.values) & ~self.structural


def count_records(
    space: Space, records: Records, impossible: Mapping[tuple[str, str], Flags] | None = None
) -> Counts:
    """Count people into every cell and every total.

    Args:
        impossible: for (breakdown, question) the finest cells that cannot hold anybody,
            (areas, groups, answers).

    Raises: DesignError: a code out of range, or somebody in an impossible cell. UnknownName: no codes given.
    """
    values = np.zeros(space.shape, np.int64)
    structural = np.zeros(space.shape, bool)
    for b, breakdown in enumerate(space.population.breakdowns):
        groups = _codes(records.groups, breakdown.name, "breakdown", len(breakdown.groups))
        for q in range(len(space.answer_spans)):
            fine = _count_block(space, records, (b, q), groups)
            place_block(space, values, (b, q), fine)
            banned = (impossible or {}).get((breakdown.name, question_key(space, q)))
            if banned is not None:
                if np.any(fine[banned]):
                    raise DesignError(breakdown.name, "people in an impossible cell", "Check the codes.")
                _mark(space, structural, (b, q), banned)
    return Counts(space, values, structural)


def question_key(space: Space, q: int) -> str:
    """The name a question's codes are given under: "belonging" or "belonging@2026"."""
    if not space.population.questions:
        return ""
    question = space.population.questions[q]
    return f"{question.name}@{question.wave}" if question.wave else question.name


def _codes(given: Mapping[str, Ints], name: str, kind: str, size: int) -> Ints:
    if name not in given:
        raise UnknownName(kind, name, given)
    codes = np.asarray(given[name])
    if len(codes) and (codes.min() < 0 or codes.max() >= size):
        raise DesignError(name, "codes out of range", f"Give codes from 0 to {size - 1}.")
    return codes


def _count_block(space: Space, records: Records, block: tuple[int, int], groups: Ints) -> Ints:
    b, q = block
    spans = space.cut_spans[b], space.answer_spans[q]
    shape = (space.areas, spans[0].fine, spans[1].fine)
    answers = np.zeros(len(groups), np.int64)
    if space.population.questions:
        answers = _codes(records.answers, question_key(space, q), "question", shape[2])
    areas = _codes({"area": records.areas}, "area", "column", space.areas)
    flat = (areas * shape[1] + groups) * shape[2] + answers
    return np.bincount(flat, minlength=int(np.prod(shape))).reshape(shape)


def place_block(space: Space, values: Ints, block: tuple[int, int], fine: Ints) -> None:
    """Write a breakdown x question and all its totals into the array of all figures."""
    cuts, answers = space.cut_spans[block[0]], space.answer_spans[block[1]]
    whole = block_totals(space, block[0], fine)
    cut_indices = np.concatenate([cuts.indices, [0]])
    values[:, cut_indices[:, None], answers.indices] = whole
    values[:, cut_indices, 0] = whole.sum(axis=2)


def block_totals(space: Space, breakdown: int, fine: Ints) -> Ints:
    """Fine cells (areas, groups, answers) to all places and cuts; the last cut is everyone."""
    held = space.cut_parts(breakdown)
    held = np.vstack([held, np.ones(held.shape[1])])
    whole = np.einsum("pa,cg,agy->pcy", space.place_parts, held, fine, optimize=True)
    totals: Ints = np.rint(whole).astype(np.int64)
    return totals


def _mark(space: Space, structural: Flags, block: tuple[int, int], banned: Flags) -> None:
    possible = np.zeros(space.shape, np.int64)
    place_block(space, possible, block, (~banned).astype(np.int64))
    written = np.zeros(space.shape, np.int64)
    place_block(space, written, block, np.ones(banned.shape, np.int64))
    structural |= (written > 0) & (possible == 0)
