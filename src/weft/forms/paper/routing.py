"""When a question is answered, in words, where its condition is simple enough to be said in one sentence."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from weft.forms.outline import Item, words_in

REF = r"(?P<ref>(?:/[\w.-]+)+|(?:\.\./)+[\w.-]+(?:/[\w.-]+)*)"
VALUE = r"(?:'(?P<text>[^']*)'|\"(?P<quoted>[^\"]*)\"|(?P<number>-?\d+(?:\.\d+)?))"
COMPARED = re.compile(rf"{REF}\s*(?P<sign>=|!=|>=|<=|>|<)\s*{VALUE}")
CHOSEN = re.compile(rf"selected\(\s*{REF}\s*,\s*{VALUE}\s*\)")
NOT_CHOSEN = re.compile(rf"not\(\s*selected\(\s*{REF}\s*,\s*{VALUE}\s*\)\s*\)")
Known = tuple[
    Mapping[str, int], Mapping[str, Item]
]  # numbers of the questions, and the questions, by reference


def said_route(item: Item, known: Known, language: str) -> str:
    """ "Answer this if …"; "" where it is always answered."""
    condition = item.relevant
    if not condition or condition in ("true()", "1"):
        return ""
    parts, joined = _parts(condition)
    said = [_said(part, item, known, language) for part in parts]
    if not all(said):
        return _("Ask only if applicable.")
    between = f" {joined} "
    return _("Answer this if %(condition)s.") % {"condition": between.join(said)}


def _parts(condition: str) -> tuple[list[str], str]:
    """Comparisons with one kind of word between them; anything nested is left as one part, which nothing can say."""
    for word, said in ((" and ", _("and")), (" or ", _("or"))):
        if word in condition and " or " not in condition.replace(word, ""):
            return [part.strip().removeprefix("(").strip() for part in _split(condition, word)], said
    return [condition.strip()], ""


def _split(condition: str, word: str) -> list[str]:
    parts = condition.split(word)
    balanced = all(part.count("(") == part.count(")") for part in parts)
    return parts if balanced and " and " not in condition.replace(word, "") else [condition]


def _said(part: str, item: Item, known: Known, language: str) -> str:
    for pattern, is_not in ((NOT_CHOSEN, True), (CHOSEN, False), (COMPARED, False)):
        found = pattern.fullmatch(part)
        if found:
            sign = found["sign"] if pattern is COMPARED else "=" if not is_not else "!="
            value = next(
                text for text in (found["text"], found["quoted"], found["number"]) if text is not None
            )
            return _sentence((_absolute(found["ref"], item), sign, value), known, language)
    return ""


def _absolute(ref: str, item: Item) -> str:
    if ref.startswith("/"):
        return ref
    steps, up = item.ref.split("/"), ref.count("../")
    return "/".join([*steps[: len(steps) - up], ref.rpartition("../")[2]])


def _sentence(test: tuple[str, str, str], known: Known, language: str) -> str:
    ref, sign, value = test
    numbers, items = known
    number, asked = numbers.get(ref), items.get(ref)
    if number is None or asked is None:
        return ""
    words = {"number": number, "value": _worded(asked, value, language)}
    if value == "":
        return (
            _("you answered question %(number)s") if sign == "!=" else _("you left question %(number)s empty")
        ) % words
    if asked.options or sign in ("=", "!="):
        said = {
            "=": _("you answered “%(value)s” to question %(number)s"),
            "!=": _("you did not answer “%(value)s” to question %(number)s"),
        }
        return said.get(sign, "") % words
    said = {
        ">": _("your answer to question %(number)s is more than %(value)s"),
        "<": _("your answer to question %(number)s is less than %(value)s"),
        ">=": _("your answer to question %(number)s is %(value)s or more"),
        "<=": _("your answer to question %(number)s is %(value)s or less"),
    }
    return said[sign] % words


def _worded(asked: Item, value: str, language: str) -> str:
    option = next((option for option in asked.options if option.value == value), None)
    return words_in(option.labels, language) if option else value
