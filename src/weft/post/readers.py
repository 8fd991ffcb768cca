"""The language of a letter: that of whoever reads it, not that of whoever pressed the button."""

from django.conf import settings
from django.utils import translation

from weft.people.models import Person


def language_of(person: Person | None, kept: str = "") -> str:
    """The language somebody reads letters in: their own, else the one kept with what they asked for, else the site's.

    A language this site does not speak is passed over: "so" is nobody's fault, and half a letter is no letter.
    """
    for code in (person.language if person else "", kept):
        try:
            return translation.get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def in_language_of(person: Person | None, kept: str = "") -> translation.override:
    """Everything said inside is said in that language, days and months too: subject and text are made in it."""
    return translation.override(language_of(person, kept))
