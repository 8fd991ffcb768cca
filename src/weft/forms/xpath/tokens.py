"""An expression cut into tokens (XPath 1.0, section 3.7)."""

from __future__ import annotations

import re
from typing import NamedTuple

from weft.forms.xpath import limits
from weft.forms.xpath.errors import TooLong, XPathSyntaxError


class Token(NamedTuple):
    kind: str  # number, string, name, operator, mark, end
    text: str
    at: int


NAME = r"[^\W\d][\w.\-]*"
_SCAN = re.compile(
    rf"""\s*(?:
    (?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<string>"[^"]*"|'[^']*')
    |(?P<name>{NAME}(?::(?!:)(?:{NAME}|\*))?)
    |(?P<mark>::|\.\.|//|!=|<=|>=|[()\[\]@,./|+\-=<>*])
    |(?P<end>\Z))""",
    re.VERBOSE,
)
# "1div2": where only an operator can stand, a name that starts with one is that operator
_OPERATOR = re.compile(r"\s*(and|or|div|mod)(?![^\W\d]|[-.:])")
_OPENS = {"@", "::", "(", "[", ",", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">="}


def tokens(source: str) -> list[Token]:
    """The tokens, the last of kind `end`."""
    if len(source) > limits.EXPRESSION_CHARACTERS:
        raise TooLong(f"The expression is longer than {limits.EXPRESSION_CHARACTERS:,} characters")
    found: list[Token] = []
    place = 0
    while not found or found[-1].kind != "end":
        token, place = _next(source, place, _wants_operator(found))
        found.append(token)
    return found


def _wants_operator(found: list[Token]) -> bool:
    return bool(found) and found[-1].kind != "operator" and found[-1].text not in _OPENS


def _next(source: str, place: int, wants_operator: bool) -> tuple[Token, int]:
    if wants_operator and (match := _OPERATOR.match(source, place)):
        return Token("operator", match[1], match.start(1)), match.end()
    match = _SCAN.match(source, place)
    if match is None or match.lastgroup is None:
        raise _unreadable(source, place)
    kind, text, at = match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)
    if kind == "string":
        text = text[1:-1]
    elif kind == "mark" and (
        text in ("|", "+", "-", "=", "!=", "<", "<=", ">", ">=") or (text == "*" and wants_operator)
    ):
        kind = "operator"
    return Token(kind, text, at), match.end()


def _unreadable(source: str, place: int) -> XPathSyntaxError:
    at = place + len(source[place:]) - len(source[place:].lstrip())
    if source[at] in "'\"":
        return XPathSyntaxError("A text starts here and its closing quotation mark is missing", at)
    return XPathSyntaxError(f"{source[at]!r} cannot stand here", at)
