"""How mixed the rooms of a programme were, counted from the facts their hosts stood for.

Nothing here looks at a booking or a person: what is said of mixing stays when everybody is erased.
"""

from weft.programmes.queries.mixing.kinds import Against, WhyNot
from weft.programmes.queries.mixing.measured import Mixed, mixing_in_public, mixing_of, mixing_of_room

__all__ = ["Against", "Mixed", "WhyNot", "mixing_in_public", "mixing_of", "mixing_of_room"]
