"""How long a form takes to read and answer, and how long one question may be."""

from collections.abc import Iterable
from dataclasses import dataclass

from weft.forms.library.mirror import ENGLISH
from weft.forms.library.tables import LibraryForm, Row
from weft.forms.purposes import CASE_CODE

# Silent reading of plain English by adults is about 240 words a minute (Brysbaert 2019, Journal of Memory and
# Language 109); people reading a second language, or a form, are slower: three quarters of it.
WORDS_A_MINUTE = 180
SECONDS_TO_ANSWER = 5  # to choose and go on; our judgement
SECONDS_TO_WRITE = 30  # a written answer of a sentence; our judgement
QUESTION_WORDS_MOST = 40
HINT_WORDS_MOST = 25
ANSWER_WORDS_MOST = 15
MINUTES_MOST = 20  # of a survey sent to a sample

ASKED = ("select_one", "select_multiple", "rank", "integer", "decimal", "text", "date", "geopoint", "image")
LABEL, HINT = f"label::{ENGLISH}", f"hint::{ENGLISH}"


@dataclass(frozen=True)
class Length:
    """A form from end to end, every question asked once and each list of answers read."""

    questions: int
    words: int
    minutes: float


def words_in(text: str) -> int:
    return len(text.split())


def questions_of(form: LibraryForm) -> list[Row]:
    """The rows of the survey sheet that ask somebody something: the code of a case is written by a field worker."""
    return [row for row in _read(form) if row["type"].split(" ")[0] in ASKED]


def length_of(form: LibraryForm) -> Length:
    """The longest way through a form: a reader routed past questions needs less."""
    asked = questions_of(form)
    words = sum(words_in(row[LABEL]) + words_in(row.get(HINT, "")) for row in _read(form))
    words += sum(_answers(form, row) for row in asked)
    written = sum(row["type"] == "text" for row in asked)
    seconds = SECONDS_TO_ANSWER * (len(asked) - written) + SECONDS_TO_WRITE * written
    return Length(len(asked), words, round(words / WORDS_A_MINUTE + seconds / 60, 1))


def _read(form: LibraryForm) -> list[Row]:
    return [row for row in form.sheet("survey") if row["name"] != CASE_CODE]


def _answers(form: LibraryForm, row: Row) -> int:
    """Words of the answers to choose from, which are read each time they are shown."""
    kind, _, name = row["type"].partition(" ")
    return sum(words_in(each[LABEL]) for each in choices_of(form, name)) if kind.startswith("select") else 0


def choices_of(form: LibraryForm, name: str) -> Iterable[Row]:
    return [row for row in form.sheet("choices") if row["list_name"] == name]
