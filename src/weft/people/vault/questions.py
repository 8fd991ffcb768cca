"""The monitoring questions and their code lists, as versioned data (questions.yaml)."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext_lazy

FILE = Path(__file__).with_name("questions.yaml")
NOT_SAID = "not_said"
NOT_SAID_LABEL = gettext_lazy("Prefer not to say")


class UnknownAnswer(Exception):
    """The question is not asked, or the answer is not on its list. Never names the answer."""


@dataclass(frozen=True)
class Question:
    key: str
    version: int
    text: str
    hint: str
    source: str
    options: dict[str, str]  # code -> label

    @property
    def name(self) -> str:
        """What an answer remembers: "tenure@1"."""
        return f"{self.key}@{self.version}"

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """Every answer that may be given; "Prefer not to say" last."""
        return [*self.options.items(), (NOT_SAID, NOT_SAID_LABEL)]

    def label(self, code: str) -> str:
        return str(dict(self.choices).get(code, code))


@cache
def questions() -> tuple[Question, ...]:
    """The questions as asked now, in order."""
    return tuple(_question(each) for each in yaml.safe_load(FILE.read_text(encoding="utf-8")))


def question(key: str) -> Question:
    """The question with a key ("tenure") or name ("tenure@1"). Raises UnknownAnswer."""
    for found in questions():
        if key in (found.key, found.name):
            return found
    raise UnknownAnswer(f"There is no monitoring question {key!r}.")


def after(asked: Question) -> Question | None:
    """The question that follows, or None at the end."""
    following = [*questions(), None]
    return following[questions().index(asked) + 1]


def _question(each: dict[str, Any]) -> Question:
    options = {str(code): str(label) for code, label in each["options"].items()}
    return Question(each["key"], each["version"], each["text"], each.get("hint", ""), each["source"], options)
