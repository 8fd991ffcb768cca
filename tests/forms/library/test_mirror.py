"""Mirrored English is complete, current, and keeps what is for the machine."""

from weft.forms.library import library_form
from weft.forms.library.mirror import ENGLISH, LANGUAGE, mirrored, with_mirror

SURVEY = library_form("city-survey")


def test_every_word_is_accented_and_turned_round() -> None:
    assert mirrored("Yes, one") == "\u200f\u202eÝés\u202c\u200f, \u200f\u202eóñé\u202c\u200f"


def test_a_reference_to_another_answer_is_kept() -> None:
    assert mirrored("${q_one} a") == "${q_one} \u200f\u202eá\u202c\u200f"


def test_every_english_text_of_the_city_survey_is_mirrored() -> None:
    for name in ("survey", "choices"):
        rows = SURVEY.sheet(name)
        assert rows == with_mirror(rows), "run: python -m weft.forms.library.mirror city-survey"
        for row in rows:
            for heading, value in row.items():
                if heading.endswith(f"::{ENGLISH}"):
                    assert bool(row[heading.replace(ENGLISH, LANGUAGE)]) == bool(value)
