"""Teams are made behind a wall: an answer to the equality questions cannot be opened from there. Both walls have a
control that fails when they are taken down."""

import contextlib
from pathlib import Path

import pytest

from tests.gather.make import NOW
from tests.gather.teams.make import booked, run_session
from tests.house.test_contract import ROOT, lint
from weft.gather.teams import making, meetings
from weft.gather.teams.actions import changing
from weft.gather.teams.actions.changing import move_somebody
from weft.gather.teams.actions.making import Wanted, make_seating, seat_again
from weft.people.models import Person
from weft.people.vault.actions import answer
from weft.people.vault.queries import answers_for
from weft.people.vault.rules import SUBJECT_ACCESS
from weft.record.deciding import ClosedToDeciding


@pytest.fixture
def spied(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Somebody who comes to look at the equality questions while teams are made."""
    seen: list[object] = []
    ada = Person.objects.create(name="Ada", email="ada@demonstration.example")
    answer(person=ada, answers={"tenure": "social_rent"}, by=None)

    def look(really):
        def instead(*args, **kwargs):
            seen.append(answers_for(ada, purpose=SUBJECT_ACCESS, by=None))
            return really(*args, **kwargs)

        return instead

    for module in (making, changing):
        monkeypatch.setattr(module, "company_of", look(module.company_of))
    monkeypatch.setattr(meetings, "blocked_pairs", look(meetings.blocked_pairs))
    return seen


ASKED = [Wanted(teams=2, mix_on=("booking.age",)), Wanted(rounds=2, sides=("a", "b"))]


def ready():
    of = run_session()
    booked(of, 4, role="a")
    booked(of, 4, role="b")
    return of


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", ASKED)
def test_a_monitoring_answer_cannot_be_reached_while_teams_are_made(
    spied: list[object], wanted: Wanted
) -> None:
    with pytest.raises(ClosedToDeciding):
        make_seating(session=ready(), wanted=wanted, by=None, at=NOW)
    assert spied == []


@pytest.mark.django_db
def test_nor_while_they_are_changed(spied: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as open_for_once:
        open_for_once.setattr(making, "deciding", lambda _what: contextlib.nullcontext())
        made = make_seating(session=ready(), wanted=ASKED[0], by=None, at=NOW)
    spied.clear()
    mark = _some_mark(made)
    for change in (
        lambda: seat_again(seating=made, by=None, at=NOW),
        lambda: move_somebody(seating=made, mark=mark, number=1, team=1, by=None, at=NOW),
    ):
        with pytest.raises(ClosedToDeciding):
            change()
    assert spied == []


@pytest.mark.django_db
@pytest.mark.parametrize("wanted", ASKED)
def test_the_control_reaches_the_answer_when_the_lock_is_taken_off(
    spied: list[object], wanted: Wanted, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (making, meetings):
        monkeypatch.setattr(module, "deciding", lambda _what: contextlib.nullcontext())
    make_seating(session=ready(), wanted=wanted, by=None, at=NOW)
    assert spied and spied[0] == {"tenure@1": "social_rent"}


def contract(tmp_path: Path, source: str) -> Path:
    planted = tmp_path / "planted.toml"
    planted.write_text(
        '[tool.importlinter]\nroot_package = "weft"\n'
        '[[tool.importlinter.contracts]]\nname = "Teams and mixing cannot reach the vault"\ntype = "forbidden"\n'
        f'source_modules = ["{source}"]\nforbidden_modules = ["weft.people.vault"]\n'
    )
    return planted


def test_teams_and_mixing_stand_under_the_import_contract(tmp_path: Path) -> None:
    for source in ("weft.gather.teams", "weft.programmes.queries.mixing", "weft.people.matching"):
        assert (ROOT / "src" / source.replace(".", "/")).is_dir()
        assert lint(contract(tmp_path, source)).returncode == 0


def test_the_contract_fails_for_a_room_that_does_reach_it(tmp_path: Path) -> None:
    done = lint(contract(tmp_path, "weft.people.mydata"))
    assert done.returncode == 1 and "weft.people.vault" in done.stdout


def _some_mark(made) -> str:
    from weft.gather.teams.actions.keeping import current_seats

    return next(iter(current_seats(made)))[0]
