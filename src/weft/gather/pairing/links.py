"""The link each of a pair is sent: it opens their own page without an account.

The word in the link is worked out from the key file, the pair and the side, so that every letter can name it; the
database keeps only its digest, and an address without a digest opens nothing.
"""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from weft.gather.pairing.models import FIRST, SECOND, Entry, Match
from weft.people.models import Person
from weft.record import keys
from weft.record.ids import pseudonym

WORD_LENGTH = 32  # hex digits: 128 bits


@dataclass(frozen=True)
class Side:
    """One of the two, looking at their pair."""

    match: Match
    name: str  # FIRST or SECOND

    @property
    def other_name(self) -> str:
        return SECOND if self.name == FIRST else FIRST

    @property
    def entry(self) -> Entry:
        return self.match.entry(self.name)

    @property
    def other(self) -> Entry:
        return self.match.entry(self.other_name)

    @property
    def person(self) -> Person | None:
        return self.entry.person

    @property
    def has_accepted(self) -> bool:
        return getattr(self.match, f"accepted_{self.name}") is not None


def word_of(match: Match, side: str) -> str:
    return pseudonym(keys.secret_for("pair link"), f"{match.public_id} {side}")[:WORD_LENGTH]


def digest_of(word: str) -> str:
    return hashlib.sha256(f"pair link\n{word}".encode()).hexdigest()


def link_of(match: Match, side: str, site: str = "") -> str:
    return (site or own_address()) + reverse("pair-link", args=[word_of(match, side)])


def own_address() -> str:
    """The beginning of our addresses for letters that nobody's request sends."""
    scheme = "https" if settings.SERVED_OVER_HTTPS else "http"
    return f"{scheme}://{settings.ALLOWED_HOSTS[0]}"


def side_of(word: str) -> Side | None:
    """Whose link it is; None for a link that opens nothing (any more)."""
    digest = digest_of(word)
    rows = Match.objects.unscoped("the holder of a pair's link").select_related(
        "first__person", "second__person", "first__pool__edition__programme"
    )
    match = rows.filter(Q(digest_first=digest) | Q(digest_second=digest)).first()
    if match is None:
        return None
    found = Side(match, FIRST if match.digest_first == digest else SECOND)
    return None if found.person is None or found.person.erased_at else found
