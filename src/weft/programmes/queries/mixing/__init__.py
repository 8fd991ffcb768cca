"""How mixed the rooms of a programme were, counted from the facts their hosts stood for.

Nothing here looks at a booking or a person: what is said of mixing stays when everybody is erased.
"""

from weft.programmes.queries.mixing.due import mixing_due
from weft.programmes.queries.mixing.kinds import Against, WhyNot
from weft.programmes.queries.mixing.measured import Mixed, mixing_of, mixing_of_room
from weft.programmes.queries.mixing.published import InPublic, mixing_in_public

__all__ = [
    "Against", "InPublic", "Mixed", "WhyNot", "mixing_due", "mixing_in_public", "mixing_of", "mixing_of_room",
]  # fmt: skip
