"""What everybody reads of a programme: nothing while it is prepared, no small figures, rungs that are never added."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from tests.browser.checks import strict_html
from tests.programmes.make import programme
from weft.people.models import Person
from weft.programmes.actions import Aim, note_answers, open_edition, open_programme
from weft.programmes.models import Edition, Programme
from weft.programmes.queries import figures_of
from weft.record.actions import record_fact

pytestmark = pytest.mark.django_db
DAY = date(2026, 4, 1)


def edition(of: Programme, key: str = "2026", *aims: Aim) -> Edition:
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    return open_edition(
        programme=of, key=key, title=key, starts_on=first, ends_on=last, targets=aims, by=None
    )


def came(of: Edition, people: int) -> None:
    for number in range(people):
        record_fact(
            kind="gather.attendance",
            on=DAY,
            programme=of.programme.key,
            edition=of.key,
            key=f"{of.key} {number}",
            quantities={"minutes": 60, "people": 1},
        )


def met_again(of: Edition, yes: int, no: int) -> None:
    for number, said in enumerate(["yes"] * yes + ["no"] * no):
        who = Person.objects.create(name=f"Person {number}")
        note_answers(
            edition=of, form="after", wave="month", person=who, answers={"met_again": said}, on=DAY, by=None
        )


def page(client: Client, status: int = 200) -> str:
    answer = client.get("/programmes/cooking/")
    assert answer.status_code == status
    if status == 200:
        strict_html(answer)
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def test_a_programme_that_is_prepared_is_not_there(client: Client, tmp_path: Path) -> None:
    page(client, 404)
    made = programme(tmp_path)
    page(client, 404)
    edition(made)
    open_programme(programme=made, by=None)
    assert "Neighbours who have never met cook" in page(client)


def test_who_was_reached_and_what_it_cannot_show_stand_there(client: Client, tmp_path: Path) -> None:
    made = programme(tmp_path)
    held = edition(made, "2026", Aim("people", 48))
    open_programme(programme=made, by=None)
    came(held, 12)
    met_again(held, 26, 17)
    shown = page(client)
    assert "Took part What is counted People who came So far 10 people" in shown
    assert "Hours together So far 10 hours" in shown
    assert "60% of 40" in shown
    assert "People who came So far 10 Aimed at 48" in shown
    assert "People who come to cook may be those who meet neighbours anyway." in shown
    assert "They are never added" in shown


def test_fewer_than_ten_people_are_not_shown(client: Client, tmp_path: Path) -> None:
    made = programme(tmp_path)
    held = edition(made, "2026", Aim("people", 48))
    open_programme(programme=made, by=None)
    came(held, 9)
    met_again(held, 21, 9)
    shown = page(client)
    assert shown.count("too few to show") == 3  # people, hours, met again
    assert "not yet" in shown  # newcomers: whatever they are now
    assert "70%" not in shown and "9 people" not in shown and "Aimed at" not in shown


def test_one_more_answer_from_one_day_to_the_next_does_not_tell_what_it_was(
    client: Client, tmp_path: Path
) -> None:
    made = programme(tmp_path)
    held = edition(made, "2026")
    open_programme(programme=made, by=None)
    met_again(held, 26, 17)
    before = page(client)
    seen_by_officers = [(each.value, each.n) for each in figures_of(made)]
    assert (26 / 43, 43) in seen_by_officers  # control: as it is
    met_again(held, 0, 1)
    assert "60% of 40" in before and page(client) == before


def test_a_small_edition_hides_the_figure_of_every_edition(client: Client, tmp_path: Path) -> None:
    """12 in one edition and 15 in all would tell that there were 3 in the other."""
    made = programme(tmp_path)
    large, small = edition(made, "2025", Aim("people", 48)), edition(made, "2026", Aim("people", 48))
    open_programme(programme=made, by=None)
    came(large, 12)
    came(small, 3)
    shown = page(client)
    assert "15 people" in shown and "Aimed at" not in shown


def test_targets_of_groups_are_for_officers(client: Client, tmp_path: Path) -> None:
    made = programme(tmp_path)
    held = edition(made, "2026", Aim("people", 48, "first_time = 'yes'"))
    open_programme(programme=made, by=None)
    came(held, 12)
    assert "Aimed at" not in page(client)
