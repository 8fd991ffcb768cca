"""Numerators and denominators as small conditions over named questions, in three-valued logic.

A condition is true, false or unknown for each person: unknown where the answer it needs is missing.
`all` and `any` follow Kleene (1952): an unknown part leaves the whole unknown unless the known parts
already settle it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Booleans = NDArray[np.bool_]
Numbers = NDArray[np.float64]


class Answers(Protocol):
    """What the rows of a survey can be asked. All arrays have one entry a person."""

    def __len__(self) -> int: ...

    def is_in(self, question: str, codes: Sequence[str]) -> Booleans:
        """True where the answer is one of the codes (a ticked option, for tick-all-that-apply)."""

    def numbers(self, question: str) -> Numbers:
        """The answer as a number: its value, or the score of the option; NaN where there is none."""

    def answered(self, question: str) -> Booleans:
        """True where there is a substantive answer: not missing, refused or "don't know"."""


@dataclass(frozen=True)
class Truth:
    """One three-valued answer a person: `true` where it holds, `known` where that can be said."""

    true: Booleans
    known: Booleans


class Condition:
    """A test of one person's answers."""

    def evaluate(self, answers: Answers) -> Truth:
        raise NotImplementedError

    def questions(self) -> tuple[str, ...]:
        """The questions it needs, in the order first named."""
        raise NotImplementedError


@dataclass(frozen=True)
class IsIn(Condition):
    """The answer to a question is one of some codes."""

    question: str
    codes: tuple[str, ...]

    def evaluate(self, answers: Answers) -> Truth:
        known = answers.answered(self.question)
        return Truth(answers.is_in(self.question, self.codes) & known, known)

    def questions(self) -> tuple[str, ...]:
        return (self.question,)


@dataclass(frozen=True)
class Answered(Condition):
    """There is a substantive answer. Never unknown."""

    question: str

    def evaluate(self, answers: Answers) -> Truth:
        return Truth(answers.answered(self.question), np.ones(len(answers), dtype=bool))

    def questions(self) -> tuple[str, ...]:
        return (self.question,)


@dataclass(frozen=True)
class Between(Condition):
    """The sum of the numbers answered lies between two bounds, both included."""

    of: tuple[str, ...]
    at_least: float = -np.inf
    at_most: float = np.inf

    def evaluate(self, answers: Answers) -> Truth:
        total = np.sum([answers.numbers(question) for question in self.of], axis=0)
        known = np.isfinite(total)
        with np.errstate(invalid="ignore"):
            return Truth((total >= self.at_least) & (total <= self.at_most) & known, known)

    def questions(self) -> tuple[str, ...]:
        return self.of


@dataclass(frozen=True)
class AtLeast(Condition):
    """At least `count` of the parts hold. All of them: `all`; one of them: `any`."""

    count: int
    parts: tuple[Condition, ...]

    def evaluate(self, answers: Answers) -> Truth:
        truths = [part.evaluate(answers) for part in self.parts]
        sure = np.sum([truth.true & truth.known for truth in truths], axis=0)
        possible = np.sum([truth.true | ~truth.known for truth in truths], axis=0)
        true = sure >= self.count
        return Truth(true, true | (possible < self.count))

    def questions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(q for part in self.parts for q in part.questions()))


@dataclass(frozen=True)
class Not(Condition):
    """The part does not hold."""

    part: Condition

    def evaluate(self, answers: Answers) -> Truth:
        truth = self.part.evaluate(answers)
        return Truth(~truth.true & truth.known, truth.known)

    def questions(self) -> tuple[str, ...]:
        return self.part.questions()


def indicator_values(numerator: Condition, denominator: Condition | None, answers: Answers) -> Numbers:
    """One value a person: 1 counted, 0 not counted, NaN outside the denominator or without an answer.

    Args: numerator and denominator (None: everyone for whom the numerator is known); answers of n people.
    Returns: float array of length n holding 0, 1 and NaN only.
    """
    top = numerator.evaluate(answers)
    inside = top.known
    if denominator is not None:
        bottom = denominator.evaluate(answers)
        inside = inside & bottom.true & bottom.known
    return np.where(inside, top.true.astype(float), np.nan)
