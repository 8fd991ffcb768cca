"""Mixed teams and tables: who sits with whom, in one round or several, in an order of what counts.

Hard conditions (together, apart, sizes, access, fixed seats) come first; then nobody of a small group alone at a
table; then an even spread; then no repeats; then people as different as can be. A person approves what comes out.
"""

from weft.solve.teams.making import make_teams, reseat
from weft.solve.teams.problem import Problem, gower, tables_of
from weft.solve.teams.told import judge, uneven_by_trait
from weft.solve.teams.verdict import Teams, Unmet, Value, Why

__all__ = [
    "Problem",
    "Teams",
    "Unmet",
    "Value",
    "Why",
    "gower",
    "judge",
    "make_teams",
    "reseat",
    "tables_of",
    "uneven_by_trait",
]
