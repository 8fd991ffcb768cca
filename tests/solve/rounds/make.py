"""Wishes of many shapes, what is best by the whole linear programme, and the kernels as plain Python."""

from contextlib import AbstractContextManager

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array, vstack

from tests.solve.plain import plain
from weft.solve.rounds import Timetable, Wishes, colouring, kernels, meetings, planning


def random_wishes(seed: int, largest: int = 14) -> Wishes:
    """Any two sizes, from ties to wide gains, from nearly nobody possible to everybody, sometimes with a past."""
    draw = np.random.default_rng(seed)
    n_left, n_right = draw.integers(1, largest + 1, 2)
    gain = draw.integers(0, draw.choice([1, 2, 4, 10, 1_000, 10**6]), (n_left, n_right), endpoint=True)
    if draw.random() < 0.3:  # some are wished for by everybody
        gain += draw.integers(0, 1_000, n_right) + draw.integers(0, 1_000, n_left)[:, None]
    gain[draw.random(gain.shape) < draw.choice([0, 0, 0.3, 0.7, 0.9])] = -1
    met = draw.random(gain.shape) < draw.choice([0, 0.3])
    return Wishes(gain, int(draw.integers(1, largest + 4)), met)


def best_by_programme(wishes: Wishes) -> tuple[int, int]:
    """Meetings and gain: two whole linear programmes, first for the most meetings, then for the gain with as many."""
    left, right = np.nonzero(wishes.possible)
    if left.size == 0:
        return 0, 0
    n_left, n_right = wishes.gain.shape
    edges = np.arange(left.size)
    where = np.concatenate([left, n_left + right]), np.concatenate([edges, edges])
    people = csr_array((np.ones(2 * edges.size), where), shape=(n_left + n_right, edges.size))
    room = np.full(n_left + n_right, float(wishes.rounds))
    most = round(-linprog(-np.ones(edges.size), A_ub=people, b_ub=room, bounds=(0, 1)).fun)
    gain = wishes.gain[left, right]
    scale = float(max(gain.max(), 1))
    all_of_them = vstack([csr_array(np.ones((1, edges.size)))])
    found = linprog(-gain / scale, people, room, all_of_them, [float(most)], (0, 1), method="highs-ds")
    return most, int(gain[found.x > 0.5].sum())


def pairs(found: Timetable) -> list[tuple[int, int]]:
    return [(left, int(right)) for row in found.partner for left, right in enumerate(row) if right >= 0]


def is_sound(found: Timetable, wishes: Wishes) -> bool:
    """Nobody twice in a round, no pair twice, nobody whom they may not meet, and the figures those of the table."""
    met = pairs(found)
    once_a_round = all(len(set(r := row[row >= 0].tolist())) == len(r) for row in found.partner)
    return (
        once_a_round
        and found.partner.shape == (wishes.rounds, wishes.gain.shape[0])
        and len(set(met)) == len(met) == found.meetings
        and all(wishes.possible[pair] for pair in met)
        and sum(int(wishes.gain[pair]) for pair in met) == found.gain
    )


def as_plain_python() -> AbstractContextManager[None]:
    return plain((*kernels.KERNELS, *colouring.KERNELS), (kernels, colouring, meetings, planning))
