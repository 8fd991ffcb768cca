"""The rules of teams that a person could argue with."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from weft.gather.models import Session
from weft.gather.states import SessionState

MOST_PEOPLE, MOST_ROUNDS, MOST_TEAMS = 600, 15, 200
SECONDS = 0.5  # of search for new teams (ENGINES 6: ≤ 0.5 s)
MOST_TRIED = 12  # blocks weighed one by one where not all can be kept: each may take SECONDS
SESSIONS_BACK = 12  # of an activity: with whom somebody sat before that, they may sit again as with anybody
SECONDS_AGAIN = 0.4  # over all rounds, for a repair on the day

# What people may be mixed by: what they agreed to be matched by, and the programme's own questions, answered for this
# purpose with a booking. Access needs are for choosing a place, never for choosing company. The equality questions
# cannot be reached from here (Data Protection Act 2018, schedule 1, paragraph 8(3)).
FROM_PROFILE = {
    "profile.languages": _("Languages, from their matching profile"),
    "profile.areas": _("Areas, from their matching profile"),
    "profile.interests": _("Interests, from their matching profile"),
}
CARED_FOR_ELSEWHERE = "creche"  # kinds of places that begin so: those children sit at no table


def is_frozen(session: Session, now: datetime) -> bool:
    """After a session nobody rewrites who sat with whom."""
    return session.state != SessionState.PLANNED or now > session.ends_at


def seated_of(places: Mapping[str, int]) -> int:
    """How many people of a booking sit with the others; at least the one who booked."""
    return max(1, sum(n for kind, n in places.items() if not kind.startswith(CARED_FOR_ELSEWHERE)))


def even_sizes(people: int, teams: int) -> tuple[int, int]:
    """The smallest and largest of so many teams as even as can be."""
    return people // teams, -(-people // teams)


def sizes_for(people: int, teams: int, wanted: tuple[int, int]) -> tuple[int, int]:
    """The sizes wanted, stretched as little as those who really came ask for."""
    smallest, largest = even_sizes(people, teams)
    return min(wanted[0], smallest), max(wanted[1], largest)


def teams_for(people: int, largest: int) -> int:
    """The fewest teams that hold everybody."""
    return max(1, -(-people // largest))
