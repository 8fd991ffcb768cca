"""An expression compiled once and asked many times."""

from __future__ import annotations

from collections.abc import Mapping

from weft.forms.xpath import limits, values
from weft.forms.xpath.compiling import Compiler
from weft.forms.xpath.context import Context, Value
from weft.forms.xpath.errors import TooLong, TooMuchWork, XPathEvaluationError
from weft.forms.xpath.grammar import parse
from weft.forms.xpath.names import USUAL
from weft.forms.xpath.reads import HERE, Reading, ReadPath
from weft.forms.xpath.registry import Code
from weft.forms.xpath.tree import Node

CLOCK, CHANCE = {"today", "now"}, {"random", "uuid", "randomize"}


class Expression:
    """Holds nothing of the documents it is asked about, so one can serve many threads."""

    __slots__ = ("calls", "paths", "run", "source")

    def __init__(self, source: str, code: Code, reading: Reading) -> None:
        self.source, self.run = source, code.run
        self.paths: tuple[ReadPath, ...] = tuple(reading.paths)
        self.calls = frozenset(reading.calls)

    def __repr__(self) -> str:
        return f"Expression({self.source!r})"

    @property
    def uses_clock(self) -> bool:
        return not CLOCK.isdisjoint(self.calls)

    @property
    def uses_chance(self) -> bool:
        return not CHANCE.isdisjoint(self.calls)

    def evaluate(self, context: Context) -> Value:
        """Text, number, truth or nodes. A date is a number whose text is the date (moments.Moment).

        Raises:
            XPathEvaluationError: a value it cannot work with; TooMuchWork when it would take too long.
        """
        context.left = limits.EVALUATION_STEPS
        try:
            return self.run(context)
        except RecursionError:
            raise TooMuchWork("The expression goes too deep") from None

    def string(self, context: Context) -> str:
        return values.string(self.evaluate(context), context)

    def number(self, context: Context) -> float:
        return values.number(self.evaluate(context), context)

    def boolean(self, context: Context) -> bool:
        return values.boolean(self.evaluate(context))

    def nodes(self, context: Context) -> list[Node]:
        found = self.evaluate(context)
        if not isinstance(found, list):
            raise XPathEvaluationError("The expression gives a value and not nodes")
        return found


def compile_expression(
    source: str, namespaces: Mapping[str, str] | None = None, *, strict: bool = True
) -> Expression:
    """The expression, ready to be asked.

    Args:
        namespaces: what prefixes stand for, beside the usual ones of XForms (names.USUAL).
        strict: False leaves a part that could not be compiled to fail when it is reached, as ODK does.

    Raises:
        XPathSyntaxError: it cannot be read; TooLong when it is too long or too deep.
        UnknownFunction, WrongArguments, UnknownPrefix: a name that means nothing here.
    """
    reading = Reading()
    compiler = Compiler({**USUAL, **(namespaces or {})}, is_strict=strict)
    try:
        tree = parse(source)
        code = compiler.code(tree)
        reading.read(tree, HERE)
    except RecursionError:
        raise TooLong("The expression goes too deep") from None
    return Expression(source, code, reading)
