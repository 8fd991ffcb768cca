"""The grammar of expressions:

either   = both ("or" both)*
both     = one ("and" one)*
one      = "not" one | compared
compared = value [sign value | ["not"] "in" (list | name)]
value    = number | 'text' | "text" | true | false | name | "(" either ")"
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST_CHARACTERS = 500
MOST_DEPTH = 20
NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TOKEN = re.compile(
    r"\s*(?:(?P<number>-?[0-9]+(?:\.[0-9]+)?(?![\w-]))|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_-]*)|(?P<sign>==|!=|<=|>=|[=<>(),\[\]]))"
)
_SIGNS = {"=": "=", "==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_WORDS = ("and", "or", "not", "in")


class NotAnExpression(ValueError):
    """The text is not an expression."""


@dataclass(frozen=True)
class Literal:
    value: str | float | bool


@dataclass(frozen=True)
class Name:
    name: str


@dataclass(frozen=True)
class Not:
    of: "Tree"


@dataclass(frozen=True)
class Joined:
    word: str  # "and", "or"
    parts: tuple["Tree", ...]


@dataclass(frozen=True)
class Compared:
    sign: str
    left: "Tree"
    right: "Tree"


@dataclass(frozen=True)
class Within:
    of: "Tree"
    these: tuple["Tree", ...]
    is_not: bool = False


Tree = Literal | Name | Not | Joined | Compared | Within
Token = tuple[str, str, int]  # kind, text, position


def parse(text: str) -> Tree:
    """The tree of an expression. Raises NotAnExpression."""
    if len(text) > MOST_CHARACTERS:
        raise NotAnExpression(f"An expression has at most {MOST_CHARACTERS} characters.")
    reader = _Reader(list(_tokens(text)))
    tree = reader.either(0)
    if reader.kind != "end":
        raise reader.unexpected("and, or, or the end")
    return tree


def names(tree: Tree) -> Iterator[str]:
    """Every name the expression asks for."""
    if isinstance(tree, Name):
        yield tree.name
    for part in _parts(tree):
        yield from names(part)


def _parts(tree: Tree) -> tuple[Tree, ...]:
    if isinstance(tree, Not):
        return (tree.of,)
    if isinstance(tree, Joined):
        return tree.parts
    if isinstance(tree, Compared):
        return tree.left, tree.right
    return (tree.of, *tree.these) if isinstance(tree, Within) else ()


def _tokens(text: str) -> Iterator[Token]:
    at, end = 0, len(text.rstrip())
    while at < end:
        found = _TOKEN.match(text, at)
        if found is None:
            raise NotAnExpression(f"“{text[at:].strip()[:12]}” cannot be read at character {at + 1}.")
        kind = found.lastgroup or ""
        word = found.group(kind)
        yield ("keyword" if word in _WORDS and kind == "word" else kind), word, found.start(kind)
        at = found.end()
    yield "end", "", end


class _Reader:
    """Reads tokens from the left, one look ahead."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.at = tokens, 0

    @property
    def kind(self) -> str:
        return self.tokens[self.at][0]

    @property
    def word(self) -> str:
        return self.tokens[self.at][1]

    def take(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1][1]

    def has(self, *words: str) -> bool:
        return self.kind in ("keyword", "sign") and self.word in words

    def unexpected(self, wanted: str) -> NotAnExpression:
        where = f"“{self.word}” at character {self.tokens[self.at][2] + 1}" if self.word else "the end"
        return NotAnExpression(f"Expected {wanted}, found {where}.")

    def expect(self, sign: str) -> None:
        if not self.has(sign):
            raise self.unexpected(f"“{sign}”")
        self.take()

    def either(self, depth: int) -> Tree:
        return self.joined("or", depth)

    def joined(self, word: str, depth: int) -> Tree:
        if depth > MOST_DEPTH:
            raise NotAnExpression("This expression is nested too deeply.")
        parts = [self.joined("and", depth) if word == "or" else self.one(depth)]
        while self.has(word):
            self.take()
            parts.append(self.joined("and", depth) if word == "or" else self.one(depth))
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def one(self, depth: int) -> Tree:
        if depth > MOST_DEPTH:
            raise NotAnExpression("This expression is nested too deeply.")
        if self.has("not"):
            self.take()
            return Not(self.one(depth + 1))
        return self.compared(depth)

    def compared(self, depth: int) -> Tree:
        if self.has("("):
            self.take()
            inner = self.either(depth + 1)
            self.expect(")")
            return inner
        left = self.value()
        if self.kind == "sign" and self.word in _SIGNS:
            return Compared(_SIGNS[self.take()], left, self.value())
        if self.has("not", "in"):
            is_not = self.has("not") and bool(self.take())
            self.expect("in")
            return Within(left, self.these(), is_not)
        return left

    def these(self) -> tuple[Tree, ...]:
        """A list in brackets, or the name of something several answers were given to."""
        if not self.has("(", "["):
            return (self.value(),)
        closing = ")" if self.take() == "(" else "]"
        found = [self.value()]
        while self.has(","):
            self.take()
            found.append(self.value())
        self.expect(closing)
        return tuple(found)

    def value(self) -> Tree:
        if self.kind == "number":
            return Literal(float(self.take()))
        if self.kind == "text":
            return Literal(self.take()[1:-1])
        if self.kind == "word":
            word = self.take()
            return Literal(word == "true") if word in ("true", "false") else Name(word)
        raise self.unexpected("a name, a number or a text")
