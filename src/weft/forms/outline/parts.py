"""The parts of an outline: options, questions and groups, each with its words in every language of the form."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

Words = Mapping[str, str]  # language -> text; "" is the text of a form of one language
CHOOSING = ("select_one", "select_multiple", "rank")
FILES = ("image", "audio", "video", "file")
SILENT = ("group", "repeat", "note")  # no answer of their own
UNASKED = ("calculate", "hidden")  # worked out, on no page
SPECIAL = "special"  # bind::weft:sensitivity
LANGUAGE_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*$")
RIGHT_TO_LEFT = ("ar", "fa", "he", "ps", "ur", "yi", "ckb", "dv", "ug")


def words_in(words: Words, language: str) -> str:
    """The words in a language; where there are none, in the first language that has any."""
    return words.get(language) or next((text for text in words.values() if text), "")


def code_of(language: str) -> str:
    """The code of "Arabic (ar)": "ar"; "" for a language that names none."""
    found = LANGUAGE_CODE.search(language)
    if found:
        return found[1]
    return language if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)?", language) else ""


def is_right_to_left(language: str) -> bool:
    return code_of(language).partition("-")[0] in RIGHT_TO_LEFT


@dataclass(frozen=True)
class Option:
    """One choice. `missing` marks a choice that is no answer: refused or dont_know."""

    value: str
    labels: Words
    missing: str = ""


@dataclass(frozen=True)
class Item:
    """One question, note, group or repeat, in the order of the form."""

    ref: str
    kind: str
    labels: Words = field(default_factory=dict)
    hints: Words = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    relevant: str = ""
    is_required: bool = False
    weft: Mapping[str, str] = field(default_factory=dict)
    repeat: str = ""  # the innermost repeat it stands in
    depth: int = 0

    @property
    def name(self) -> str:
        return self.ref.rpartition("/")[2]

    @property
    def is_asked(self) -> bool:
        """A question somebody answers, on a page or on paper."""
        return self.kind not in SILENT and self.kind not in UNASKED

    @property
    def has_answer(self) -> bool:
        return self.kind not in SILENT

    @property
    def is_special(self) -> bool:
        return self.weft.get("sensitivity", "") == SPECIAL

    @property
    def offered(self) -> tuple[Option, ...]:
        """The options that are answers."""
        return tuple(option for option in self.options if not option.missing)

    @property
    def missing(self) -> Mapping[str, str]:
        return {option.value: option.missing for option in self.options if option.missing}


@dataclass(frozen=True)
class Outline:
    """One version of a form."""

    title: str
    form_id: str
    version: str
    root: str
    languages: tuple[str, ...]
    items: tuple[Item, ...]

    @property
    def default_language(self) -> str:
        return self.languages[0] if self.languages else ""

    @cached_property
    def answers(self) -> tuple[Item, ...]:
        """Everything that holds an answer, calculated or given."""
        return tuple(item for item in self.items if item.has_answer)

    @cached_property
    def keys(self) -> Mapping[str, str]:
        """Reference -> key: the question's name; with its group's names before it where two share a name."""
        names = [item.name for item in self.items if item.kind != "note"]
        return {
            item.ref: item.name if names.count(item.name) == 1 else ".".join(item.ref.split("/")[2:])
            for item in self.items
            if item.kind not in ("note", "group")
        }

    @cached_property
    def by_ref(self) -> Mapping[str, Item]:
        return {item.ref: item for item in self.items}
