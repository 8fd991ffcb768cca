"""Working an expression out, with what goes wrong said in the engine's own terms."""

from __future__ import annotations

from weft.forms.engine.errors import FailedExpression
from weft.forms.xpath import Context, Expression, Node, XPathError


def string(expression: Expression, context: Context) -> str:
    try:
        return expression.string(context)
    except XPathError as wrong:
        raise FailedExpression(expression.source, wrong) from wrong


def boolean(expression: Expression, context: Context) -> bool:
    try:
        return expression.boolean(context)
    except XPathError as wrong:
        raise FailedExpression(expression.source, wrong) from wrong


def number(expression: Expression, context: Context) -> float:
    try:
        return expression.number(context)
    except XPathError as wrong:
        raise FailedExpression(expression.source, wrong) from wrong


def nodes(expression: Expression, context: Context) -> list[Node]:
    try:
        return expression.nodes(context)
    except XPathError as wrong:
        raise FailedExpression(expression.source, wrong) from wrong
