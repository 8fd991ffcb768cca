"""Languages a person may choose to be written to or paired in: code of ISO 639, and name. English first."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

LANGUAGES = (
    ("en", "English"),
    ("ar", "Arabic"),
    ("bfi", "British Sign Language"),
    ("bn", "Bengali and Sylheti"),
    ("es", "Spanish"),
    ("fa", "Persian and Dari"),
    ("fr", "French"),
    ("gu", "Gujarati"),
    ("hi", "Hindi"),
    ("it", "Italian"),
    ("pa", "Panjabi"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("ro", "Romanian"),
    ("so", "Somali"),
    ("ta", "Tamil"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("yo", "Yoruba"),
    ("zh", "Chinese"),
)


def language_names() -> list[tuple[str, Promise]]:
    """As choices of a form, in the reader's language."""
    return [(code, gettext_lazy(name)) for code, name in LANGUAGES]
