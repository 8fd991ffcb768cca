"""What a timetable of rounds is asked for, and what it is."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from weft.solve.errors import NotAChoice, WrongShape

Numbers = NDArray[np.int64]
Marks = NDArray[np.bool_]
MOST_ROUNDS = 1_000
GREATEST_GAIN = 2**40  # sums of prices along any path stay whole numbers of 64 bits


@dataclass(frozen=True)
class Wishes:
    """What each two would gain by meeting; 0: they may meet, below 0: they may not. Shape (n_left, n_right)."""

    gain: Numbers
    rounds: int
    met: Marks = field(default_factory=lambda: np.zeros((0, 0), np.bool_))  # earlier: not again

    def __post_init__(self) -> None:
        if self.gain.ndim != 2:
            raise WrongShape("Gains are a table of left by right.")
        if self.gain.dtype != np.int64 or self.met.dtype != np.bool_:
            raise WrongShape("Gains are whole numbers of 64 bits, earlier meetings true or false.")
        if self.met.size and self.met.shape != self.gain.shape:
            raise WrongShape(f"Earlier meetings are {self.met.shape}, gains {self.gain.shape}.")
        if not 1 <= self.rounds <= MOST_ROUNDS:
            raise NotAChoice(f"There are 1 to {MOST_ROUNDS} rounds.")
        if self.gain.size and self.gain.max() > GREATEST_GAIN:
            raise NotAChoice(f"A gain is at most {GREATEST_GAIN}.")

    @property
    def possible(self) -> Marks:
        allowed = self.gain >= 0
        return allowed & ~self.met if self.met.size else allowed

    @property
    def most_each(self) -> int:
        """How many meetings one person can have: one a round, and nobody twice."""
        return min(self.rounds, int(max(self.gain.shape)))


@dataclass(frozen=True)
class Timetable:
    """Partner of each on the left in each round (-1: a pause), shape (rounds, n_left).

    meetings is the most there can be; gain the most any timetable with that many meetings reaches.
    """

    partner: Numbers
    meetings: int
    gain: int
