"""Conditions as they are written in a definitions file, turned into conditions that can be evaluated.

{question: q, in: [a, b]}  {question: q, is: a}  {answered: q}  {not: ...}
{sum: [q, r], at_least: 8, at_most: 9}  {number: q, at_least: 7}
{all: [...]}  {any: [...]}  {count: [...], at_least: 2}
"""

from collections.abc import Mapping

import numpy as np
import yaml

from weft.registry.conditions import Answered, AtLeast, Between, Condition, IsIn, Not
from weft.registry.definitions import Question
from weft.registry.nodes import Fields, Source, did_you_mean, scalar

# The word a condition starts with, and what may stand beside it.
_BESIDE: Mapping[str, tuple[str, ...]] = {
    "question": ("in", "is"),
    "answered": (),
    "sum": ("at_least", "at_most"),
    "number": ("at_least", "at_most"),
    "all": (),
    "any": (),
    "count": ("at_least",),
    "not": (),
}
_WORDS = (*_BESIDE, "in", "is", "at_least", "at_most")


def read_condition(node: yaml.Node, source: Source, questions: Mapping[str, Question]) -> Condition:
    """The condition written at a node, over questions that exist.

    Raises: LoadError naming the line, for an unknown word, question or option code.
    """
    fields = Fields(node, source, "A condition", _WORDS)
    heads = [word for word in _BESIDE if word in fields]
    if len(heads) != 1:
        raise fields.refusal(f"A condition starts with exactly one of: {', '.join(_BESIDE)}.")
    head = heads[0]
    fields = Fields(node, source, f"A condition with `{head}`", (head, *_BESIDE[head]))
    if head == "question":
        return _is_in(fields, questions)
    if head == "answered":
        return Answered(_question(fields, fields.node_of(head), questions).id)
    if head in ("sum", "number"):
        return _between(fields, head, questions)
    if head == "not":
        return Not(read_condition(fields.node_of(head), source, questions))
    parts = tuple(read_condition(part, source, questions) for part in fields.items(head))
    return AtLeast(_how_many(fields, head, len(parts)), parts)


def _how_many(fields: Fields, head: str, parts: int) -> int:
    count = {"all": parts, "any": 1}.get(head) or fields.whole("at_least")
    if not 1 <= count <= parts:
        raise fields.refusal(f"`at_least` is {count} of {parts} conditions. Use 1 to {parts}.", "at_least")
    return count


def _question(fields: Fields, node: yaml.Node, questions: Mapping[str, Question]) -> Question:
    name = scalar(node, fields.source, f"The question of {fields.what.lower()}")
    if name not in questions:
        hint = did_you_mean(name, questions)
        raise fields.source.refusal(node, f"No question `{name}` in the bank.{hint}")
    return questions[name]


def _is_in(fields: Fields, questions: Mapping[str, Question]) -> IsIn:
    if ("in" in fields) == ("is" in fields):
        raise fields.refusal("A condition with `question` needs `in: [codes]` or `is: code`, one of the two.")
    question = _question(fields, fields.node_of("question"), questions)
    if question.kind == "number":
        message = f"Question {question.id} is a number. Use {{number: {question.id}, at_least: ...}}."
        raise fields.refusal(message)
    key = "in" if "in" in fields else "is"
    nodes = fields.items("in") if key == "in" else [fields.node_of("is")]
    known = [option.code for option in question.options]
    codes = tuple(scalar(node, fields.source, "An option code") for node in nodes)
    for node, code in zip(nodes, codes, strict=True):
        if code not in known:
            message = f"Question {question.id} has no option `{code}`.{did_you_mean(code, known)}"
            raise fields.source.refusal(node, message)
    return IsIn(question.id, codes)


def _between(fields: Fields, head: str, questions: Mapping[str, Question]) -> Between:
    nodes = fields.items("sum") if head == "sum" else [fields.node_of("number")]
    of = tuple(_question(fields, node, questions) for node in nodes)
    for node, question in zip(nodes, of, strict=True):
        if not has_numbers(question):
            message = f"Question {question.id} has no numbers. Give its options scores, or use `question`."
            raise fields.source.refusal(node, message)
    if "at_least" not in fields and "at_most" not in fields:
        raise fields.refusal(f"A condition with `{head}` needs `at_least`, `at_most` or both.")
    low, high = fields.number("at_least", -np.inf), fields.number("at_most", np.inf)
    if low > high:
        raise fields.refusal("`at_least` is more than `at_most`: nobody could be counted. Swap them.")
    return Between(tuple(question.id for question in of), low, high)


def has_numbers(question: Question) -> bool:
    """True where every substantive answer is a number or carries a score."""
    substantive = [option for option in question.options if option.missing is None]
    return question.kind == "number" or (
        question.kind == "one" and all(option.score is not None for option in substantive)
    )
