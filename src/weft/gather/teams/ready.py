"""The searches for teams and meetings, compiled before anybody waits: the first time on a machine takes long."""

import numpy as np

from weft.solve.rounds import Wishes, timetable
from weft.solve.teams import Problem, make_teams, reseat


def compile_ahead() -> str:
    """For the tick: seats four people and lets them meet, so that the compiled search is there for the host."""
    sizes = np.full(2, 2, np.int64)
    traits = np.array([[0], [0], [1], [1]], np.int64)
    asked = Problem(4, sizes, sizes, traits=traits, no_isolates=np.ones(1, np.bool_))
    made = make_teams(asked, seed=1, seconds=0.001)
    reseat(asked, made.table, seed=1, seconds=0.001)
    timetable(Wishes(np.array([[0, 1], [0, 2]], np.int64), 1))
    return ""
