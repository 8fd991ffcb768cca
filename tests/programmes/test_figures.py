"""Figures are counted from facts by the definitions of the blueprint."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.programmes.make import programme
from weft.people.models import Person
from weft.programmes.actions import Aim, note_answers, note_grant, note_outcome, open_edition
from weft.programmes.actions.outcomes import NotATrait
from weft.programmes.models import Programme
from weft.programmes.pseudonyms import pseudonym
from weft.programmes.queries import coverage, figures_of, ladder
from weft.programmes.queries.figures import Counted, Figure, figure, nearest
from weft.record.actions import record_fact
from weft.record.models import Fact

DAY = date(2026, 3, 4)


def definition(**more: Any) -> Mapping[str, Any]:
    return {
        "key": "f",
        "title": "F",
        "unit": "people",
        "measure": "people",
        "fact": "gather.attendance",
        **more,
    }


def facts(*rows: tuple[str, dict[str, Any]]) -> list[Counted]:
    return [Counted(key, said) for key, said in rows]


THREE = facts(
    ("ada", {"minutes": 60, "first_time": "yes"}),
    ("ada", {"minutes": 90, "first_time": "no"}),
    ("ben", {"minutes": 30}),
)


@pytest.mark.parametrize(
    ("more", "value", "n", "unknown"),
    [
        ({}, 2, 3, 0),
        ({"measure": "count"}, 3, 3, 0),
        ({"times": 2}, 1, 3, 0),
        ({"measure": "sum", "quantity": "minutes", "divide_by": 60}, 3, 3, 0),
        ({"measure": "mean", "quantity": "minutes"}, 60, 3, 0),
        ({"measure": "median", "quantity": "minutes"}, 60, 3, 0),
        ({"where": "first_time = 'yes'"}, 1, 1, 1),
        ({"measure": "share", "where": "first_time = 'yes'"}, 0.5, 2, 1),
        ({"measure": "share", "where": "minutes > 50", "base": "first_time = 'yes'"}, 1, 1, 1),
        ({"measure": "share", "where": "minutes > 50", "base": "minutes > 500"}, None, 0, 0),
        ({"measure": "mean", "quantity": "people"}, None, 3, 0),
    ],
)
def test_a_figure_by_its_definition(more: dict[str, Any], value: float | None, n: int, unknown: int) -> None:
    found = figure(definition(**more), THREE)
    assert (found.value, found.n, found.unknown) == (value, n, unknown)


def test_walk_ins_without_a_pseudonym_count_once_each() -> None:
    assert figure(definition(), [*THREE, *facts(("", {}), ("", {}))]).value == 4


def people(count: int, yes: int = 0) -> list[Counted]:
    return facts(*((f"p{n}", {"first_time": "yes" if n < yes else "no"}) for n in range(count)))


@pytest.mark.parametrize(
    ("found", "small"),
    [
        (figure(definition(), people(10)), False),
        (figure(definition(), people(9)), True),
        (figure(definition(), []), True),
        (figure(definition(measure="share", where="first_time = 'yes'"), people(30, yes=10)), False),
        (figure(definition(measure="share", where="first_time = 'yes'"), people(30, yes=9)), True),
        (figure(definition(measure="share", where="first_time = 'yes'"), people(30, yes=21)), True),
        (figure(definition(fact="programmes.reach", measure="count"), people(3)), False),
    ],
)
def test_what_rests_on_fewer_than_ten_people_is_not_public(found: Figure, small: bool) -> None:
    assert found.is_small is small
    public = found.public()
    shown = 0.35 if found.part else found.value
    assert (public.value, public.is_hidden) == ((None, True) if small else (shown, False))
    assert public.n == (0 if small else found.n)


@pytest.mark.parametrize(("count", "shown"), [(10, 10), (12, 10), (13, 15), (151, 150), (153, 155)])
@pytest.mark.parametrize("measure", ["people", "count"])
def test_people_and_what_they_did_are_public_to_the_nearest_five(
    measure: str, count: int, shown: int
) -> None:
    found = figure(definition(measure=measure), people(count))
    assert found.value == count  # officers see it as it is
    assert (found.public().value, found.public().n, found.public().people) == (shown, shown, None)


def test_a_mean_is_public_in_steps_that_one_more_answer_hardly_moves() -> None:
    asked = definition(measure="mean", quantity="minutes")
    forty = facts(*((f"p{n}", {"minutes": 30 + n % 11}) for n in range(40)))
    found, later = figure(asked, forty), figure(asked, [*forty, *facts(("late", {"minutes": 36}))])
    assert found.public().value == later.public().value == 34.5  # steps of half a minute: 2 x 10 / 40
    told = (later.value or 0) * 41 - (found.value or 0) * 40
    assert told == pytest.approx(36)  # the control: from figures as they are, the answer is worked out
    assert (found.public().n, found.public().people, found.public().reach) == (40, None, 0.0)


def test_a_median_is_public_in_round_steps() -> None:
    asked = definition(measure="median", quantity="minutes")
    found = figure(asked, facts(*((f"p{n}", {"minutes": 3 * n}) for n in range(12))))
    assert (found.value, found.public().value) == (16.5, 20)  # 2 x 33 / 12 is 5.5, so steps of ten


@pytest.mark.parametrize(
    ("value", "step", "shown"),
    [
        (34.7, 0.5, 34.5),
        (34.7, 0.3, 34.5),
        (34.75, 0.5, 35.0),
        (1234, 30, 1250),
        (0.123, 0.0, 0.123),
        (7, 6, 10),
    ],
)
def test_nearest_goes_in_round_steps(value: float, step: float, shown: float) -> None:
    assert nearest(value, step) == pytest.approx(shown)


@pytest.mark.parametrize(
    ("count", "yes", "shown", "n"),
    [(29, 15, None, 0), (97, 48, 0.5, 90), (43, 26, 0.6, 40), (44, 26, 0.6, 40), (136, 67, 0.49, 140)],
)
def test_a_share_is_public_in_steps_as_coarse_as_its_base_is_small(
    count: int, yes: int, shown: float | None, n: int
) -> None:
    found = figure(definition(measure="share", where="first_time = 'yes'"), people(count, yes=yes))
    assert (found.value, found.is_small) == (yes / count, False)  # officers see it as it is
    assert (found.public().value, found.public().n) == (shown, n)


@pytest.mark.parametrize(("count", "yes", "shown"), [(136, 67, 0.5), (199, 90, 0.5), (200, 90, 0.45)])
def test_a_share_by_what_people_answered_is_coarser_in_public(count: int, yes: int, shown: float) -> None:
    """Ten points below 200 people, five from there; control: by which form it was, as before."""
    answered = definition(
        measure="share", fact="programmes.answers", where="first_time = 'yes'", base="wave = 'after'"
    )
    found = [Counted(each.key, {**each.answers, "wave": "after"}) for each in people(count, yes=yes)]
    assert figure(answered, found).public().value == shown
    assert not figure(
        definition(measure="people", fact="programmes.answers", where="wave = 'after'"), found
    ).is_answer


@pytest.mark.django_db
def test_one_persons_visits_are_one_person_over_all_editions(tmp_path: Path) -> None:
    made = programme(tmp_path)
    for key in ("a", "b"):
        for who in ("ada", "ben"):
            attend(made, key, who)
    attend(made, "b", "cem", programme="another")
    editions = [
        open_edition(programme=made, key=k, title=k, starts_on=DAY, ends_on=DAY, by=None) for k in "ab"
    ]
    by_edition = [figures_of(made, each)[0].value for each in editions]
    assert (by_edition, figures_of(made)[0].value) == ([2, 2], 2)
    assert [each.rung for each in ladder(figures_of(made))] == ["took_part"]


def attend(made: Programme, edition: str, who: str, programme: str = "", **traits: str) -> Fact:
    return record_fact(
        kind="gather.attendance", on=DAY, programme=programme or made.key, edition=edition, key=who,
        traits=traits, quantities={"minutes": 60, "people": 1},
    )  # fmt: skip


@pytest.mark.django_db
def test_coverage_is_of_everybody_or_of_a_group(tmp_path: Path) -> None:
    made = programme(tmp_path)
    for number in range(4):
        attend(made, "a", f"p{number}", first_time="yes" if number else "no")
    aims = [Aim("people", 8), Aim("people", 3, "first_time = 'yes'"), Aim("hours", 0)]
    edition = open_edition(
        programme=made, key="a", title="A", starts_on=DAY, ends_on=DAY, targets=aims, by=None
    )
    assert [(each.reached, each.is_met) for each in coverage(edition)] == [
        (0.5, False),
        (1, True),
        (None, False),
    ]


@pytest.mark.django_db
def test_answers_outcomes_and_money_become_facts_without_names(tmp_path: Path) -> None:
    made = programme(tmp_path)
    ada = Person.objects.create(name="Ada")
    run = open_edition(programme=made, key="a", title="A", starts_on=DAY, ends_on=DAY, by=None)
    note_answers(
        edition=run, form="after", wave="month", person=ada, answers={"met_again": "yes"}, on=DAY, by=None
    )
    note_outcome(edition=run, outcome="exam_passed", person=ada, on=DAY, by=None)
    note_grant(edition=run, pence=1_200_000, source="City Hall", on=DAY, by=None)
    found = {fact.kind: fact for fact in Fact.objects.all()}
    assert found["programmes.answers"].key == pseudonym(ada, "programmes.answers")
    assert found["programmes.outcome"].key != found["programmes.answers"].key
    assert (found["programmes.grant"].key, found["programmes.grant"].quantities) == ("", {"pence": 1_200_000})
    assert next(each for each in figures_of(made) if each.key == "met_again").value == 1
    with pytest.raises(NotATrait):
        note_answers(
            edition=run, form="after", wave="month", person=ada, answers={"why": "x" * 81}, on=DAY, by=None
        )


def test_an_amount_rests_on_those_who_have_some_of_it() -> None:
    """Hours of two children are hidden although twenty learners came."""
    learners = [(f"p{number}", {"learner_minutes": 60}) for number in range(20)]
    told = definition(measure="sum", quantity="creche_minutes", divide_by=60)
    few = figure(told, facts(*learners, ("p1", {"creche_minutes": 60}), ("p2", {"creche_minutes": 60})))
    assert (few.value, few.people, few.is_small) == (2, 2, True)
    many = figure(told, facts(*((f"p{number}", {"creche_minutes": 60}) for number in range(10))))
    assert (many.value, many.people, many.is_small) == (10, 10, False)
