"""Small safe expressions over answers: `age >= 18 and not (area in ("E09000007", "E09000030"))`.

Comparisons (=, !=, <, <=, >, >=, in, not in) joined by and, or, not. Three values: while an answer that matters is
missing the result is undetermined (None), never a guess. There is nothing else: no call, no attribute, no arithmetic,
and bounds on length and depth, so a text from another city can be parsed without fear.

Source: S. C. Kleene, Introduction to Metamathematics (1952), § 64: the strong three-valued connectives.

NotAnExpression    the text is none; the message says where
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from weft.programmes.blueprint import grammar
from weft.programmes.blueprint.grammar import NotAnExpression

Answer = str | float | bool | Sequence[str] | None
Truth = bool | None

__all__ = ["Answer", "Expression", "NotAnExpression", "Truth", "expression", "names_in", "truth"]


@dataclass(frozen=True)
class Expression:
    """A parsed expression."""

    text: str
    tree: grammar.Tree
    names: frozenset[str]

    def __call__(self, answers: Mapping[str, Answer]) -> Truth:
        return _truth(self.tree, answers)


@lru_cache(maxsize=500)
def expression(text: str) -> Expression:
    """Parse. Raises NotAnExpression."""
    tree = grammar.parse(text)
    return Expression(text, tree, frozenset(grammar.names(tree)))


def truth(text: str, answers: Mapping[str, Answer]) -> Truth:
    """True, False, or None while it cannot be known. An empty text is true of everybody."""
    return expression(text)(answers) if text.strip() else True


def names_in(text: str) -> frozenset[str]:
    return expression(text).names if text.strip() else frozenset()


def _truth(tree: grammar.Tree, answers: Mapping[str, Answer]) -> Truth:
    if isinstance(tree, grammar.Not):
        inner = _truth(tree.of, answers)
        return None if inner is None else not inner
    if isinstance(tree, grammar.Joined):
        return _joined(tree, answers)
    if isinstance(tree, grammar.Compared):
        return _compared(tree.sign, _value(tree.left, answers), _value(tree.right, answers))
    if isinstance(tree, grammar.Within):
        found = _within(_value(tree.of, answers), [_value(each, answers) for each in tree.these])
        return found if found is None or not tree.is_not else not found
    return _as_truth(_value(tree, answers))


def _joined(tree: grammar.Joined, answers: Mapping[str, Answer]) -> Truth:
    """`and` is false as soon as one part is; `or` is true as soon as one part is; else a missing part decides."""
    decisive = tree.word == "or"
    parts = [_truth(each, answers) for each in tree.parts]
    if decisive in parts:
        return decisive
    return None if None in parts else not decisive


def _value(tree: grammar.Tree, answers: Mapping[str, Answer]) -> Answer:
    if isinstance(tree, grammar.Name):
        said = answers.get(tree.name)
        return None if said == "" else said
    assert isinstance(tree, grammar.Literal)
    return tree.value


def _as_truth(value: Answer) -> Truth:
    """A name alone is true where the answer is yes, false where it is no."""
    said = _plain(value) if isinstance(value, str | bool) else ""
    return {"true": True, "yes": True, "false": False, "no": False}.get(said)


def _compared(sign: str, left: Answer, right: Answer) -> Truth:
    if left is None or right is None:
        return None
    if sign in ("=", "!="):
        return _is_same(left, right) == (sign == "=")
    pair = _ordered(left, right)
    return None if pair is None else ORDER[sign](*pair)


ORDER: dict[str, Callable[[float | str, float | str], bool]] = {
    "<": lambda a, b: a < b,  # type: ignore[operator]
    "<=": lambda a, b: a <= b,  # type: ignore[operator]
    ">": lambda a, b: a > b,  # type: ignore[operator]
    ">=": lambda a, b: a >= b,  # type: ignore[operator]
}


def _within(value: Answer, these: Iterable[Answer]) -> Truth:
    """Whether a value is among these; of several answers (`'ur' in languages`), whether it is one of them."""
    found: Truth = False
    for each in these:
        if each is None or value is None:
            found = None
        elif _is_same(value, each):
            return True
    return found


def _is_same(left: Answer, right: Answer) -> bool:
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Sequence) and not isinstance(one, str):
            return any(_is_same(other, each) for each in one)
    numbers = _number(left), _number(right)
    if None not in numbers:
        return numbers[0] == numbers[1]
    return _plain(left) == _plain(right)


def _plain(value: Answer) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _ordered(left: Answer, right: Answer) -> tuple[float | str, float | str] | None:
    """Two numbers, or two days (2026-11-22); anything else has no order."""
    a, b = _number(left), _number(right)
    if a is not None and b is not None:
        return a, b
    days = [each for each in (left, right) if isinstance(each, str) and grammar.DAY.fullmatch(each)]
    return (days[0], days[1]) if len(days) == 2 else None


def _number(value: Answer) -> float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str) and grammar.NUMBER.fullmatch(value):
        return float(value)
    return None
