"""Chance: numbers, identifiers and orders. With a seed the order is the one ODK Collect shows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from math import inf, isinf, isnan
from uuid import UUID

from weft.forms.xpath import limits, values
from weft.forms.xpath.context import Context, Value
from weft.forms.xpath.errors import XPathEvaluationError
from weft.forms.xpath.registry import function
from weft.forms.xpath.tree import Node

MODULUS, MULTIPLIER = 2**31 - 1, 16_807  # Park and Miller, CACM 31(10), 1988
LONG = 2**63


@function("random", gives="number")
def random(context: Context) -> float:
    return context.world.random()


@function("uuid", "number?", gives="string")
def uuid(context: Context, size: float = inf) -> str:
    """A random identifier, or so many characters of random identifiers."""
    if isnan(size) or (size > limits.TEXT_CHARACTERS and not isinf(size)):
        raise XPathEvaluationError("uuid() needs a length")
    found = _uuid(context)
    while not isinf(size) and len(found) < size:
        context.charge(10)
        found += _uuid(context)
    return found if isinf(size) else found[: max(int(size), 0)]


def _uuid(context: Context) -> str:
    number = sum(int(context.world.random() * 2**32) << shift for shift in (0, 32, 64, 96))
    return str(UUID(int=number, version=4))


@function("randomize", "nodes any?", gives="nodes")
def randomize(context: Context, nodes: list[Node], seed: Value | None = None) -> list[Node]:
    """In a random order; the same order for the same seed."""
    context.charge(len(nodes))
    chance = context.world.random if seed is None else park_miller(_seed(seed, context))
    mixed: list[Node] = []
    for place, node in enumerate(nodes):
        other = int(chance() * (place + 1))
        mixed.append(node)
        mixed[place] = mixed[other]
        mixed[other] = node
    return mixed


def park_miller(seed: int) -> Callable[[], float]:
    """Numbers from 0 up to 1 of the minimal standard generator, as JavaRosa draws them."""
    state = int(abs(seed) % MODULUS) * (-1 if seed < 0 else 1)  # the remainder keeps the sign, as in Java
    if state <= 0:
        state += MODULUS - 1

    def draw() -> float:
        nonlocal state
        state = state * MULTIPLIER % MODULUS
        return (state - 1) / (MODULUS - 1)

    return draw


def _seed(value: Value, context: Context) -> int:
    """A number cut to a Java long; of any other text the first 64 bits of its SHA-256 (JavaRosa issue 800)."""
    found = values.number(value, context)
    if not isnan(found):
        return max(min(int(max(min(found, LONG), -LONG)), LONG - 1), -LONG)
    text = values.string(value, context)
    if not text:
        return 0
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)
