"""true, false, not, boolean, if, coalesce, once and the checklists."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from weft.forms.xpath import values
from weft.forms.xpath.context import Context, Value
from weft.forms.xpath.errors import XPathEvaluationError
from weft.forms.xpath.kinds import as_boolean, as_string
from weft.forms.xpath.registry import Code, Run, function


@function("true", gives="boolean")
def true(_: Context) -> bool:
    return True


@function("false", gives="boolean")
def false(_: Context) -> bool:
    return False


@function("not", "boolean", gives="boolean")
def not_(_: Context, value: bool) -> bool:
    return not value


@function("boolean", "boolean", gives="boolean")
def boolean(_: Context, value: bool) -> bool:
    return value


@function("boolean-from-string", "string", gives="boolean")
def boolean_from_string(_: Context, text: str) -> bool:
    return text in ("1", "true")


@function("if", "boolean any any", gives="any", lazy=True)
def if_(arguments: Sequence[Code]) -> tuple[str, Run]:
    """Only the branch that is wanted is worked out."""
    condition, then, otherwise = as_boolean(arguments[0]), arguments[1].run, arguments[2].run
    gives = arguments[1].gives if arguments[1].gives == arguments[2].gives else "any"
    return gives, lambda context: then(context) if condition(context) else otherwise(context)


@function("coalesce", "string string*", gives="string", lazy=True)
def coalesce(arguments: Sequence[Code]) -> tuple[str, Run]:
    """The first that is not blank."""
    texts = [as_string(one) for one in arguments]

    def run(context: Context) -> Value:
        for one in texts:
            if text := one(context):
                return text
        return ""

    return "string", run


@function("once", "string", gives="string", lazy=True)
def once(arguments: Sequence[Code]) -> tuple[str, Run]:
    """The value the node has, or the argument when it has none yet."""
    text = as_string(arguments[0])
    return "string", lambda context: context.text_of(context.node) or text(context)


def _truths(value: Value, context: Context) -> list[bool]:
    """Of a node-set, whether each node has something in it."""
    if isinstance(value, list):
        return [context.text_of(node).strip() != "" for node in value]
    return [values.boolean(value)]


@function("checklist", "number number any*", gives="boolean")
def checklist(context: Context, least: float, most: float, *answers: Value) -> bool:
    """Whether at least so many and at most so many of the answers are true; -1 is no upper bound."""
    if most == -1:
        most = inf
    return least <= sum(sum(_truths(one, context)) for one in answers) <= most


@function("weighted-checklist", "number number any*", gives="boolean")
def weighted_checklist(context: Context, least: float, most: float, *pairs: Value) -> bool:
    """The same with answers and their weights in turn."""
    if len(pairs) % 2:
        raise XPathEvaluationError("weighted-checklist() needs a weight after each answer")
    if most == -1:
        if least < 1:
            return True
        most = inf
    total = 0.0
    for answer, weight in zip(pairs[::2], pairs[1::2], strict=True):
        truths, weights = _truths(answer, context), _weights(weight, context)
        if len(truths) < len(weights):
            return False
        total += sum(one for is_true, one in zip(truths, weights, strict=False) if is_true)
    return least <= total <= most


def _weights(value: Value, context: Context) -> list[float]:
    if isinstance(value, list):
        return [values.number([node], context) for node in value]
    return [values.number(value, context)]
