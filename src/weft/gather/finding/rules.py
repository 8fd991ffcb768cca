"""What a person could argue with about finding something to do, each with its reason."""

from collections.abc import Iterable
from datetime import timedelta

LANGUAGE_BITS = {
    "en": 0, "ar": 1, "bfi": 2, "bn": 3, "es": 4, "fa": 5, "fr": 6, "gu": 7, "hi": 8, "it": 9, "pa": 10, "pl": 11,
    "pt": 12, "ro": 13, "so": 14, "ta": 15, "tr": 16, "uk": 17, "ur": 18, "yo": 19, "zh": 20,
}  # fmt: skip
"""A language's place in one number the database filters by; a new language gets the next, none is used again."""

WELCOMES = {
    "first_time": "first_time_welcome",
    "no_english": "no_english_needed",
    "women_only": "women_only",
    "children": "bring_children",
}
"""What an activity says of itself -> the feature of places/access.yaml that a chip shows."""

MORNING, AFTERNOON, EVENING = 1, 2, 3
NOON, SIX = 12, 18
"""Parts of the day by the hour a session starts; evening begins at six, after the usual working day. Our own choice."""

WEEKS_AHEAD = 4
"""How far ahead a search looks unless told: long enough for what meets once a month."""

MOST_WEEKS_AHEAD = 26
A_PAGE = 10
MOST_PAGES = 20
RADII_KM = (1, 2, 5, 10, 20)
USUAL_KM = 5
"""A bus ride; the city's boroughs are about seven kilometres across."""

FEW_PLACES = 5
"""From here down the last places are called few. Numbers are never shown: of a small session they would tell, day by
day, who books and who leaves; and they are out of date before they are read."""

FEED_PAGE = 500
FEED_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
"""What is on may be shown anywhere, with the city named: the licence OpenActive asks publishers for."""

FEED_SETTLES = timedelta(seconds=2)
"""Lines younger than this are not told yet: a change that is still being written gets its moment before it is seen, and
a reader who had gone past it would never learn of it (Realtime Paged Data Exchange 1.0, "last two seconds")."""

GONE_KEPT_FOR = timedelta(days=8)
"""How long a feed says that something is gone: seven days at least (Realtime Paged Data Exchange 1.0, deleted)."""

OLDEST_CHILD = 17
MOST_WORDS = 5
MOST_ACTIVITIES = 5_000  # that a word may name: a database takes only so many keys in one question


def part_of(hour: int) -> int:
    """Morning, afternoon or evening, by the local hour."""
    return MORNING if hour < NOON else AFTERNOON if hour < SIX else EVENING


def language_bits(codes: Iterable[str]) -> int:
    """Languages as one number, a bit each."""
    return sum(1 << LANGUAGE_BITS[code] for code in set(codes) if code in LANGUAGE_BITS)
