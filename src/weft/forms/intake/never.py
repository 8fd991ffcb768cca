"""Questions nobody can ever be asked: a relevance that no answers make true.

The reasoning is sound, not complete: whatever is not understood may be true, so a form that could work is never
refused. A condition becomes alternatives, each a list of claims that must hold together; it can never be true when
every alternative holds a claim that is false, or two claims that exclude each other.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from weft.forms.intake.book import Book
from weft.forms.intake.choices import Lists, lists_of, values_of
from weft.forms.intake.conditions import Claim, alternatives
from weft.forms.intake.layout import Item, Layout
from weft.forms.intake.problems import Problem

_MOST = 256  # alternatives looked at; more are taken as possible
Value = str | float
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


@dataclass(frozen=True)
class _Known:
    """What the sheets say about the questions: the values one may hold, and which have one value at a time."""

    values: dict[str, frozenset[str]]
    single: frozenset[str]
    multiple: frozenset[str]


def check_never(book: Book, layout: Layout) -> Iterator[Problem]:
    """Items whose relevance, together with that of the groups around them, can never be true."""
    known = _known(layout, lists_of(book))
    never: set[int] = set()
    for item in layout.items:
        text = item.cells.get("relevant")
        if not text or any(parent.number in never for parent in item.parents):
            continue
        if is_impossible(text, known):
            message = _why(text, known)
        elif _is_impossible_within(item, known):
            message = "This relevance can never be true together with that of the group around it."
        else:
            continue
        never.add(item.number)
        yield Problem("survey", item.number, item.cells.title("relevant"), message, only_publishing=True)


def _known(layout: Layout, lists: Lists) -> _Known:
    once = [item for item in layout.items if sum(item.name == other.name for other in layout.items) == 1]
    values = {item.name: found for item in once if (found := values_of(item, lists)) is not None}
    single = frozenset(item.name for item in once if not item.in_repeat and not item.is_group)
    multiple = frozenset(item.name for item in once if item.kind == "select_multiple")
    return _Known(values, single, multiple)


def is_impossible(text: str, known: _Known) -> bool:
    """Whether no answers make the condition true."""
    found = alternatives(text)
    return len(found) <= _MOST and all(_excludes(claims, known) for claims in found)


def _is_impossible_within(item: Item, known: _Known) -> bool:
    conditions = [parent.cells.get("relevant") for parent in item.parents] + [item.cells.get("relevant")]
    parts = [alternatives(text) for text in conditions if text]
    size = 1
    for part in parts:
        size *= len(part)
    if len(parts) < 2 or size > _MOST:
        return False
    return all(
        _excludes(tuple(claim for part in parts_taken for claim in part), known)
        for parts_taken in product(*parts)
    )


def _why(text: str, known: _Known) -> str:
    for claim in (claim for claims in alternatives(text) for claim in claims):
        if claim.kind in ("equal", "selected") and _is_false(claim, known):
            return f"This can never be true: “{claim.value}” is no choice of “{claim.name}”."
    return "This can never be true, so nobody is ever asked. Mend it, or remove the row."


def _excludes(claims: tuple[Claim, ...], known: _Known) -> bool:
    if any(_is_false(claim, known) for claim in claims):
        return True
    by_name: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.name in known.single:
            by_name.setdefault(claim.name, []).append(claim)
    return any(_contradict(together) for together in by_name.values())


def _is_false(claim: Claim, known: _Known) -> bool:
    if claim.kind == "false":
        return True
    if claim.kind == "constant":
        return not _holds(claim.left, claim.operator, claim.value)
    values = known.values.get(claim.name)
    if values is None:
        return False
    if claim.kind == "selected":
        return (
            isinstance(claim.value, str) and bool(claim.value.strip()) and claim.value.strip() not in values
        )
    if claim.kind == "equal":
        return _is_no_choice(claim.value, values, claim.name in known.multiple)
    return False


def _is_no_choice(value: Value, values: frozenset[str], is_multiple: bool) -> bool:
    if isinstance(value, float):
        return not is_multiple and all(_number(text) != value for text in values)
    if not value:
        return False
    return bool(set(value.split(" ")) - values) if is_multiple else value not in values


def _contradict(claims: list[Claim]) -> bool:
    """Claims about one question with one value: two different texts, or numbers no value satisfies."""
    texts = {claim.value for claim in claims if claim.kind == "equal" and isinstance(claim.value, str)}
    denied = {claim.value for claim in claims if claim.kind == "unequal" and isinstance(claim.value, str)}
    if len(texts) > 1 or texts & denied:
        return True
    numbers = [(claim.operator, claim.value) for claim in claims if isinstance(claim.value, float)]
    return bool(numbers) and _is_empty(numbers)


def _is_empty(numbers: list[tuple[str, float]]) -> bool:
    """Whether no number satisfies every comparison: tried at each bound, between them and beyond them."""
    bounds = sorted({value for _, value in numbers})
    tried = [bounds[0] - 1, *bounds, bounds[-1] + 1]
    tried += [(low + high) / 2 for low, high in pairwise(bounds)]
    return not any(all(_COMPARE[operator](one, value) for operator, value in numbers) for one in tried)


def _holds(left: Value, operator: str, right: Value) -> bool:
    if isinstance(left, str) and isinstance(right, str) and operator in ("=", "!="):
        return (left == right) == (operator == "=")
    one, other = (value if isinstance(value, float) else _number(value) for value in (left, right))
    if one is None or other is None:
        return operator == "!="
    return _COMPARE[operator](one, other)


def _number(text: str) -> float | None:
    """What number() makes of a text; None is not a number."""
    plain = text.strip(" \t\n\r")
    return float(plain) if re.fullmatch(r"-?(\d+(\.\d*)?|\.\d+)", plain) else None
