"""Who came: booked is not attended, minutes end with the session, and facts outlive the people."""

from datetime import timedelta
from typing import Any

import pytest

from tests.gather.make import HOUR, MINUTE, STARTS, activity, person, seat, session
from weft.gather.actions.attendance import check_in, note, set_door_code, verify_register
from weft.gather.actions.bookings import add_walk_in, cancel
from weft.gather.actions.sessions import cancel_session
from weft.gather.errors import NotYet, RegisterClosed, RegisterOpen, TooManyTries, WrongDoorCode, WrongState
from weft.gather.models import Attendance, Booking, Session
from weft.people.mydata.actions.erase import erase_person
from weft.record.models import Fact

pytestmark = pytest.mark.django_db
LATER = STARTS + 2 * HOUR


def noted(booking: Booking, state: str = "attended", **said: Any) -> Attendance:
    return note(booking=booking, state=state, by=None, at=said.pop("at", LATER), **said)


def facts() -> list[tuple[str, dict[str, float]]]:
    return [(fact.kind, fact.quantities) for fact in Fact.objects.order_by("number")]


def test_who_came_for_the_whole_has_the_minutes_of_the_session() -> None:
    assert (
        noted(seat(session())).minutes,
        noted(seat(session(minutes=45, local_start="2026-12-20T12:00"))).minutes,
    ) == (60, 45)


def test_minutes_end_with_the_session() -> None:
    booking = seat(session())
    assert noted(booking, minutes=60 * 24 * 3).minutes == 60
    assert noted(booking, "part", minutes=20).minutes == 20
    assert noted(booking, "no_show", minutes=20).minutes == 0


def test_the_last_word_counts_until_the_host_stands_for_it() -> None:
    of = session()
    booking = seat(of)
    noted(booking, "no_show")
    noted(booking, "attended", came="paper")
    assert verify_register(session=of, by=None, at=LATER) == 1
    with pytest.raises(RegisterClosed):
        noted(booking, "no_show")
    found = Attendance.objects.unscoped("test").get()
    assert (found.state, found.came, found.verified_at) == ("attended", "paper", LATER)


def test_nobody_is_noted_before_people_arrive() -> None:
    booking = seat(session())
    with pytest.raises(NotYet):
        noted(booking, at=STARTS - timedelta(minutes=61))
    assert noted(booking, at=STARTS - HOUR).minutes == 60


def test_who_cancelled_or_whose_session_was_cancelled_is_not_noted() -> None:
    of = session()
    gone = seat(of)
    cancel(booking=gone, by=None, at=STARTS - HOUR)
    with pytest.raises(WrongState):
        noted(gone)
    other = session(local_start="2026-12-21T10:00")
    booking = seat(other)
    cancel_session(session=other, because="storm", by=None)
    with pytest.raises(WrongState):
        noted(booking)


def test_nobody_is_counted_by_silence() -> None:
    of = session()
    noted(seat(of))
    seat(of)
    with pytest.raises(RegisterOpen, match="Still open: 1"):
        verify_register(session=of, by=None, at=LATER)
    assert (facts(), Session.objects.get(pk=of.pk).state) == ([], "planned")


def test_a_register_is_stood_for_once_and_not_before_the_session() -> None:
    of = session()
    noted(seat(of), at=STARTS)
    with pytest.raises(NotYet):
        verify_register(session=of, by=None, at=STARTS - MINUTE)
    assert verify_register(session=of, by=None, at=LATER) == 1
    with pytest.raises(RegisterClosed):
        verify_register(session=of, by=None, at=LATER)
    assert len(facts()) == 1


def test_booked_attended_absent_and_cancelled_late_are_four_things() -> None:
    of = session(5)
    noted(seat(of, person=person("Ada")))
    noted(seat(of, 2, name="Two of us"), "part", minutes=15)
    noted(seat(of), "no_show")
    cancel(booking=seat(of), by=None, at=STARTS - HOUR)
    assert verify_register(session=of, by=None, at=LATER) == 3
    assert facts() == [
        ("gather.attendance", {"minutes": 60, "people": 1}),
        ("gather.attendance", {"minutes": 30, "people": 2}),
        ("gather.no_show", {"minutes": 0, "people": 1}),
        ("gather.cancelled_late", {"minutes": 0, "people": 1}),
    ]


def test_walk_ins_count_like_everybody() -> None:
    of = session(1, activity=activity(kind="run"))
    seat(of)
    walked = add_walk_in(session=of, by=None, name="Bo", role="runner", at=STARTS)
    noted(walked)
    noted(Booking.objects.unscoped("test").filter(is_walk_in=False).get(), "no_show")
    assert verify_register(session=of, by=None, at=LATER) == 1
    fact = Fact.objects.get(kind="gather.attendance")
    assert {name: fact.traits[name] for name in ("walk_in", "role", "activity")} == {
        "walk_in": "yes", "role": "runner", "activity": "run",
    }  # fmt: skip
    assert "Bo" not in str(fact.traits)


def test_one_person_is_one_over_sessions_and_says_not_who() -> None:
    ada, first, second = person("Ada"), session(), session(local_start="2026-12-21T10:00")
    for of in (first, second):
        noted(seat(of, person=ada), at=of.ends_at)
        noted(seat(of, contact=" Bo@demonstration.example"), at=of.ends_at)
        verify_register(session=of, by=None, at=of.ends_at)
    keys = [fact.key for fact in Fact.objects.order_by("number")]
    assert (keys[0], keys[1], len(set(keys))) == (keys[2], keys[3], 2)
    assert len({fact.traits["session"] for fact in Fact.objects.all()}) == 2


def test_erasing_everybody_leaves_every_figure() -> None:
    of, ada = session(), person("Ada")
    noted(seat(of, person=ada, needs="a ramp", contact="ada@demonstration.example"))
    verify_register(session=of, by=None, at=LATER)
    before = facts()
    erase_person(person=ada, by=None, why="self")
    booking = Booking.objects.unscoped("test").get()
    assert (booking.person, booking.contact, booking.needs, booking.name) == (None, "", "", "")
    assert facts() == before


def test_who_is_there_types_the_code_on_the_door() -> None:
    of = session()
    booking = seat(of)
    with pytest.raises(WrongDoorCode):
        check_in(booking=booking, code="", by=None, at=STARTS)
    code = set_door_code(session=of, by=None)
    with pytest.raises(WrongDoorCode):
        check_in(booking=booking, code="1111", by=None, at=STARTS)
    found = check_in(booking=booking, code=f" {code[:2]} {code[2:]} ", by=None, at=STARTS)
    assert (found.state, found.came) == ("attended", "code")
    with pytest.raises(RegisterClosed):
        check_in(booking=booking, code=code, by=None, at=LATER)


def test_codes_on_doors_cannot_be_tried_out() -> None:
    of = session()
    booking = seat(of)
    set_door_code(session=of, by=None)
    for _ in range(10):
        with pytest.raises(WrongDoorCode):
            check_in(booking=booking, code="1111", by=None, at=STARTS)
    with pytest.raises(TooManyTries):
        check_in(booking=booking, code="1111", by=None, at=STARTS)
