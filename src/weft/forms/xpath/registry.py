"""How a function is declared: its name, what it takes and what it gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from weft.forms.xpath.context import Context, Value

Run: TypeAlias = Callable[[Context], Value]


@dataclass(frozen=True, slots=True)
class Code:
    """A compiled part of an expression: what it gives (number, string, boolean, nodes, or any) and how."""

    gives: str
    run: Run
    constant: Value | None = None


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language.

    Args:
        takes: one word an argument: string, number, boolean, nodes, any; "?" after it when it may be left out,
            "*" when it may be repeated; `lazy` in front of them when the body evaluates its own arguments.
        body: called with the context and the values, or, when lazy, with the compiled arguments, giving a Run.
    """

    name: str
    takes: tuple[str, ...]
    gives: str
    body: Callable[..., Any]
    is_lazy: bool = False

    @property
    def least(self) -> int:
        return sum(1 for kind in self.takes if kind[-1] not in "?*")

    @property
    def most(self) -> int | None:
        return None if self.takes and self.takes[-1].endswith("*") else len(self.takes)

    def kind_of(self, place: int) -> str:
        return self.takes[min(place, len(self.takes) - 1)].rstrip("?*")


FUNCTIONS: dict[str, Function] = {}
Body = TypeVar("Body", bound=Callable[..., Any])


def function(name: str, takes: str = "", *, gives: str, lazy: bool = False) -> Callable[[Body], Body]:
    """Declare a function."""

    def declare(body: Body) -> Body:
        FUNCTIONS[name] = Function(name, tuple(takes.split()), gives, body, lazy)
        return body

    return declare
