"""What a column is, whatever it is called: names as XLSForm knows them, and the language of a text."""

from collections.abc import Iterable
from dataclasses import dataclass

from pyxform import aliases
from pyxform.parsing.sheet_headers import SMART_QUOTES, process_header
from pyxform.question import MultipleChoiceQuestion, Option

from weft.forms.intake.book import Row, Sheet

OURS = (
    "indicator",
    "sensitivity",
    "purpose",
    "page",
    "may_refuse",
    "may_not_know",
    "words_most",
    "other",
)  # survey sheet; bind::weft:NAME in the XForm
PREFIX = "weft:"
CERTIFY = "weft:certify"  # settings: a party's answers are signed for before they are sent
MISSING = "weft:missing"  # choices sheet
MISSING_ELEMENT = "weft_missing"  # its name among a choice's columns in the XForm
EXPRESSIONS = (
    "relevant",
    "constraint",
    "calculation",
    "required",
    "readonly",
    "choice_filter",
    "repeat_count",
)
TEXTS = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
_NAMED = {
    ("bind", "relevant"): "relevant",
    ("bind", "constraint"): "constraint",
    ("bind", "calculate"): "calculation",
    ("bind", "required"): "required",
    ("bind", "readonly"): "readonly",
    ("bind", "jr:constraintMsg"): "constraint_message",
    ("bind", "jr:requiredMsg"): "required_message",
    ("control", "jr:count"): "repeat_count",
    ("control", "appearance"): "appearance",
    ("control", "relevant"): "relevant",
}


@dataclass(frozen=True)
class Column:
    """A column of a sheet: `title` as written, `name` as XLSForm knows it, `language` of its texts or ""."""

    title: str
    name: str
    language: str = ""
    tokens: tuple[str, ...] = ()


def columns_of(sheet: Sheet) -> dict[str, Column]:
    """The columns of a sheet by the title they have in it."""
    doubled = any("::" in title for title in sheet.header if not _own(title))
    return {title: _column(sheet.name, title, doubled) for title in sheet.header}


def _own(title: str) -> str:
    """The name of one of our columns however it is written, or ""."""
    plain = title.replace(" ", "").lower()
    plain = plain.removeprefix("bind::").removeprefix("bind:")
    return plain if plain.startswith(PREFIX) else ""


def _column(sheet: str, title: str, doubled: bool) -> Column:
    own = _own(title)
    if own:
        return Column(title, own, tokens=("bind", own) if sheet == "survey" else (own,))
    known = {
        "survey": (aliases.survey_header, set(MultipleChoiceQuestion.get_slot_names())),
        "settings": (aliases.settings_header, set()),
    }.get(sheet, (aliases.list_header, set(Option.get_slot_names())))
    _, tokens = process_header(title, doubled, *known)
    for begin, name in _NAMED.items():
        if tokens[: len(begin)] == begin:
            return Column(title, name, "::".join(tokens[len(begin) :]), tokens)
    if tokens[0] == "media" and len(tokens) > 1:
        return Column(title, tokens[1], "::".join(tokens[2:]), tokens)
    return Column(title, tokens[0], "::".join(tokens[1:]), tokens)


@dataclass(frozen=True)
class Cells:
    """A row's texts by what their column is."""

    row: Row
    columns: dict[str, Column]

    def get(self, name: str, language: str | None = None) -> str:
        """The text of a column; without a language, of the first that holds one."""
        return next((text for _, text in self.of(name, language)), "")

    def of(self, name: str, language: str | None = None) -> list[tuple[Column, str]]:
        """Each column that goes by this name and holds something, with its text."""
        return [
            (self.columns[title], tidy(text))
            for title, text in self.row.cells.items()
            if self.columns[title].name == name and language in (None, self.columns[title].language)
        ]

    def title(self, name: str) -> str:
        """What the column is called in this workbook."""
        return next((column.title for column in self.columns.values() if column.name == name), name)


def tidy(text: str) -> str:
    """A text as the conversion takes it: straight quotation marks."""
    for curly, straight in SMART_QUOTES.items():
        text = text.replace(curly, straight)
    return text


def languages_of(columns: Iterable[Column]) -> tuple[str, ...]:
    """The languages labels are written in, in order; "" for a label that names none."""
    return tuple(dict.fromkeys(column.language for column in columns if column.name == "label"))
