"""The city survey answered: who is asked what, and that nothing but the screening holds anybody up."""

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from weft.forms.engine import Clock, Filling, Form, Question
from weft.forms.intake.compiling import compile_book
from weft.forms.intake.reading import pack_folder, read_book
from weft.forms.library import library_form
from weft.forms.library.length import questions_of
from weft.forms.library.mirror import mirrored
from weft.forms.purposes import is_case_code

SURVEY = library_form("city-survey")
ZONE = ZoneInfo("Europe/London")
CLOCK = Clock(datetime(2026, 11, 22, 10, 0, tzinfo=ZONE), ZONE)


@cache
def form() -> Form:
    return Form.parse(compile_book(read_book(pack_folder(SURVEY.folder))).xform)


def ref_of(filling: Filling, name: str) -> str:
    return next(p.ref for p in filling.walk(include_irrelevant=True) if p.ref.endswith(f"/{name}"))


def begun(**answers: str) -> Filling:
    """The survey with these answers, in the order given."""
    filling = Filling.new(form(), clock=CLOCK)
    for name, value in answers.items():
        filling.set(ref_of(filling, name), value)
    return filling


def asked(filling: Filling) -> list[str]:
    """The questions on the route; notes, and what only a field worker sees, left out."""
    found = [p for p in filling.walk() if isinstance(p.element, Question) and p.element.kind != "note"]
    return [p.ref.rpartition("/")[2] for p in found if p.element.control and not is_case_code(p.ref)]


def test_nobody_is_asked_anything_before_the_screening() -> None:
    assert asked(begun()) == ["s_adult"]


def test_somebody_under_16_is_asked_nothing_more() -> None:
    assert asked(begun(s_adult="no")) == ["s_adult"]
    assert begun(s_adult="no").problems() == ()


def test_an_adult_is_asked_everything_that_needs_no_earlier_answer() -> None:
    followed = {
        "q_mix_pos_ethnicity", "q_mix_pos_social_class", "q_mix_pos_age", "q_mix_pos_faith",
        "q_mix_pos_disability", "q_occasion_count", "q_occasion_age", "q_occasion_ethnic_group",
        "q_occasion_work", "q_formal_vol_other", "q_formal_vol_freq", "q_unfair_other",
    }  # fmt: skip
    everything = [row["name"] for row in questions_of(SURVEY)]
    assert asked(begun(s_adult="yes")) == [name for name in everything if name not in followed]


@pytest.mark.parametrize(
    ("often", "follows"), [("not_at_all", False), ("once_or_twice", True), ("daily", True)]
)
def test_how_positive_it_was_is_asked_of_those_who_spent_time(often: str, follows: bool) -> None:
    found = asked(begun(s_adult="yes", q_mix_freq_faith=often))
    assert ("q_mix_pos_faith" in found) == follows
    assert "q_mix_pos_age" not in found


@pytest.mark.parametrize(("count", "people"), [("0", 0), ("1", 1), ("3", 3), ("5", 5), ("9", 5)])
def test_at_most_five_people_are_described(count: str, people: int) -> None:
    found = asked(begun(s_adult="yes", q_occasion="yes", q_occasion_count=count))
    assert found.count("q_occasion_age") == people


def test_volunteering_is_followed_only_where_there_was_any() -> None:
    assert "q_formal_vol_freq" not in asked(begun(s_adult="yes", q_formal_vol="none"))
    found = asked(begun(s_adult="yes", q_formal_vol="money other"))
    assert found.index("q_formal_vol_other") == found.index("q_formal_vol") + 1
    assert "q_formal_vol_freq" in found


def test_none_of_these_excludes_the_others() -> None:
    said = [p.message for p in begun(s_adult="yes", q_unfair="age none").problems()]
    assert said == ["Choose either the last answer or any of the others"]


def test_everything_may_be_left_empty_but_the_screening() -> None:
    assert [p.ref.rpartition("/")[2] for p in begun().problems()] == ["s_adult"]
    assert begun(s_adult="yes").problems() == ()


def test_every_label_is_there_in_mirrored_english() -> None:
    filling = begun(s_adult="yes")
    filling.language = "Mirrored English (ar-XB)"
    ref = ref_of(filling, "q_lonely_direct")
    state = filling.state(ref)
    assert str(state.label) == mirrored("How often do you feel lonely?")
    assert state.choices[0].label == mirrored("Often or always")


def test_prefer_not_to_say_is_a_reason_and_not_an_answer() -> None:
    state = begun(s_adult="yes").state(ref_of(begun(), "d_religion"))
    assert {c.value: c.reason for c in state.choices if c.reason} == {"prefer_not_to_say": "refused"}
