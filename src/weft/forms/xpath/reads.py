"""The paths an expression reads, so that the engine knows what to work out again when an answer changes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from weft.forms.xpath.grammar import (
    Call,
    Chain,
    Filtered,
    Literal,
    Minus,
    Path,
    Step,
    Tree,
    Union,
    parse,
)


@dataclass(frozen=True, slots=True)
class ReadPath:
    """A location path with its predicates taken off.

    Args:
        origin: "root" for an absolute path, "node" for one from the node asked about (also current()),
            "instance:name" for one from instance('name'), "unknown" when it starts in a value worked out.
        steps: each "name", "prefix:name", "*", "@name", ".", "..", or "//" for anything below;
            any other axis is "axis::name".
    """

    origin: str
    steps: tuple[str, ...]


HERE = ReadPath("node", ())


class Reading:
    """Collects paths and calls from a tree."""

    def __init__(self) -> None:
        self.paths: dict[ReadPath, None] = {}
        self.calls: set[str] = set()

    def read(self, tree: Tree, base: ReadPath) -> None:
        """Everything read by `tree` when it is asked about the nodes of `base`."""
        if isinstance(tree, Path | Filtered):
            self.paths[self.located(tree, base)] = None
        elif isinstance(tree, Call):
            self.call(tree, base)
        elif not isinstance(tree, Literal):
            for part in _parts(tree):
                self.read(part, base)

    def call(self, tree: Call, base: ReadPath) -> None:
        name = tree.name.rpartition(":")[2]
        self.calls.add(name)
        for argument in tree.arguments:
            self.read(argument, base)
        if name == "current" or _instance(tree):
            self.paths[self.origin(tree, base)] = None
        if not tree.arguments and name in ("string", "number", "string-length", "normalize-space", "once"):
            self.paths[base] = None
        if name == "once":
            self.paths[base] = None
        if name == "choice-name" and len(tree.arguments) > 1:
            self.quoted(tree.arguments[1], base)

    def quoted(self, tree: Tree, base: ReadPath) -> None:
        """jr:choice-name names its question in a text."""
        if isinstance(tree, Literal) and isinstance(tree.value, str):
            self.read(parse(tree.value), base)

    def origin(self, tree: Tree, base: ReadPath) -> ReadPath:
        """Where the steps that follow start."""
        if isinstance(tree, Path | Filtered):
            return self.located(tree, base)
        if isinstance(tree, Call):
            name = tree.name.rpartition(":")[2]
            self.calls.add(name)
            if name == "current":
                return HERE
            if _instance(tree):
                return ReadPath(f"instance:{_instance(tree)}", ())
        self.read(tree, base)
        return ReadPath("unknown", ())

    def located(self, tree: Path | Filtered, base: ReadPath) -> ReadPath:
        if isinstance(tree, Filtered):
            found = self.origin(tree.of, base)
            for predicate in tree.predicates:
                self.read(predicate, found)
            return found
        found = ReadPath("root", ()) if tree.is_absolute else base
        if tree.start is not None:
            found = self.origin(tree.start, base)
        for step in tree.steps:
            found = replace(found, steps=(*found.steps, *_written(step)))
            for predicate in step.predicates:
                self.read(predicate, found)
        return found


def _instance(tree: Call) -> str:
    """The name in instance('name'), when it is written out."""
    is_instance = tree.name.rpartition(":")[2] == "instance" and tree.arguments
    if not is_instance or not isinstance(tree.arguments[0], Literal):
        return ""
    return str(tree.arguments[0].value)


def _parts(tree: Chain | Minus | Union) -> list[Tree]:
    if isinstance(tree, Chain):
        return [tree.first, *(term for _, term in tree.rest)]
    return [tree.of] if isinstance(tree, Minus) else list(tree.parts)


def _written(step: Step) -> tuple[str, ...]:
    name = f"{step.prefix}:{step.local}" if step.prefix else step.local
    if step.test == "node" and not step.predicates and step.axis == "descendant-or-self":
        return ("//",)
    if step.test == "node" and step.axis in ("self", "parent"):
        return () if step.axis == "self" else ("..",)
    if step.test != "name":
        name = f"{step.test}()"
    if step.axis in ("child", "attribute"):
        return (name if step.axis == "child" else f"@{name}",)
    return (f"{step.axis}::{name}",)
