"""Whoever sat together at an earlier session meets others now, where that costs nothing else."""

from itertools import combinations

import pytest

from tests.gather.make import NOW, STARTS, session
from tests.gather.teams.make import booked, programme, run_session, teams_of
from weft.gather.actions.attendance import note
from weft.gather.models import Booking, Session
from weft.gather.states import BookingState
from weft.gather.teams import problem
from weft.gather.teams.actions.making import Wanted, make_seating, use_seating
from weft.gather.teams.earlier import met_earlier
from weft.gather.teams.models import Seating
from weft.gather.teams.rules import SESSIONS_BACK
from weft.gather.teams.who import sitters
from weft.gather.teams.words import of_all

pytestmark = pytest.mark.django_db


def make(of: Session, **asked: object) -> Seating:
    return make_seating(session=of, wanted=Wanted(**{"teams": 4, **asked}), by=None, at=NOW)


def next_week(before: Session, day: int = 24) -> Session:
    """The next session of the activity; the same people booked it."""
    made = session(500, activity=before.activity, local_start=f"2027-01-{day:02}T18:30")
    people = [row.person for row in Booking.objects.unscoped("test").filter(session=before).order_by("pk")]
    Booking.objects.bulk_create(
        [Booking(session=made, person=one, state=BookingState.BOOKED, places={"seat": 1}) for one in people]
    )
    return made


def pairs_at(seating: Seating) -> set[tuple[int, ...]]:
    """People who sit together."""
    rows = Booking.objects.unscoped("test").filter(session=seating.session)
    who = dict(rows.values_list("public_id", "person_id"))
    return {
        tuple(sorted(pair))
        for team in teams_of(seating)
        for pair in combinations([who[mark] or 0 for mark in team], 2)
    }


@pytest.fixture
def first() -> Seating:
    """Sixteen people in four teams that were used."""
    of = run_session(programme())
    booked(of, 16)
    return use_seating(seating=make(of), by=None, at=NOW)


def test_at_the_next_session_everybody_sits_with_others(first: Seating) -> None:
    second = make(next_week(first.session))
    assert len(pairs_at(second)) == 24 and pairs_at(second) & pairs_at(first) == set()
    assert (second.verdict["met_earlier"], second.verdict["meet_again"]) == (24, 0)
    assert of_all(second, {})[1:] == ["Nobody sits with whom they sat at an earlier session."]


def test_control_without_the_memory_some_meet_again(first: Seating, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(problem, "met_earlier", lambda _people, _session: frozenset())
    second = make(next_week(first.session))
    assert pairs_at(second) & pairs_at(first) != set()


def test_what_cannot_be_helped_is_counted(first: Seating) -> None:
    second = make(next_week(first.session), teams=1)
    assert second.verdict["meet_again"] == 24
    assert "24 pairs sat together at an earlier session." in of_all(second, {})


def test_a_wish_to_sit_together_comes_before(first: Seating) -> None:
    of = next_week(first.session)
    together = sorted(teams_of(first)[0])[:2]
    bookings = Booking.objects.unscoped("test")
    people = bookings.filter(public_id__in=together).values("person")
    marks = list(bookings.filter(session=of, person__in=people).values_list("public_id", flat=True))
    Seating.objects.create(session=of, smallest=1, largest=4, seed=1, together=[marks])
    made = make(of)
    assert any(set(marks) <= team for team in teams_of(made))
    assert (
        made.verdict["meet_again"] == 2
    )  # the pair; and of a team that sends no pair four go to three others


def test_only_teams_that_were_used_and_people_who_came_count(first: Seating) -> None:
    absent = Booking.objects.unscoped("test").filter(session=first.session).first()
    assert absent is not None
    met = met_earlier(sitters(of := next_week(first.session)), of)
    note(booking=absent, state="no_show", by=None, at=STARTS)
    assert (len(met), len(met_earlier(sitters(of), of))) == (24, 21)
    Seating.objects.update(approved_at=None)
    assert met_earlier(sitters(of), of) == frozenset()


def test_sessions_long_ago_are_forgotten(first: Seating) -> None:
    of = first.session
    for day in range(1, SESSIONS_BACK + 1):
        of = next_week(of, day)
        Seating.objects.create(session=of, smallest=1, largest=4, seed=1, approved_at=NOW)
    last = next_week(of, 28)
    assert met_earlier(sitters(last), last) == frozenset()
