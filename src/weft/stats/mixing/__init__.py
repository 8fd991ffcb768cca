"""Whether people of different groups were in the same room, said against what chance would give.

exposure      how much of each group the members of each group met, with its standard error
nulls         what to expect if the city, or those who were there to come, had mixed at random
opportunity   one session: how likely two people met there are of different groups, and the range chance allows
insider       what a pooled figure leaves to somebody who knows every session but one
contact       reported contact against presence: not the same thing

Being in the same place is not contact, and contact is not a relationship: three lines, never merged.
"""

from weft.stats.mixing.contact import contact_bias
from weft.stats.mixing.exposure import Exposure, Meetings, exposure, exposure_correlation
from weft.stats.mixing.insider import Beside, Doubt, Page, shown_points, splits_left
from weft.stats.mixing.nulls import city_null, normalised_isolation, pool_null, sorting_ratio
from weft.stats.mixing.opportunity import (
    FEWEST_PEOPLE,
    FEWEST_SESSIONS,
    KNOWN_SHARE,
    Opportunity,
    Verdict,
    chance_two_differ,
    pooled_opportunity,
    session_opportunity,
)

__all__ = [
    "FEWEST_PEOPLE",
    "FEWEST_SESSIONS",
    "KNOWN_SHARE",
    "Beside",
    "Doubt",
    "Exposure",
    "Meetings",
    "Opportunity",
    "Page",
    "Verdict",
    "chance_two_differ",
    "city_null",
    "contact_bias",
    "exposure",
    "exposure_correlation",
    "normalised_isolation",
    "pool_null",
    "pooled_opportunity",
    "session_opportunity",
    "shown_points",
    "sorting_ratio",
    "splits_left",
]
