"""The four programmes that ship are played through the public actions, and their figures come out."""

import shutil
from pathlib import Path

import pytest

from tests.programmes.conftest import forms_are_read_here
from tests.programmes.make import changed, folder
from weft.gather.models import Booking, Session
from weft.gather.pairing.models import Entry
from weft.people.models import Person
from weft.people.mydata.actions.erase import erase_person
from weft.programmes.blueprint.problems import NotABlueprint
from weft.programmes.blueprint.reading import Blueprint, read_blueprint
from weft.programmes.blueprint.shelf import from_shelf
from weft.programmes.blueprint.vocabulary import fact_kinds
from weft.programmes.queries import figures_of
from weft.programmes.queries.figures import MIXED
from weft.record.models import Fact
from weft.replay.comparing import compare, read_expected, table
from weft.replay.errors import ReplayError
from weft.replay.playing import play
from weft.replay.world import World

__all__ = ["forms_are_read_here"]
SHIPPED = ("bike-buddies", "run-to-do-good", "esol-plus-childcare", "speed-volunteering")


def different(blueprint: Blueprint, world: World) -> str:
    expected = blueprint.file("expect")
    assert expected
    wanted = read_expected(expected)
    assert set(wanted) == {each["key"] for each in blueprint.document["indicators"]}
    rows = compare(wanted, figures_of(world.programme))
    return "" if all(row.is_met for row in rows) else table(rows)


def played(name: str) -> tuple[Blueprint, World]:
    blueprint = from_shelf(name, with_forms=True)
    return blueprint, play(blueprint)


@pytest.mark.django_db
@pytest.mark.parametrize("name", SHIPPED[1:])
def test_every_figure_comes_out(name: str) -> None:
    blueprint, world = played(name)
    assert different(blueprint, world) == ""
    facts_say_what_they_may(blueprint)


def facts_say_what_they_may(blueprint: Blueprint) -> None:
    """What the rooms write is what facts.yaml says they do."""
    known = fact_kinds()
    own = {each["key"] for each in blueprint.document.get("mixing", {}).get("traits", ())}
    for kind, traits in Fact.objects.values_list("kind", "traits"):
        said = {name.removeprefix(MIXED) for name in traits}
        assert known[kind].traits is None or said <= {*known[kind].traits, *own}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", [SHIPPED[0], *(pytest.param(name, marks=pytest.mark.slow) for name in SHIPPED[1:])]
)
def test_every_figure_stays_when_everybody_is_erased(name: str) -> None:
    blueprint, world = played(name)
    assert different(blueprint, world) == ""
    facts_say_what_they_may(blueprint)
    erase_all(list(world.people.values()))
    assert different(blueprint, world) == ""


def erase_all(people: list[Person]) -> None:
    assert people
    for one in people:
        one.refresh_from_db()
        erase_person(person=one, by=None)
    assert not Booking.objects.unscoped("test").filter(person__isnull=False).exists()
    assert not Entry.objects.unscoped("test").filter(person__isnull=False).exists()


@pytest.mark.django_db
def test_a_minute_less_is_found(tmp_path: Path) -> None:
    """The control: figures that never differ would prove nothing."""
    made = Path(shutil.copytree(from_shelf("run-to-do-good").folder, tmp_path / "run-to-do-good"))
    changed(made, "{is: 40, times: 32}", "{is: 40, times: 31}, 39", "fixture.yaml")
    blueprint = read_blueprint(made)
    found = different(blueprint, play(blueprint)).splitlines()
    assert [line.split()[0] for line in found if "DIFFERENT" in line] == ["hours"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("step", "said"),
    [
        (
            "{do: session, key: a, activity: meal, start: 2026-02-01T10:00}",
            "There is no activity “meal” so far",
        ),
        ("{do: activity, key: feast}", "The blueprint has no “feast” among its activities."),
        ("{do: pool, key: riders}", "The blueprint has no pool “riders”."),
    ],
)
def test_what_is_not_there_is_said(tmp_path: Path, step: str, said: str) -> None:
    made = folder(tmp_path)
    with (made / "fixture.yaml").open("a") as file:
        file.write(f"\n  - {step}\n")
    with pytest.raises(ReplayError, match=said):
        play(read_blueprint(made))


MEAL = """
  - {do: activity, key: meal}
  - {do: session, key: one, activity: meal, start: 2026-02-01T18:00, places: {seat: 1}, newcomers: {}, at: 2026-01-10}
  - {do: book, who: Ada, session: one, at: 2026-01-11}
"""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("{do: book, who: Bo, session: one, at: 2026-01-11}", "book: NoPlaces"),
        ("{do: book, who: Bo, session: one, refused: AlreadyBooked, at: 2026-01-11}", "book: NoPlaces"),
        ("{do: cancel, who: Bo, session: one, at: 2026-01-11}", "There is no booking “ Bo in one” so far"),
        ("{do: verify, session: one, at: 2026-02-02}", "verify: RegisterOpen"),
        ("{do: attend, who: Ada, session: one, at: 2026-01-12}", "attend: NotYet"),
    ],
)
def test_what_the_service_refuses_stops_the_replay(tmp_path: Path, step: str, said: str) -> None:
    made = folder(tmp_path)
    with (made / "fixture.yaml").open("a") as file:
        file.write(f"{MEAL}  - {step}\n")
    with pytest.raises(ReplayError, match=said):
        play(read_blueprint(made))
    assert Session.objects.get().capacities.get().taken == 1


@pytest.mark.django_db
def test_a_refusal_that_does_not_come_stops_the_replay(tmp_path: Path) -> None:
    made = folder(tmp_path)
    more = MEAL.replace("who: Ada, ", "who: Ada, refused: NoPlaces, ")
    with (made / "fixture.yaml").open("a") as file:
        file.write(more)
    with pytest.raises(ReplayError, match=r"refused \(NoPlaces\) and was not"):
        play(read_blueprint(made))


def test_a_speed_slot_of_more_than_six_hours_is_no_blueprint(tmp_path: Path) -> None:
    made = changed(folder(tmp_path), "minutes: 150", "minutes: 361\n    speed: true")
    with pytest.raises(NotABlueprint) as caught:
        read_blueprint(made)
    assert "A speed slot takes place once and lasts six hours at most." in str(caught.value.problems[0])
