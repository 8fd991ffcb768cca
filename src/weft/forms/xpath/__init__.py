"""ODK's XPath: expressions of XForms, compiled once and asked of a document.

    condition = compile_expression("/data/age >= 18")
    condition.boolean(Context(node, World(root=document, now=now)))

Pure: no clock (`World.now`), no database, no files. What it knows beyond XPath 1.0 and where it departs from it is in
docs/forms-conformance.md; what it refuses and where it stops, in limits.py.
"""

from __future__ import annotations

from weft.forms.xpath.context import Context, Value, World
from weft.forms.xpath.errors import (
    TooLong,
    TooMuchWork,
    UnknownFunction,
    UnknownPrefix,
    WrongArguments,
    XMLRefused,
    XPathError,
    XPathEvaluationError,
    XPathSyntaxError,
)
from weft.forms.xpath.expression import Expression, compile_expression
from weft.forms.xpath.moments import Moment
from weft.forms.xpath.parsing import parse_xml
from weft.forms.xpath.reads import ReadPath
from weft.forms.xpath.tree import Node, in_document_order

__all__ = [
    "Context",
    "Expression",
    "Moment",
    "Node",
    "ReadPath",
    "TooLong",
    "TooMuchWork",
    "UnknownFunction",
    "UnknownPrefix",
    "Value",
    "World",
    "WrongArguments",
    "XMLRefused",
    "XPathError",
    "XPathEvaluationError",
    "XPathSyntaxError",
    "compile_expression",
    "in_document_order",
    "parse_xml",
]
