"""Tokens to a tree of the expression (XPath 1.0, sections 2 and 3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from weft.forms.xpath import limits
from weft.forms.xpath.errors import TooLong, XPathSyntaxError
from weft.forms.xpath.tokens import Token, tokens

LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
NODE_TYPES = ("node", "text", "comment", "processing-instruction")
AXES = (
    "child", "descendant", "parent", "ancestor", "following-sibling", "preceding-sibling", "following",
    "preceding", "attribute", "self", "descendant-or-self", "ancestor-or-self",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Literal:
    value: str | float


@dataclass(frozen=True, slots=True)
class Chain:
    """Terms of one level of precedence, joined from the left: a + b - c."""

    level: int
    first: Tree
    rest: tuple[tuple[str, Tree], ...]


@dataclass(frozen=True, slots=True)
class Minus:
    of: Tree


@dataclass(frozen=True, slots=True)
class Union:
    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Tree, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Step:
    axis: str
    test: str  # name, node, text, comment, processing-instruction
    prefix: str
    local: str  # "*" for any name; the target of a processing instruction
    predicates: tuple[Tree, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the root, from the node asked about, or from what an expression gives."""

    start: Tree | None
    is_absolute: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Filtered:
    of: Tree
    predicates: tuple[Tree, ...]


Tree: TypeAlias = Literal | Chain | Minus | Union | Call | Path | Filtered
ANYTHING_BELOW = Step("descendant-or-self", "node", "", "", (), 0)


def parse(source: str) -> Tree:
    """Raises XPathSyntaxError with the place of the first thing that cannot be read."""
    reader = _Reader(tokens(source))
    if reader.now.kind == "end":
        raise XPathSyntaxError("The expression is empty")
    tree = reader.expression(0)
    if reader.now.kind != "end":
        raise XPathSyntaxError(f"{reader.now.text!r} cannot stand here", reader.now.at)
    return tree


class _Reader:
    """Reads tokens from the left."""

    def __init__(self, found: list[Token]) -> None:
        self.found, self.place, self.depth = found, 0, 0

    @property
    def now(self) -> Token:
        return self.found[self.place]

    def take(self) -> Token:
        self.place += 1
        return self.found[self.place - 1]

    def is_mark(self, *texts: str) -> bool:
        return self.now.kind == "mark" and self.now.text in texts

    def take_mark(self, text: str) -> bool:
        found = self.is_mark(text)
        self.place += found
        return found

    def need(self, text: str) -> None:
        if not self.take_mark(text):
            here = repr(self.now.text) if self.now.kind != "end" else "the end"
            raise XPathSyntaxError(f"{text!r} is missing before {here}", self.now.at)

    def expression(self, level: int) -> Tree:
        if level == 0:
            self.deeper()
        tree = self.climb(level)
        if level == 0:
            self.depth -= 1
        return tree

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > limits.EXPRESSION_DEPTH:
            raise TooLong(f"The expression is more than {limits.EXPRESSION_DEPTH} levels deep", self.now.at)

    def climb(self, least: int) -> Tree:
        """Precedence climbing: every level from `least` up, in one frame."""
        tree = self.unary()
        for level in range(len(LEVELS) - 1, least - 1, -1):
            tree = self.chain(level, tree)
        return tree

    def chain(self, level: int, first: Tree) -> Tree:
        rest: list[tuple[str, Tree]] = []
        while self.now.kind == "operator" and self.now.text in LEVELS[level]:
            sign = self.take().text
            rest.append((sign, self.climb(level + 1)))
            if level in (2, 3) and len(rest) > limits.EXPRESSION_DEPTH:
                raise TooLong("The expression compares too many times in a row", self.now.at)
        return Chain(level, first, tuple(rest)) if rest else first

    def unary(self) -> Tree:
        signs = 0
        while self.now.kind == "operator" and self.now.text == "-":
            self.take()
            signs += 1
        tree = self.union()
        if signs == 0:
            return tree
        return Minus(tree) if signs % 2 else Minus(Minus(tree))

    def union(self) -> Tree:
        parts = [self.path()]
        while self.now.kind == "operator" and self.now.text == "|":
            self.take()
            parts.append(self.path())
        return Union(tuple(parts)) if len(parts) > 1 else parts[0]

    def path(self) -> Tree:
        if self.is_mark("/", "//"):
            return self.absolute()
        if self.starts_step():
            return Path(None, False, self.steps())
        tree = self.primary()
        predicates = self.predicates()
        if predicates:
            tree = Filtered(tree, predicates)
        if not self.is_mark("/", "//"):
            return tree
        steps = (ANYTHING_BELOW,) if self.take().text == "//" else ()
        return Path(tree, False, steps + self.steps())

    def absolute(self) -> Path:
        if self.take().text == "//":
            return Path(None, True, (ANYTHING_BELOW, *self.steps()))
        return Path(None, True, self.steps() if self.starts_step() else ())

    def starts_step(self) -> bool:
        if self.is_mark(".", "..", "@", "*"):
            return True
        if self.now.kind != "name":
            return False
        after = self.found[self.place + 1]
        return after.text != "(" or after.kind != "mark" or self.now.text in NODE_TYPES

    def steps(self) -> tuple[Step, ...]:
        found = [self.step()]
        while self.is_mark("/", "//"):
            if self.take().text == "//":
                found.append(ANYTHING_BELOW)
            found.append(self.step())
        return tuple(found)

    def step(self) -> Step:
        at = self.now.at
        if self.is_mark(".", ".."):
            axis = "self" if self.take().text == "." else "parent"
            return Step(axis, "node", "", "", self.predicates(), at)
        axis = "child"
        if self.take_mark("@"):
            axis = "attribute"
        elif self.now.kind == "name" and self.found[self.place + 1].text == "::":
            axis = self.take().text
            self.need("::")
            if axis not in AXES:
                raise XPathSyntaxError(f"No axis {axis}::", at)
        test, prefix, local = self.node_test()
        return Step(axis, test, prefix, local, self.predicates(), at)

    def node_test(self) -> tuple[str, str, str]:
        if self.take_mark("*"):
            return "name", "", "*"
        if self.now.kind != "name":
            here = repr(self.now.text) if self.now.kind != "end" else "the end"
            raise XPathSyntaxError(f"A name is missing before {here}", self.now.at)
        name = self.take().text
        if not self.is_mark("("):
            prefix, _, local = name.rpartition(":")
            return "name", prefix, local
        if name not in NODE_TYPES:
            raise XPathSyntaxError(f"{name}() cannot be a step of a path", self.now.at)
        self.need("(")
        target = self.take().text if self.now.kind == "string" else ""
        self.need(")")
        return name, "", target

    def predicates(self) -> tuple[Tree, ...]:
        found: list[Tree] = []
        while self.take_mark("["):
            found.append(self.expression(0))
            self.need("]")
        return tuple(found)

    def primary(self) -> Tree:
        token = self.now
        if token.kind == "number":
            return Literal(float(self.take().text))
        if token.kind == "string":
            return Literal(self.take().text)
        if token.kind == "name":
            return self.call()
        if self.take_mark("("):
            tree = self.expression(0)
            self.need(")")
            # a path in brackets keeps its own steps apart from those that follow
            return tree
        here = repr(token.text) if token.kind != "end" else "the end"
        raise XPathSyntaxError(f"A value is missing before {here}", token.at)

    def call(self) -> Call:
        name = self.take()
        self.need("(")
        arguments: list[Tree] = []
        if not self.take_mark(")"):
            arguments.append(self.expression(0))
            while self.take_mark(","):
                arguments.append(self.expression(0))
            self.need(")")
        return Call(name.text, tuple(arguments), name.at)
