"""What a form does while it is answered, in tables people can read."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from pyxform.xls2xform import convert

from weft.forms.engine import Clock, Filling, Form, Question, ReadOnly

CLOCK = Clock(datetime(2026, 5, 3, 22, 30, tzinfo=UTC), ZoneInfo("Europe/London"))

HOUSEHOLD = """
| survey | | | | | | | |
| | type | name | label::English (en) | label::Cymraeg (cy) | relevant | constraint | calculation |
| | integer | age | How old are you? | Faint yw eich oed? | | . < 120 | |
| | select_one yesno | work | Do you work? | Ydych chi'n gweithio? | ${age} >= 16 | | |
| | text | job | What is your job? | Beth yw eich swydd? | ${work} = 'yes' | | |
| | begin repeat | children | Child | Plentyn | | | |
| | text | name | Name | Enw | | | |
| | integer | years | How old is ${name}? | Faint yw oed ${name}? | | | |
| | end repeat | | | | | | |
| | calculate | minors | | | | | count(${children}) |
| | note | thanks | You named ${minors}. | Fe enwoch ${minors}. | ${minors} > 0 | | |
| choices | | | | |
| | list_name | name | label::English (en) | label::Cymraeg (cy) |
| | yesno | yes | Yes | Ydw |
| | yesno | no | No | Nac ydw |
"""  # fmt: skip


@pytest.fixture(scope="module")
def household() -> Form:
    return Form.parse(convert(HOUSEHOLD, file_type=".md").xform)


@pytest.fixture
def filling(household: Form) -> Filling:
    return Filling.new(household, CLOCK)


def asked(filling: Filling) -> list[str]:
    return [place.ref for place in filling.walk() if isinstance(place.element, Question)]


def test_a_question_is_asked_when_the_answers_before_it_say_so(filling: Filling) -> None:
    steps = [
        ("/data/age", "12", []),
        ("/data/age", "40", ["/data/work"]),
        ("/data/work", "yes", ["/data/work", "/data/job"]),
        ("/data/age", "15", []),
        ("/data/age", "41", ["/data/work", "/data/job"]),
    ]
    for ref, answer, then_asked in steps:
        filling.set(ref, answer)
        assert [one for one in asked(filling) if one in ("/data/work", "/data/job")] == then_asked


def test_an_answer_off_the_route_is_kept_until_the_form_is_sent(filling: Filling) -> None:
    filling.set("/data/age", "40")
    filling.set("/data/work", "yes")
    filling.set("/data/job", "baker")
    filling.set("/data/work", "no")
    assert filling.state("/data/job").value == ""
    assert filling.dropped() == ("/data/job",)
    assert "baker" in filling.full_xml()
    assert "baker" not in filling.xml()
    filling.set("/data/work", "yes")
    assert filling.state("/data/job").value == "baker"


def test_it_is_not_known_whether_a_question_is_asked_before_the_one_it_hangs_on_is_answered(
    filling: Filling,
) -> None:
    assert not filling.state("/data/work").is_determined
    filling.set("/data/age", "12")
    assert filling.state("/data/work").is_determined
    filling.leave("/data/age", "refused")
    assert filling.state("/data/work").is_determined
    assert filling.state("/data/age").reason == "refused"


def test_children_are_counted_as_they_are_added_and_taken_away(filling: Filling) -> None:
    first = filling.state("/data/minors").value
    assert filling.add("/data/children") == "/data/children[2]"
    filling.set("/data/children[2]/name", "Ada")
    assert (first, filling.state("/data/minors").value) == ("1", "2")
    assert filling.state("/data/children[2]/years").label == "How old is Ada?"
    filling.remove("/data/children", 1)
    assert filling.state("/data/children[1]/name").value == "Ada"
    assert filling.state("/data/thanks").label == "You named 1."


def test_texts_change_with_the_language(filling: Filling) -> None:
    assert filling.form.languages == ("English (en)", "Cymraeg (cy)")
    filling.language = "Cymraeg (cy)"
    assert filling.state("/data/age").label == "Faint yw eich oed?"
    assert [one.label for one in filling.state("/data/work").choices] == ["Ydw", "Nac ydw"]
    assert filling.choice_label("/data/work", "no") == "Nac ydw"


def test_an_answer_that_does_not_hold_is_a_problem(filling: Filling) -> None:
    filling.set("/data/age", "140")
    assert [problem.ref for problem in filling.problems()] == ["/data/age"]
    filling.set("/data/age", "40")
    assert filling.problems() == ()


def test_what_is_worked_out_by_a_note_cannot_be_answered(filling: Filling) -> None:
    with pytest.raises(ReadOnly):
        filling.set("/data/thanks", "x")


def test_a_draft_comes_back_as_it_was(filling: Filling) -> None:
    filling.set("/data/age", "40")
    filling.set("/data/work", "no")
    again = Filling.load(filling.form, filling.full_xml(), CLOCK)
    for ref in ("/data/age", "/data/work", "/data/job", "/data/minors"):
        assert again.state(ref) == filling.state(ref)
