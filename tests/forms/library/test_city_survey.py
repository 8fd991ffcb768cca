"""The city survey: what it asks, in which order, how long it is, and that its answers fit the registry."""

import re

import pytest

from weft.forms.library import item, library_form, list_items
from weft.forms.library.length import (
    ANSWER_WORDS_MOST,
    HINT,
    HINT_WORDS_MOST,
    LABEL,
    MINUTES_MOST,
    QUESTION_WORDS_MOST,
    Length,
    choices_of,
    length_of,
    questions_of,
    words_in,
)
from weft.registry.load import load_registry

SURVEY = library_form("city-survey")
ASKED = questions_of(SURVEY)
IN_BANK = {each.key for each in list_items()}
PAGES = [
    "Before you begin",
    "Your local area",
    "People around you",
    "Meeting people unlike you",
    "Taking part",
    "Fairness",
    "How life is going",
    "About you",
]


def test_it_asks_65_questions_and_takes_under_twenty_minutes() -> None:
    assert length_of(SURVEY) == Length(questions=65, words=2199, minutes=19.3)


def test_no_question_hint_or_answer_is_long() -> None:
    assert max(words_in(row[LABEL]) for row in ASKED) <= QUESTION_WORDS_MOST
    assert max(words_in(row[HINT]) for row in ASKED) <= HINT_WORDS_MOST
    assert max(words_in(row[LABEL]) for row in SURVEY.sheet("choices")) <= ANSWER_WORDS_MOST
    assert length_of(SURVEY).minutes <= MINUTES_MOST


def test_the_three_themes_come_before_the_questions_about_the_person() -> None:
    assert list(dict.fromkeys(row["weft:page"] for row in ASKED)) == PAGES
    about = [row["name"].startswith("d_") for row in ASKED]
    assert about == sorted(about)


def test_every_indicator_is_one_of_the_registry_and_says_so_for_every_question_it_needs() -> None:
    registry = load_registry()
    named = {(name, row["name"]) for row in ASKED for name in row["weft:indicator"].split()}
    assert {name for name, _ in named} <= set(registry.indicators)
    asked = {row["name"] for row in ASKED}
    served = {
        indicator.id
        for indicator in registry.indicators.values()
        if indicator.questions and set(indicator.questions) <= asked
    }
    assert {name for name, _ in named} == served
    assert named == {(name, q) for name in served for q in registry.indicator(name).questions}


def test_it_serves_every_indicator_that_a_survey_can_answer() -> None:
    registry = load_registry()
    asked = {row["name"] for row in ASKED}
    left = [i.id for i in registry.indicators.values() if i.questions and not set(i.questions) <= asked]
    assert left == []


@pytest.mark.parametrize("row", ASKED, ids=lambda row: row["name"])
def test_each_question_stands_in_the_bank_word_for_word(row: dict[str, str]) -> None:
    found = item(row["name"])
    assert row[LABEL] == found.text
    assert row[HINT] == found.hint
    assert row["weft:sensitivity"] == found.sensitivity
    assert tuple(row["weft:indicator"].split()) == found.indicators
    name = row["type"].partition(" ")[2]
    given = [(c["name"], c[LABEL], c["weft:missing"]) for c in choices_of(SURVEY, name)]
    assert given == [(c.code, c.label, c.missing) for c in found.options]


def test_a_question_asked_of_some_comes_after_the_question_that_decides() -> None:
    assert late_references(SURVEY.sheet("survey")) == []
    turned = list(reversed(SURVEY.sheet("survey")))
    assert late_references(turned) != []  # the check can fail


def late_references(rows: list[dict[str, str]]) -> list[tuple[str, str]]:
    """(question, question it depends on) where the second is not yet asked."""
    asked: set[str] = set()
    found = []
    for row in rows:
        for name in re.findall(r"\$\{(\w+)\}", row.get("relevant", "") + row.get("repeat_count", "")):
            if name not in asked:
                found.append((row["name"], name))
        asked.add(row["name"])
    return found


def test_everything_but_the_screening_can_be_refused() -> None:
    for row in ASKED:
        name = row["type"].partition(" ")[2]
        marks = {c["weft:missing"] for c in choices_of(SURVEY, name)}
        offered = row["weft:may_refuse"] == "yes" or "refused" in marks
        assert offered == (row["name"] != "s_adult"), row["name"]
        assert not (row["weft:may_refuse"] == "yes" and "refused" in marks), row["name"]
        assert not (row["weft:may_not_know"] == "yes" and "dont_know" in marks), row["name"]


def test_only_the_screening_is_required() -> None:
    assert [row["name"] for row in ASKED if row["required"] == "yes"] == ["s_adult"]


def test_the_postcode_is_asked_for_its_area_alone() -> None:
    assert [row["name"] for row in ASKED if row["weft:purpose"] == "postcode"] == ["d_postcode"]


def test_written_answers_have_a_limit() -> None:
    assert [(row["name"], row["weft:words_most"]) for row in ASKED if row["type"] == "text"] == [
        ("q_formal_vol_other", "20"),
        ("q_take_part_easier", "60"),
        ("q_unfair_other", "20"),
        ("d_postcode", ""),
    ]


def test_a_key_of_other_text_is_a_question_that_follows() -> None:
    others = {row["name"]: row["weft:other"] for row in ASKED if row["weft:other"]}
    assert others == {"q_formal_vol": "q_formal_vol_other", "q_unfair": "q_unfair_other"}


def test_at_most_five_people_are_described() -> None:
    repeats = [row["repeat_count"] for row in SURVEY.sheet("survey") if row["type"] == "begin_repeat"]
    assert repeats == ["if(${q_occasion_count} > 5, 5, coalesce(${q_occasion_count}, 0))"]


def test_nothing_asks_for_a_name_a_date_of_birth_or_a_state_somebody_belongs_to() -> None:
    asked = " ".join(row[LABEL].lower() for row in ASKED)
    for word in ("your name", "date of birth", "nationality", "citizen", "visa"):
        assert word not in asked
