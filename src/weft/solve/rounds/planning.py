"""Which meeting is in which round: the colouring of a bipartite graph's edges by as many colours as its degree."""

import numpy as np

from weft.solve.rounds.colouring import colour
from weft.solve.rounds.meetings import best_meetings
from weft.solve.rounds.wishes import Timetable, Wishes


def timetable(wishes: Wishes) -> Timetable:
    """The best timetable: most meetings, then most gain; nobody twice in a round, no pair twice.

    Args: wishes of n_left by n_right over `rounds` rounds.
    Returns: Timetable. Raises: WrongShape, NotAChoice (from Wishes).
    """
    chosen, _ = best_meetings(wishes)
    partner = np.full((wishes.gain.shape[0], wishes.rounds), -1, np.int64)
    left, right = np.ascontiguousarray(np.argwhere(chosen).T)
    colour(left, right, partner, np.full((wishes.gain.shape[1], wishes.rounds), -1, np.int64))
    gain = int(wishes.gain[chosen].sum())
    return Timetable(np.ascontiguousarray(partner.T), int(chosen.sum()), gain)
