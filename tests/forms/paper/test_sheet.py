"""A form on paper: numbers, codes, room for repeats, and the route in words."""

import pytest

from tests.forms.exports import small
from weft.forms.outline import read_outline
from weft.forms.paper.keyed import Keyed, Said, differing, instance_of
from weft.forms.paper.reading import NotThatAnswer, read_line, read_page, typed_as
from weft.forms.paper.sheet import Line, paper_lines, shown

SIMPLE = """
| survey |
| | type | name | label | relevant |
| | select_one yn | pet | Do you have a pet? | |
| | integer | legs | How many legs? | {condition} |
| choices |
| | list_name | name | label |
| | yn | yes | Yes |
| | yn | no | No |
"""


def lines() -> dict[str, Line]:
    return {line.ref: line for line in paper_lines(small.first())}


def routed(condition: str) -> str:
    outline = read_outline(small.xform(SIMPLE.format(condition=condition)))
    return shown(paper_lines(outline), "")[1].route


def test_questions_are_numbered_through_and_repeats_have_room() -> None:
    numbers = [(line.ref, line.number) for line in lines().values() if line.is_question]
    assert numbers == [
        ("/data/has_children", 1),
        ("/data/child/name", 2), ("/data/child/age", 3),
        ("/data/child[2]/name", 4), ("/data/child[2]/age", 5),
        ("/data/child[3]/name", 6), ("/data/child[3]/age", 7),
        ("/data/groups", 8), ("/data/groups_other", 9), ("/data/about/height", 10), ("/data/about/born", 11),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("${pet} = 'yes'", "Answer this if you answered “Yes” to question 1."),
        ("${pet} != 'yes'", "Answer this if you did not answer “Yes” to question 1."),
        ("selected(${pet}, 'no')", "Answer this if you answered “No” to question 1."),
        ("not(selected(${pet}, 'no'))", "Answer this if you did not answer “No” to question 1."),
        ("${pet} != ''", "Answer this if you answered question 1."),
        (
            "${pet} = 'yes' or ${pet} = 'no'",
            "Answer this if you answered “Yes” to question 1 or you answered “No” to question 1.",
        ),
        ("count(${pet}) > 1", "Ask only if applicable."),
        ("(${pet} = 'yes' or ${pet} = 'no') and ${pet} != ''", "Ask only if applicable."),
        ("", ""),
    ],
)
def test_the_route_is_said_in_words_where_it_is_simple(condition: str, words: str) -> None:
    assert routed(condition) == words


def test_numbers_are_compared_in_words() -> None:
    born = next(
        each for each in shown(paper_lines(small.first()), "English (en)") if each.line.ref.endswith("born")
    )
    assert born.route == (
        "Answer this if you answered “Yes” to question 1 and your answer to question 10 is more than 1."
    )


def test_the_words_come_in_the_language_asked_for() -> None:
    assert shown(paper_lines(small.first()), "Arabic (ar)")[0].label == "هل لديك أطفال؟"


def test_codes_and_values_are_both_understood() -> None:
    line = lines()["/data/groups"]
    assert dict(line.codes) == {"1": "choir", "2": "club", "3": "other"}
    assert read_line(line, "3, 1") == Said("choir other")
    assert read_line(line, "club") == Said("club")
    assert typed_as(line, Said("choir other")) == "1 3"
    assert read_line(lines()["/data/has_children"], "2") == Said("no")


def test_an_unknown_code_says_which_there_are() -> None:
    with pytest.raises(NotThatAnswer, match="Question 8: enter one of the codes 1, 2, 3"):
        read_line(lines()["/data/groups"], "4")


@pytest.mark.parametrize(
    ("ref", "typed", "kept"),
    [
        ("/data/about/born", "28 2 1990", "1990-02-28"),
        ("/data/about/born", "28/02/1990", "1990-02-28"),
        ("/data/about/height", "1,75", "1.75"),
        ("/data/child/age", "7", "7"),
    ],
)
def test_days_and_numbers_are_read_as_people_write_them(ref: str, typed: str, kept: str) -> None:
    assert read_line(lines()[ref], typed).value == kept


@pytest.mark.parametrize(("ref", "typed"), [("/data/about/born", "31 2 1990"), ("/data/child/age", "seven")])
def test_what_does_not_fit_is_asked_for_again(ref: str, typed: str) -> None:
    with pytest.raises(NotThatAnswer):
        read_line(lines()[ref], typed)


def test_a_question_mark_means_nobody_can_read_it() -> None:
    assert read_line(lines()["/data/child/age"], "?") == Said(reason="not_legible")
    assert read_line(lines()["/data/child/age"], "", "skipped") == Said()
    with pytest.raises(NotThatAnswer, match="not both"):
        read_line(lines()["/data/child/age"], "7", "refused")


def test_a_page_gathers_every_mistake() -> None:
    typed = read_page(paper_lines(small.first()), {"q1": "9", "q3": "x", "q10": "1.8"})
    assert list(typed.errors) == ["q1", "q3"]
    assert typed.keyed.as_kept() == {"/data/about/height": ["1.8", ""]}


def test_readings_differ_in_answers_and_reasons_not_in_blanks() -> None:
    one = Keyed({"/data/a": Said("x  y"), "/data/b": Said(reason="refused"), "/data/c": Said("1")})
    other = Keyed({"/data/a": Said("x y"), "/data/b": Said(), "/data/c": Said("2")})
    assert differing(one, other) == ["/data/b", "/data/c"]
    assert differing(one, one) == []


def test_an_instance_has_only_the_repeats_somebody_filled() -> None:
    xml = instance_of(
        small.first(), Keyed({"/data/child/age": Said("4"), "/data/child[2]/name": Said(reason="refused")})
    )
    assert xml.count("<child>") == 2
    assert "<age>4</age>" in xml
