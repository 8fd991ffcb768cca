"""References as parts of an address and as names of fields, and languages as a browser knows them."""

import re
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.conf.locale import LANG_INFO

INDEX = re.compile(r"\[(\d+)\]")
IN_BRACKETS = re.compile(r"\(([A-Za-z][A-Za-z0-9-]*)\)\s*$")
RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi", "xx"})
NAMES_KEPT = 8192  # references at hand, of all forms together
PRETEND = "xx"  # "English mirrored (xx)": English set from right to left, to look at pages with


@lru_cache(maxsize=NAMES_KEPT)
def ident_of(ref: str) -> str:
    """ "/data/children[2]/name" -> "children/2/name": no name of XML begins with a digit, so no two are alike."""
    return INDEX.sub(r"/\1", ref).strip("/").partition("/")[2]


@lru_cache(maxsize=NAMES_KEPT)
def field_of(ref: str) -> str:
    return "a--" + ident_of(ref).replace("/", "--")


@lru_cache(maxsize=NAMES_KEPT)
def plain_of(ref: str) -> str:
    """A reference without its indexes: of the question, the same in every instance."""
    return INDEX.sub("", ref)


def code_of(language: str) -> str:
    """ "Arabic (ar)" -> "ar"; "" where the name says none."""
    found = IN_BRACKETS.search(language)
    return found[1].lower() if found else ""


def name_of(language: str) -> str:
    """ "Arabic (ar)" -> "العربية": its speakers look for their own word; one nobody knows, as the form calls it."""
    code = code_of(language)
    own = next(
        (str(name) for each, name in settings.LANGUAGES if code and each.partition("-")[0] == code), ""
    )
    known = str(LANG_INFO.get(code, {}).get("name_local", ""))
    return own or known or IN_BRACKETS.sub("", language).strip() or language


def is_right_to_left(language: str) -> bool:
    return code_of(language).partition("-")[0] in RIGHT_TO_LEFT


def tag_of(language: str) -> str:
    """The language as browsers and screen readers know it; the pretend one is English."""
    code = code_of(language)
    return "en-GB" if code in ("", PRETEND) else code


def language_like(languages: Iterable[str], tag: str) -> str:
    """Of a form's languages the one somebody reads the service in ("ar" -> "Arabic (ar)"); "" where it has none."""
    wanted = tag.lower().partition("-")[0]
    return next((each for each in languages if wanted and code_of(each).partition("-")[0] == wanted), "")
