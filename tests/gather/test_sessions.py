"""Sessions: the same local hour across the clock change, series without holidays, changes told once."""

from datetime import UTC, date, datetime

import pytest

from tests.gather.make import DAY, HOUR, NOW, STARTS, activity, host, person, seat, session, states, taken
from weft.gather.actions.feeds import renew_feed
from weft.gather.actions.series import plan_series
from weft.gather.actions.sessions import (
    cancel_session,
    change_activity,
    change_session,
    make_activity,
    plan_session,
)
from weft.gather.actions.telling import send_reminders
from weft.gather.actions.waiting import join_waiting_list
from weft.gather.errors import BookingClosed, NotPlannable, WrongState
from weft.gather.models import Recurrence, Session
from weft.gather.queries.calendars import person_of_feed
from weft.gather.queries.ledger import faults
from weft.gather.recurrence import Series, moment
from weft.post.models import Message
from weft.programmes.models import Edition, Programme, Requirement

LONDON = "Europe/London"


@pytest.mark.parametrize(
    ("asked", "poster", "utc"),
    [
        ("2026-06-15T18:30", "2026-06-15T18:30", (2026, 6, 15, 17, 30)),
        ("2026-03-29T01:30", "2026-03-29T02:30", (2026, 3, 29, 1, 30)),  # the clocks skip this hour
        ("2026-10-25T01:30", "2026-10-25T01:30", (2026, 10, 25, 0, 30)),  # it comes twice: the first
        ("2026-12-15T18:30", "2026-12-15T18:30", (2026, 12, 15, 18, 30)),
    ],
)
def test_a_local_time_is_one_moment(asked: str, poster: str, utc: tuple[int, ...]) -> None:
    found = moment(asked, LONDON)
    assert (found.local, found.at, found.is_moved) == (poster, datetime(*utc, tzinfo=UTC), poster != asked)  # type: ignore[arg-type,misc]


def test_a_series_keeps_its_hour_when_the_clocks_change() -> None:
    found = Series("FREQ=WEEKLY;BYDAY=TU", "2026-10-20T18:30", date(2026, 11, 3), LONDON).moments()
    assert [(one.local, one.at.hour) for one in found] == [
        ("2026-10-20T18:30", 17),
        ("2026-10-27T18:30", 18),
        ("2026-11-03T18:30", 18),
    ]


def test_control_counting_in_utc_would_shift_the_hour() -> None:
    first = moment("2026-10-20T18:30", LONDON).at
    assert (first + 7 * DAY).astimezone(moment_zone()).hour == 17


def moment_zone() -> object:
    from zoneinfo import ZoneInfo

    return ZoneInfo(LONDON)


def test_a_series_keeps_to_terms_and_leaves_days_out() -> None:
    terms = [(date(2026, 9, 1), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18))]
    found = Series(
        "FREQ=WEEKLY;BYDAY=MO,TH", "2026-10-12T10:00", date(2026, 11, 12), LONDON, [date(2026, 10, 15)], terms
    ).moments()
    assert [one.local[5:10] for one in found] == [
        "10-12",
        "10-19",
        "10-22",
        "11-02",
        "11-05",
        "11-09",
        "11-12",
    ]


@pytest.mark.parametrize(
    ("rule", "until"),
    [
        ("FREQ=SECONDLY", date(2026, 12, 1)),
        ("FREQ=WEEKLY;COUNT=3", date(2026, 12, 1)),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", date(2027, 12, 1)),
        ("FREQ=WEEKLY", date(2026, 10, 1)),
        ("FREQ=WEEKLY", date(2036, 10, 1)),
        ("FREQ=DAILY", date(2028, 10, 1)),
        ("FREQ=WEEKLY;BYDAY=MO\nEXDATE:20261019", date(2026, 12, 1)),
    ],
)
def test_rules_that_no_series_can_have_are_refused(rule: str, until: date) -> None:
    with pytest.raises(NotPlannable):
        Series(rule, "2026-10-12T10:00", until, LONDON).moments()


@pytest.mark.django_db
def test_a_series_is_planned_once_and_can_be_made_longer() -> None:
    lesson = activity()
    said = {"minutes": 90, "zone": LONDON, "capacities": {"learner": 8, "creche_2_4": 4}}
    rule = {"rule": "FREQ=WEEKLY;BYDAY=TU", "starts": "2026-12-01T10:00"}
    first = plan_series(activity=lesson, until=date(2026, 12, 15), by=None, **rule, **said)  # type: ignore[arg-type]
    more = plan_series(activity=lesson, until=date(2026, 12, 29), by=None, **rule, **said)  # type: ignore[arg-type]
    assert ([one.local_start for one in more], len(first)) == (["2026-12-22T10:00", "2026-12-29T10:00"], 3)
    assert (taken(more[0]), Recurrence.objects.get().until) == (
        {"creche_2_4": 0, "learner": 0},
        date(2026, 12, 29),
    )


@pytest.mark.django_db
def test_a_session_ends_after_its_minutes_also_when_the_clocks_change_meanwhile() -> None:
    night = session(local_start="2026-10-25T00:30", minutes=120)
    assert (night.starts_at.hour, night.ends_at - night.starts_at) == (23, 2 * HOUR)
    assert night.local_day == date(2026, 10, 25)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said", [{"minutes": 0}, {"minutes": 1441}, {"zone": "Mars/Base"}, {"local_start": "soon"}]
)
def test_sessions_that_cannot_be_are_refused(said: dict[str, object]) -> None:
    with pytest.raises(NotPlannable):
        session(**said)  # type: ignore[arg-type]
    assert Session.objects.count() == 0


@pytest.mark.django_db
def test_a_speed_slot_is_short_once_and_needs_no_training() -> None:
    slot = activity(is_speed=True, volunteering=True)
    session(activity=slot, minutes=360)
    with pytest.raises(NotPlannable):
        session(activity=slot, minutes=361, local_start="2026-12-21T10:00")
    with pytest.raises(NotPlannable):
        plan_series(
            activity=slot, rule="FREQ=DAILY", starts="2026-12-21T10:00", until=date(2026, 12, 24), by=None,
            minutes=60, zone=LONDON, capacities={"seat": 1},
        )  # fmt: skip
    programme = Programme.objects.create(key="p", title="P", blueprint="p", version="1")
    edition = Edition.objects.create(
        programme=programme, key="1", title="1", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
    )
    make_activity(organisation=host(), title="Sorting", edition=edition, is_speed=True, by=None)
    Requirement.objects.create(programme=programme, key="t", kind="training", role="helper", label="Training")
    with pytest.raises(NotPlannable):
        make_activity(organisation=host(), title="Sorting", edition=edition, is_speed=True, by=None)


@pytest.mark.django_db
def test_an_activity_with_long_sessions_does_not_become_a_speed_slot() -> None:
    long = session(minutes=400)
    with pytest.raises(NotPlannable):
        change_activity(activity=long.activity, is_speed=True, by=None)


@pytest.mark.django_db
def test_the_same_session_is_not_planned_twice() -> None:
    ride = activity()
    said = {"minutes": 60, "zone": LONDON, "capacities": {"seat": 1}, "by": None}
    first = plan_session(activity=ride, local_start="2026-12-20T10:00", key="k", **said)
    assert plan_session(activity=ride, local_start="2026-12-20T10:00", key="k", **said).pk == first.pk
    with pytest.raises(NotPlannable):
        plan_session(activity=ride, local_start="2026-12-20T10:00", key="other", **said)
    assert Session.objects.count() == 1


def letters(kind: str) -> list[str]:
    return sorted(one.letter().to for one in Message.objects.unscoped("test").filter(kind=kind))


@pytest.mark.django_db
def test_everybody_is_told_once_that_a_session_is_cancelled_and_why() -> None:
    ride = session(2)
    seat(ride, person=person("Ada"))
    seat(ride, contact="bo@demonstration.example", name="Bo")
    join_waiting_list(session=ride, places={"seat": 1}, contact="cy@demonstration.example", by=None, at=NOW)
    with pytest.raises(NotPlannable):
        cancel_session(session=ride, because=" ", by=None)
    cancel_session(session=ride, because="The hall is flooded", by=None)
    with pytest.raises(WrongState):
        cancel_session(session=ride, because="Again", by=None)
    told = ["ada@demonstration.example", "bo@demonstration.example", "cy@demonstration.example"]
    assert (letters("session cancelled"), states(ride)) == (told, ["cancelled"] * 3)
    assert "The hall is flooded" in Message.objects.unscoped("test").first().letter().body  # type: ignore[union-attr]
    with pytest.raises(BookingClosed):
        seat(ride)
    assert (taken(ride), faults()) == ({"seat": 0}, [])


@pytest.mark.django_db
def test_a_changed_session_keeps_its_places_and_tells_of_each_change() -> None:
    ride = session(2, closes_before=HOUR)
    seat(ride, contact="bo@demonstration.example")
    later = change_session(session=ride, local_start="2026-12-20T12:00", minutes=60, venue=None, by=None)
    assert (later.sequence, later.booking_closes_at, taken(ride)) == (1, STARTS + HOUR, {"seat": 1})
    change_session(session=later, local_start="2026-12-20T13:00", minutes=60, venue=None, by=None)
    assert letters("session changed") == ["bo@demonstration.example"] * 2


@pytest.mark.django_db
def test_reminders_go_out_once_a_day_before_and_again_when_the_time_changed() -> None:
    ride = session(3)
    seat(ride, contact="bo@demonstration.example")
    assert send_reminders(STARTS - 25 * HOUR) == 0
    send_reminders(STARTS - 24 * HOUR)
    send_reminders(STARTS - 23 * HOUR)
    assert letters("session reminder") == ["bo@demonstration.example"]
    change_session(session=ride, local_start="2026-12-20T11:00", minutes=60, venue=None, by=None)
    send_reminders(STARTS - 20 * HOUR)
    assert letters("session reminder") == ["bo@demonstration.example"] * 2


@pytest.mark.django_db
def test_a_calendar_has_one_secret_address_and_a_new_one_ends_the_old() -> None:
    ada = person()
    first = renew_feed(person=ada, by=None)
    assert person_of_feed(first) == ada
    second = renew_feed(person=ada, by=None)
    assert (person_of_feed(first), person_of_feed(second), person_of_feed("")) == (None, ada, None)
