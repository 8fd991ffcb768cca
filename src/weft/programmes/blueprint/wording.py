"""What the schema minds, in plain words."""

import difflib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from weft.programmes.blueprint.lined import Lined, Where
from weft.programmes.blueprint.problems import Problem

SCHEMA = Path(__file__).with_name("blueprint.schema.json")
KINDS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list (lines that begin with -)",
    "object": "names with values below them",
}
PATTERNS = {
    "^[a-z][a-z0-9_-]{0,59}$": "Write small letters, digits, - and _, beginning with a letter.",
    "^[0-9]+\\.[0-9]+$": 'Write a version of two numbers, in quotes: "1.0".',
    "^[a-z]+\\.[a-z_]+$": "Write the kind of a fact, for example gather.attendance.",
    "^[a-z][a-z0-9_]{0,29}$": "Write small letters, digits and _, beginning with a letter; at most 30.",
}


@cache
def validator() -> Draft202012Validator:
    import json

    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def schema_problems(read: Lined) -> Iterator[Problem]:
    """Every way in which a document is not what the schema describes."""
    for error in validator().iter_errors(read.said):
        where: Where = tuple(error.absolute_path)
        yield from _said(read, where, error)


def faults_of(document: Any) -> list[str]:
    """The same for a document without a file: its sentences alone."""
    return [problem.message for problem in schema_problems(Lined("", document))]


def _said(read: Lined, where: Where, error: ValidationError) -> Iterator[Problem]:
    if error.validator == "required":
        name = error.message.split("'")[1]  # one error a missing name
        yield read.problem(where, f"{_place(where)}“{name}” is missing.")
    elif error.validator == "additionalProperties":
        known = list(error.schema.get("properties", ()))
        for name in sorted(set(error.instance) - set(known)):
            yield read.problem(
                (*where, name), f"{_place(where)}“{name}” is not known here.{_meant(name, known)}"
            )
    else:
        yield read.problem(where, _place(where) + _sentence(error))


def _meant(name: str, known: list[str]) -> str:
    close = difflib.get_close_matches(name, known, 1)
    return f" Did you mean “{close[0]}”?" if close else f" Known are: {', '.join(known)}."


def _sentence(error: ValidationError) -> str:
    rule, value, said = error.validator, error.validator_value, error.instance
    if rule == "type":
        quotes = " Put it in quotes." if value == "string" and isinstance(said, int | float) else ""
        return f"This should be {KINDS.get(str(value), value)}.{quotes}"
    if rule == "enum":
        meant = _meant(str(said), [str(each) for each in value])
        return f"“{said}” is not known here.{meant}"
    if rule == "pattern":
        return PATTERNS.get(str(value), f"“{said}” is not written as it should be.")
    if rule in _BOUNDS:
        return _BOUNDS[str(rule)].format(value)
    return str(error.message)  # pragma: no cover - every rule of the schema is said above


_BOUNDS = {
    "minLength": "Write something here.",
    "maxLength": "Write at most {} characters.",
    "minItems": "Name at least {}.",
    "maxItems": "Name at most {}.",
    "minProperties": "Name at least {}.",
    "minimum": "The smallest number here is {}.",
    "maximum": "The largest number here is {}.",
    "exclusiveMinimum": "Write a number above {}.",
}


def _place(where: Where) -> str:
    """ "steps 2, title: ": where in the document, counted from one as people count."""
    words = [f"{part + 1}" if isinstance(part, int) else part for part in where]
    said = ""
    for part, word in zip(where, words, strict=True):
        said += f" {word}" if isinstance(part, int) else (f", {word}" if said else word)
    return f"{said}: " if said else ""
