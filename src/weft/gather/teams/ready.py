"""The search for teams, compiled before anybody waits for it: the first time on a machine takes many seconds."""

import numpy as np

from weft.solve.teams import Problem, make_teams, reseat


def compile_ahead() -> str:
    """For the tick: seats four people, so that what is compiled lies in the cache when a host presses the button."""
    sizes = np.full(2, 2, np.int64)
    traits = np.array([[0], [0], [1], [1]], np.int64)
    asked = Problem(4, sizes, sizes, traits=traits, no_isolates=np.ones(1, np.bool_))
    made = make_teams(asked, seed=1, seconds=0.001)
    reseat(asked, made.table, seed=1, seconds=0.001)
    return ""
