"""What an expression is asked about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from random import SystemRandom
from typing import TypeAlias

from weft.forms.xpath import limits
from weft.forms.xpath.errors import TooMuchWork
from weft.forms.xpath.tree import Node

Value: TypeAlias = str | float | bool | list[Node]


def no_choice(_: Context, value: str, __: str) -> str:
    """The label of a choice, when nobody knows the choices: its value."""
    return value


def no_text(_: Context, __: str) -> str:
    """The text of a key in the language of the form, when there are no texts."""
    return ""


@dataclass(frozen=True)
class World:
    """What stays the same for all expressions of one form at one moment.

    Args:
        root: where absolute paths start: the parent of the primary instance's first element.
        now: an aware time in the form's time zone; dates without a zone are read in the same zone.
        instances: what instance('name') gives; its child is usually <root>.
        choice_name: (context, value, path) to the label of a choice, for jr:choice-name.
        itext: (context, id) to the text in the current language, for jr:itext.
        pulldata: (context, instance, wanted, key, value) to a text; without it the instances are searched.
        random: numbers from 0 up to 1, for random(), uuid() and randomize() without a seed.
        properties: what property('username') and so on give.
        version: what version() gives.
    """

    root: Node
    now: datetime
    instances: Mapping[str, Node] = field(default_factory=dict)
    choice_name: Callable[[Context, str, str], str] = no_choice
    itext: Callable[[Context, str], str] = no_text
    pulldata: Callable[[Context, str, str, str, str], str] | None = None
    random: Callable[[], float] = SystemRandom().random
    properties: Mapping[str, str] = field(default_factory=dict)
    version: str = ""


class Context:
    """A node, its place among the nodes looked at, and the world. Made anew for each expression asked."""

    __slots__ = ("left", "node", "position", "size", "top", "world")

    def __init__(self, node: Node, world: World, position: int = 1, size: int = 1) -> None:
        self.node, self.world, self.position, self.size = node, world, position, size
        self.top: Context = self  # the context the whole expression was asked in: current()
        self.left = limits.EVALUATION_STEPS

    def at(self, node: Node, position: int, size: int) -> Context:
        """The same for a predicate, looking at another node."""
        inner = Context.__new__(Context)
        inner.node, inner.position, inner.size = node, position, size
        inner.world, inner.top = self.world, self.top
        return inner

    def charge(self, steps: int) -> None:
        """Count work. Raises TooMuchWork when the expression has had its share."""
        top = self.top
        top.left -= steps
        if top.left < 0:
            raise TooMuchWork("The expression takes too many steps: make its paths or texts shorter")

    def charge_text(self, text: str) -> str:
        """Count a text that was put together or is about to be searched."""
        if len(text) > 64:
            if len(text) > limits.TEXT_CHARACTERS:
                raise TooMuchWork(f"A text grows beyond {limits.TEXT_CHARACTERS:,} characters")
            self.charge(len(text) >> limits.CHARACTERS_A_STEP)
        return text

    def text_of(self, node: Node) -> str:
        """The string value of a node, counted."""
        children = node.children
        if not children:
            return self.charge_text(node.text)
        if len(children) == 1 and children[0].kind == "text":
            return self.charge_text(children[0].text)
        parts = []
        for inside in node.walk():
            self.charge(1)
            if inside.kind == "text":
                parts.append(inside.text)
        return self.charge_text("".join(parts))
