"""Texts: putting together, cutting, searching, encoding."""

from __future__ import annotations

import base64
import binascii
import hashlib
from math import isnan

from weft.forms.xpath import patterns, values
from weft.forms.xpath.context import Context, Value
from weft.forms.xpath.errors import XPathEvaluationError
from weft.forms.xpath.registry import function

HASHES = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}


def _texts(all_values: tuple[Value, ...], context: Context) -> list[str]:
    """Every value, and every node of a node-set, as a text."""
    found: list[str] = []
    for value in all_values:
        if isinstance(value, list):
            context.charge(len(value))
            found.extend(context.text_of(node) for node in value)
        else:
            found.append(values.string(value, context))
    return found


@function("string", "any?", gives="string")
def string(context: Context, value: Value | None = None) -> str:
    return values.string([context.node] if value is None else value, context)


@function("concat", "any*", gives="string")
def concat(context: Context, *all_values: Value) -> str:
    """With all nodes of a node-set (ODK), not only the first."""
    return context.charge_text("".join(_texts(all_values, context)))


@function("join", "string any*", gives="string")
def join(context: Context, between: str, *all_values: Value) -> str:
    found = _texts(all_values, context)
    context.charge(len(between) * len(found) >> 6)
    return context.charge_text(between.join(found))


@function("contains", "string string", gives="boolean")
def contains(_: Context, text: str, part: str) -> bool:
    return part in text


@function("starts-with", "string string", gives="boolean")
def starts_with(_: Context, text: str, part: str) -> bool:
    return text.startswith(part)


@function("ends-with", "string string", gives="boolean")
def ends_with(_: Context, text: str, part: str) -> bool:
    return text.endswith(part)


@function("substring-before", "string string", gives="string")
def substring_before(_: Context, text: str, part: str) -> str:
    return text[: text.index(part)] if part in text else ""


@function("substring-after", "string string", gives="string")
def substring_after(_: Context, text: str, part: str) -> str:
    return text[text.index(part) + len(part) :] if part in text else ""


@function("substring", "string number number?", gives="string")
def substring(_: Context, text: str, start: float, length: float | None = None) -> str:
    """From the character at `start`, the first being 1 (XPath 1.0, section 4.2)."""
    first = _half_up(start)
    last = float("inf") if length is None else first + _half_up(length)
    if isnan(first) or isnan(last):
        return ""
    begin = int(max(first - 1, 0)) if first <= len(text) else len(text)
    return text[begin : int(max(last - 1, 0)) if last <= len(text) else len(text)]


def _half_up(value: float) -> float:
    return value if value - value != 0 else float((value + 0.5) // 1)


@function("substr", "string number number?", gives="string")
def substr(_: Context, text: str, start: float, end: float | None = None) -> str:
    """From `start`, the first being 0, up to but without `end`; negative places count from the end."""
    size = len(text)
    return text[_place(start, size, 0) : _place(float(size) if end is None else end, size, 0)]


def _place(value: float, size: int, otherwise: int) -> int:
    if isnan(value):
        return otherwise
    value = max(min(value, size), -size)
    return int(value) + (size if value < 0 else 0)


@function("string-length", "string?", gives="number")
def string_length(context: Context, text: str | None = None) -> float:
    return float(len(context.text_of(context.node) if text is None else text))


@function("normalize-space", "string?", gives="string")
def normalize_space(context: Context, text: str | None = None) -> str:
    words = (context.text_of(context.node) if text is None else text).translate(_SPACES).split(" ")
    return " ".join(word for word in words if word)


_SPACES = str.maketrans("\t\r\n", "   ")


@function("translate", "string string string", gives="string")
def translate(_: Context, text: str, wanted: str, instead: str) -> str:
    table: dict[int, str] = {}
    for place, character in enumerate(wanted):
        table.setdefault(ord(character), instead[place : place + 1])
    return text.translate(table)


@function("upper-case", "string", gives="string")
def upper_case(_: Context, text: str) -> str:
    return text.upper()


@function("lower-case", "string", gives="string")
def lower_case(_: Context, text: str) -> str:
    return text.lower()


@function("regex", "string string", gives="boolean")
def regex(context: Context, text: str, pattern: str) -> bool:
    """Whether the pattern is found anywhere in the text, as ODK Web Forms has it; anchor it to match the whole."""
    return patterns.found(pattern, text, context)


@function("digest", "string string string?", gives="string")
def digest(_: Context, text: str, method: str, encoding: str = "base64") -> str:
    if method not in HASHES:
        raise XPathEvaluationError(f"digest() knows {', '.join(HASHES)} and not {method}")
    if encoding not in ("base64", "hex"):
        raise XPathEvaluationError(f"digest() writes base64 or hex and not {encoding}")
    made = hashlib.new(HASHES[method], text.encode("utf-8", "replace"), usedforsecurity=False)
    return made.hexdigest() if encoding == "hex" else base64.b64encode(made.digest()).decode()


@function("base64-decode", "string", gives="string")
def base64_decode(_: Context, text: str) -> str:
    """Blank when it is not base64."""
    packed = "".join(text.split())
    try:
        return base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""
