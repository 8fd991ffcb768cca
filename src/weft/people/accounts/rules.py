"""How long things hold, how often one may try, and who may give which role.

Times and numbers follow OWASP ASVS 5 (6.5: codes from another channel last at most 10 to 15 minutes and are limited in
tries) and NIST SP 800-63B (4.3.3: idle sessions of staff end the same day).
"""

from dataclasses import dataclass
from datetime import timedelta

from weft.people.roles.matrix import matrix

CODE_LETTERS = "23456789BCDFGHJKMNPQRTVWXY"  # none looks like another, none spells a word
CODE_LENGTH = 6  # 26^6: about 300 million
CODE_HOLDS = timedelta(minutes=15)
CODE_TRIES = 5
SECOND_STEP_HOLDS = timedelta(minutes=15)  # from the code to the second factor
LINK_HOLDS = timedelta(hours=24)  # the one-time link of ./weft staff add
INVITATION_HOLDS = timedelta(days=14)
FRESH_FOR = timedelta(
    minutes=15
)  # since somebody last proved it is they, before they change how they sign in
IDLE_STAFF = timedelta(hours=12)
IDLE_RESIDENT = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=10)  # how exactly idleness is kept
RECOVERY_CODES = 10
MOST_PASSKEYS = 10
FORGET_CODES = timedelta(days=1)
FORGET_INVITATIONS = timedelta(days=90)  # since one that nobody took up ran out


@dataclass(frozen=True)
class Limit:
    """So many tries in so long."""

    most: int
    within: timedelta


QUARTER = timedelta(minutes=15)
LIMITS = {
    "code for an address": Limit(5, QUARTER),
    "codes for a visitor": Limit(
        30, QUARTER
    ),  # a library's or an office's people share one visitor's address
    "wrong code of a visitor": Limit(60, QUARTER),
    "passkeys asked of a visitor": Limit(60, QUARTER),  # each begins a session
    "requests of a visitor": Limit(20, QUARTER),  # for another format, about data, complaints
    "survey codes of a visitor": Limit(60, QUARTER),  # a home or a library may hold several letters
    "wrong field token of a visitor": Limit(20, QUARTER),
    "return codes of a visitor": Limit(30, QUARTER),  # codes that open a form begun elsewhere
    "responses to a form of a visitor": Limit(100, timedelta(hours=24)),  # a school shares one address
    "code of a booking": Limit(5, QUARTER),
    "code at the door": Limit(10, QUARTER),
    "bookings of a visitor": Limit(60, QUARTER),  # a library's people share one visitor's address
    "bookings for an address": Limit(6, QUARTER),  # letters to one address; places held in its name
    "bookings for a number": Limit(3, timedelta(hours=24)),  # booked at once: nobody can be texted a code
    "booking codes of a visitor": Limit(60, QUARTER),
    "second factor of an account": Limit(5, QUARTER),
    "invitations of an account": Limit(30, timedelta(hours=1)),
}

# Who may give which role: the inviter's role -> the roles they may give. "*" is every role that is given.
GIVES = {"system_admin": ("*",), "partner_admin": ("partner_staff", "session_lead", "volunteer")}
NOT_GIVEN = ("public", "resident", "carer")  # these come by themselves


def givable(role_held: str) -> tuple[str, ...]:
    """The roles a holder of this role may invite others to."""
    named = GIVES.get(role_held, ())
    every = tuple(role for role in matrix().roles if role not in NOT_GIVEN)
    return every if "*" in named else tuple(role for role in every if role in named)


def needs_approval(role: str) -> bool:
    """City-wide roles and partner administrators take two people (four eyes for role elevation, SAFETY.md)."""
    return matrix().roles[role].is_city or role == "partner_admin"


def is_held_in_city_team(role: str) -> bool:
    return matrix().roles[role].is_city or role == "coalition_member"
