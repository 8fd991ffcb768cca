"""Speed networking: rounds of meetings between two sides with no pair twice, and as many wished-for meetings as can be.

First which meetings: a flow where everybody has at most one meeting a round (a b-matching), proved best by its prices.
Then which round: a bipartite graph of largest degree R falls into R matchings (König 1916). Exact, with no search.
"""

from weft.solve.rounds.certificate import Prices, is_proved_best
from weft.solve.rounds.planning import timetable
from weft.solve.rounds.wishes import Timetable, Wishes

__all__ = ["Prices", "Timetable", "Wishes", "is_proved_best", "timetable"]
