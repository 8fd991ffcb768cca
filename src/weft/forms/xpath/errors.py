"""What can be wrong with an expression or a document.

XPathError
├── XMLRefused            the document is not XML we read: a DTD, an entity, too deep, too long
├── XPathSyntaxError      the expression cannot be read; `at` is the character, counted from 0
│   └── TooLong           the expression is too long or too deep
├── UnknownFunction       no such function; the message names the nearest known one
├── WrongArguments        a known function with too few, too many or the wrong kind of arguments
├── UnknownPrefix         a name with a prefix that stands for nothing
└── XPathEvaluationError  the expression met a value it cannot work with
    └── TooMuchWork       evaluating would take too many steps or too long a text
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class XPathError(ValueError):
    """Anything wrong with an expression or the XML it is asked about."""


class XMLRefused(XPathError):
    """A document that is not well formed, or holds what we never read."""


class XPathSyntaxError(XPathError):
    """An expression that cannot be read."""

    def __init__(self, message: str, at: int = 0) -> None:
        super().__init__(f"{message} (character {at + 1})")
        self.at = at


class TooLong(XPathSyntaxError):
    """An expression longer or deeper than any form needs."""


class UnknownFunction(XPathError):
    """A call of a function nobody knows."""

    def __init__(self, message: str, name: str = "", at: int = 0) -> None:
        super().__init__(message)
        self.name, self.at = name, at

    @classmethod
    def named(cls, name: str, known: Iterable[str], at: int) -> UnknownFunction:
        """With the nearest known name, when there is one."""
        near = get_close_matches(name, list(known), n=1, cutoff=0.6)
        hint = f" Did you mean {near[0]}()?" if near else ""
        return cls(f"No function {name}() (character {at + 1}).{hint}", name, at)


class WrongArguments(XPathError):
    """A call whose arguments do not fit the function."""

    def __init__(self, message: str, name: str = "", at: int = 0) -> None:
        super().__init__(f"{message} (character {at + 1})")
        self.name, self.at = name, at


class UnknownPrefix(XPathError):
    """A prefixed name where the prefix has no namespace."""

    def __init__(self, prefix: str, at: int) -> None:
        super().__init__(f"The prefix {prefix}: has no namespace (character {at + 1})")
        self.prefix, self.at = prefix, at


class XPathEvaluationError(XPathError):
    """A value the expression cannot work with."""


class TooMuchWork(XPathEvaluationError):
    """More steps, nodes or characters than an expression of a form may use."""
