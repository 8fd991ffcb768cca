"""A fixture is played through the public actions; its figures are compared, and a difference fails."""

from pathlib import Path

import pytest

from tests.programmes.conftest import forms_are_read_here
from tests.programmes.make import changed, folder
from weft.cli import main
from weft.programmes.blueprint.reading import read_blueprint
from weft.programmes.queries import figures_of
from weft.replay.comparing import Expected, compare, read_expected, table
from weft.replay.errors import ReplayError
from weft.replay.fixture import expand, read_steps
from weft.replay.playing import play

__all__ = ["forms_are_read_here"]


def test_one_entry_stands_for_many_steps() -> None:
    written = {"do": "x", "who": "Rider {n}", "next": "{n+1}", "repeat": 3, "vary": {"a.minutes": [118, 119]}}
    assert list(expand(written)) == [
        {"who": "Rider 1", "next": 2, "a": {"minutes": 118}},
        {"who": "Rider 2", "next": 3, "a": {"minutes": 119}},
        {"who": "Rider 3", "next": 4, "a": {"minutes": 118}},
    ]
    each = {
        "do": "x",
        "who": "{each.name} of {each.place}",
        "seats": "{each.seats}",
        "each": [{"name": "Ada", "place": "Bow", "seats": 2}],
    }
    assert list(expand(each)) == [{"who": "Ada of Bow", "seats": 2}]


def test_minutes_of_the_bike_buddies_add_up() -> None:
    """57 rides of 118 minutes and 66 of 119 are 243 hours (domain/programmes.md, 3b)."""
    written = {
        "do": "x",
        "repeat": 123,
        "vary": {"minutes": [{"is": 118, "times": 57}, {"is": 119, "times": 66}]},
    }
    assert sum(each["minutes"] for each in expand(written)) == 14_580


def played(made: Path) -> list[bool]:
    blueprint = read_blueprint(made)
    world = play(blueprint)
    expected = blueprint.file("expect")
    assert expected
    rows = compare(read_expected(expected), figures_of(world.programme))
    assert table(rows).count("DIFFERENT") == sum(not row.is_met for row in rows)
    return [row.is_met for row in rows]


@pytest.mark.django_db
def test_the_starter_plays_as_expected(tmp_path: Path) -> None:
    assert played(folder(tmp_path)) == [True]


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["{value: 0.7, n: 12}", "{value: 0.6667, n: 11, tolerance: 0.01}"])
def test_a_figure_that_differs_is_found(tmp_path: Path, wrong: str) -> None:
    made = folder(tmp_path)
    (made / "expect.yaml").write_text(f"met_again: {wrong}\n")
    assert played(made) == [False]


def test_an_indicator_that_is_not_there_is_no_match() -> None:
    assert [row.is_met for row in compare({"nothing": Expected(0)}, [])] == [False]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("do: answer", "do: anser", "fixture.yaml, line 5: there is no step “anser”."),
        ("form: after, ", "", "fixture.yaml, line 5: “form” is missing."),
        ("wave: month", "wave: month, mood: good", "fixture.yaml, line 5: answer does not know “mood”."),
        ("shows: hygiene", "shows: dbs", "fixture.yaml, line 4: Nothing requires “dbs”."),
        ("repeat: 12", "repeat: 900000", "repeat is a number from 1 to 200,000."),
    ],
)
def test_a_step_that_cannot_be_done_names_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    made = changed(folder(tmp_path), old, new, "fixture.yaml")
    with pytest.raises(ReplayError) as caught:
        play(read_blueprint(made))
    assert str(caught.value).startswith(said)


@pytest.mark.django_db
def test_a_database_that_holds_programmes_is_never_played_into(tmp_path: Path) -> None:
    play(read_blueprint(folder(tmp_path)))
    with pytest.raises(ReplayError, match="empty database"):
        play(read_blueprint(folder(tmp_path)))


def test_a_fixture_without_steps_says_so(tmp_path: Path) -> None:
    (tmp_path / "fixture.yaml").write_text("step: 1\n")
    with pytest.raises(ReplayError, match="write a list below"):
        read_steps(tmp_path / "fixture.yaml")


def test_the_command_writes_checks_and_shows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = tmp_path / "soup"
    assert main(["blueprint", "new", str(made)]) == 0
    assert main(["blueprint", "check", str(made)]) == 0
    assert main(["blueprint", "show", str(made)]) == 0
    assert main(["blueprint", "new", str(made)]) == 1
    changed(made, "purpose:", "porpoise:")
    assert main(["blueprint", "check", str(made)]) == 1
    told = capsys.readouterr()
    assert "Cooking together (soup 1.0): 1 forms, 4 figures. Nothing is wrong." in told.out
    assert "  blueprint.yaml, line 6: “porpoise” is not known here. Did you mean “purpose”?" in told.err
