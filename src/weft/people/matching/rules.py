"""What a matching profile may hold: short fixed lists, nothing to write in, nothing an equality law protects but what
a person says they need in order to meet."""

from weft.people.languages import LANGUAGES

STORE, PURPOSE = "matching", "matching"
CONSENT = "pairing@1"  # raise the number when the words of the consent change
SEALED_WIDTH = 256  # bytes

INTERESTS = {
    "cooking": "Cooking and food",
    "walking": "Walking",
    "gardening": "Gardening",
    "music": "Music and singing",
    "reading": "Books and reading",
    "crafts": "Crafts and making",
    "sport": "Sport and exercise",
    "games": "Board games and cards",
    "film": "Film and theatre",
    "history": "Local history",
    "languages": "Learning a language",
    "computers": "Computers and phones",
    "children": "Things to do with children",
    "volunteering": "Helping out",
}
TIMES = {
    "weekday_morning": "Weekday mornings",
    "weekday_afternoon": "Weekday afternoons",
    "weekday_evening": "Weekday evenings",
    "weekend_morning": "Weekend mornings",
    "weekend_afternoon": "Weekend afternoons",
    "weekend_evening": "Weekend evenings",
}
ACCESS_NEEDS = {
    "step_free": "Step-free places",
    "hearing_loop": "A hearing loop",
    "bsl": "British Sign Language",
    "quiet": "Quiet places",
    "seating": "Somewhere to sit",
    "bring_someone": "To bring somebody along",
    "online": "To meet online",
}
# field -> code -> label; areas are checked against the places of the city instead
FIELDS: dict[str, dict[str, str]] = {
    "languages": dict(LANGUAGES),
    "interests": INTERESTS,
    "times": TIMES,
    "areas": {},
    "access_needs": ACCESS_NEEDS,
}


class NoConsent(Exception):
    """A matching profile is kept only for somebody who agreed to it."""


class UnknownChoice(Exception):
    """A code that is on no list. The message names the field, never the code."""
