"""Why no other meetings are better: a price for each person's rounds, in meetings and in gain (linear duality).

All in whole numbers, over every two who may meet, so nothing rests on the tolerance of a solver.
"""

from dataclasses import dataclass

import numpy as np

from weft.solve.rounds.wishes import Marks, Numbers, Wishes

GREATEST_PRICE = 2**61  # below it no difference of prices leaves 64 bits


@dataclass(frozen=True)
class Prices:
    """What a round of each person is worth, first in meetings, then in gain; left then right, (n_left + n_right,) each.

    A meeting is worth (1, its gain); pairs of numbers are compared by the first, then by the second.
    """

    meetings: Numbers
    gain: Numbers


def is_proved_best(wishes: Wishes, chosen: Marks, prices: Prices) -> bool:
    """Whether the prices prove that no meetings are more, nor as many with more gain.

    Args: chosen (n_left, n_right) True where two meet; prices of n_left + n_right people.
    Source: complementary slackness of the b-matching's linear programme (Schrijver 2003, Combinatorial
    Optimization, theorem 21.2), with worth and prices in lexicographic order.
    """
    n_left, rounds = wishes.gain.shape[0], wishes.most_each
    had = np.concatenate([chosen.sum(axis=1), chosen.sum(axis=0)])
    if (chosen & ~wishes.possible).any() or (had > rounds).any():
        return False
    both = np.concatenate([prices.meetings, prices.gain])
    if ((both > GREATEST_PRICE) | (both < -GREATEST_PRICE)).any():
        return False
    free = (prices.meetings == 0) & (prices.gain == 0)
    if (_sign(prices.meetings, prices.gain) < 0).any() or not free[had < rounds].all():
        return False
    more = 1 - prices.meetings[:n_left, None] - prices.meetings[n_left:]
    dearer = wishes.gain - prices.gain[:n_left, None] - prices.gain[n_left:]
    left_over = _sign(more, dearer)
    return bool((left_over[chosen] >= 0).all() and (left_over[wishes.possible & ~chosen] <= 0).all())


def _sign(first: Numbers, second: Numbers) -> Numbers:
    return np.where(first == 0, np.sign(second), np.sign(first))
