"""What a keyer typed, as values: codes of options, days, numbers, and a short sign for why nothing is there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from weft.forms.paper.keyed import Keyed, Said
from weft.forms.paper.sheet import Line
from weft.forms.rules import ANSWER_CHARACTERS
from weft.forms.scrubbing import area_code
from weft.forms.states import Reason

NOT_LEGIBLE_SIGN = "?"  # typed alone instead of an answer
REASONS = (Reason.SKIPPED, Reason.NOT_LEGIBLE, Reason.REFUSED, Reason.DONT_KNOW)
BETWEEN_CODES = re.compile(r"[\s,;.+]+")
DAY_FIRST = re.compile(r"(\d{1,2})[\s./-](\d{1,2})[\s./-](\d{4})")


class NotThatAnswer(Exception):
    """What was typed cannot stand on this line; the message says what to enter."""


@dataclass
class Typed:
    """A page as it was typed, with what is wrong in it: name of the field -> what to do."""

    keyed: Keyed
    errors: dict[str, str] = field(default_factory=dict)


def read_page(lines: list[Line], posted: Mapping[str, str]) -> Typed:
    said: dict[str, Said] = {}
    errors: dict[str, str] = {}
    for line in lines:
        if not line.is_question:
            continue
        try:
            there = read_line(line, posted.get(line.field, ""), posted.get(f"{line.field}_why", ""))
        except NotThatAnswer as wrong:
            errors[line.field] = str(wrong)
            continue
        if there:
            said[line.ref] = there
    return Typed(Keyed(said), errors)


def read_line(line: Line, text: str, why: str = "") -> Said:
    """An answer with no reason, or a reason with no answer."""
    text = text.strip()[:ANSWER_CHARACTERS]
    reason = "" if why in ("", Reason.SKIPPED) else Reason(why).value if why in REASONS else ""
    if text == NOT_LEGIBLE_SIGN:
        text, reason = "", Reason.NOT_LEGIBLE.value
    if text and reason:
        raise NotThatAnswer(
            _("Question %(number)s: enter an answer or a reason, not both") % {"number": line.number}
        )
    if not text:
        return Said(reason=reason)
    return Said(_value(line, text))


def _value(line: Line, text: str) -> str:
    if line.is_choice:
        return _chosen(line, text)
    if line.kind == "acknowledge":
        return "OK"
    if line.kind == "integer":
        return _matching(line, text, r"[+-]?\d{1,18}", _("Question %(number)s: enter a whole number"))
    if line.kind == "decimal":
        plain = text.replace(",", ".")
        return _matching(line, plain, r"[+-]?\d+(\.\d+)?", _("Question %(number)s: enter a number"))
    if line.kind == "date":
        return _day(line, text)
    return _area(line, text) if line.item.weft.get("purpose") == "postcode" else text


def _area(line: Line, text: str) -> str:
    """Of a postcode the code of its area alone is keyed, as on the web."""
    if found := area_code(text):
        return found
    asked = _("Question %(number)s: enter a full postcode of the city, or ? where there is none")
    raise NotThatAnswer(asked % {"number": line.number})


def _matching(line: Line, text: str, pattern: str, otherwise: str) -> str:
    if not re.fullmatch(pattern, text):
        raise NotThatAnswer(otherwise % {"number": line.number})
    return text


def _day(line: Line, text: str) -> str:
    found = DAY_FIRST.fullmatch(text)
    try:
        day = date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(text)
    except ValueError:
        raise NotThatAnswer(
            _("Question %(number)s: enter a day, like 31 3 2026") % {"number": line.number}
        ) from None
    return day.isoformat()


def _chosen(line: Line, text: str) -> str:
    """Codes as they stand on the paper, or the form's own values; several with a space or comma between."""
    known = {value: value for value in line.codes.values()} | dict(line.codes)
    parts = [text] if line.is_single else [part for part in BETWEEN_CODES.split(text) if part]
    unknown = [part for part in parts if part not in known]
    if unknown:
        codes = ", ".join(line.codes)
        raise NotThatAnswer(
            _("Question %(number)s: enter one of the codes %(codes)s")
            % {"number": line.number, "codes": codes}
        )
    chosen = list(dict.fromkeys(known[part] for part in parts))
    if line.kind == "select_multiple":
        order = list(line.codes.values())
        chosen.sort(key=order.index)
    return " ".join(chosen)


def typed_as(line: Line, said: Said) -> str:
    """What to show in the field again: the codes of the paper."""
    if not line.is_choice or not said.value:
        return said.value
    codes = {value: code for code, value in line.codes.items()}
    values = [said.value] if line.is_single else said.value.split()
    return " ".join(codes.get(value, value) for value in values)
