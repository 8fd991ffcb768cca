"""Hosts' pages: make an activity, plan, look at a series first, change places, cancel; other hosts' are not there."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from tests.gather.make import host, person, session
from tests.people.make import account, sign_in
from weft.gather.actions.bookings import book, hold
from weft.gather.actions.waiting import join_waiting_list
from weft.gather.models import Activity, Capacity, Session

pytestmark = pytest.mark.django_db
DAY = (timezone.localdate() + timedelta(days=30)).isoformat()
SESSION = {
    "day": DAY, "hour": "18:30", "minutes": "90", "venue": "", "kind_0": "learner", "many_0": "8", "kept_0": "2",
    "kind_1": "creche_2_4", "many_1": "4", "released": "2", "closes": "1", "once": "k",
}  # fmt: skip


@pytest.fixture
def partner(client: Client) -> Client:
    return sign_in(client, account("host@demonstration.example", "partner_staff", organisation=host()))


def planned(client: Client) -> Session:
    data = {"organisation": host().public_id, "title": "  Sunday  ride ", "cost": "3.50", "once": "a"}
    client.post(reverse("planning-activity-new"), data)
    client.post(reverse("planning-session-new", args=[Activity.objects.get().public_id]), SESSION)
    return Session.objects.get()


def test_a_partner_makes_an_activity_and_plans_a_session(partner: Client) -> None:
    made = planned(partner)
    assert (made.activity.title, made.activity.cost_pence, made.local_start) == (
        "Sunday ride",
        350,
        f"{DAY}T18:30",
    )
    rows = Capacity.objects.filter(session=made).values_list("kind", "for_newcomers", "total")
    assert set(rows) == {("learner", False, 6), ("learner", True, 2), ("creche_2_4", False, 4)}
    page = partner.get(reverse("planning-session", args=[made.public_id]))
    assert page.headers["Cache-Control"].count("no-store") == 1
    assert "Crèche, 2 to 4" in page.text


def test_pressing_twice_makes_one(partner: Client) -> None:
    made = planned(partner)
    partner.post(reverse("planning-session-new", args=[made.activity.public_id]), SESSION)
    assert (Activity.objects.count(), Session.objects.count()) == (1, 1)


def test_a_partner_reaches_neither_activities_nor_sessions_of_others(partner: Client) -> None:
    other = session(activity=None)
    Activity.objects.filter(pk=other.activity_id).update(organisation=host("Others"))
    addresses = [
        reverse(f"planning-{name}", args=[other.activity.public_id]) for name in ("activity", "series")
    ]
    addresses += [
        reverse(f"planning-{name}", args=[other.public_id])
        for name in ("session", "places", "session-cancel")
    ]
    assert [partner.get(address).status_code for address in addresses] == [404] * 5
    form = partner.post(
        reverse("planning-activity-new"), {"organisation": host("Others").public_id, "title": "X"}
    )
    assert (form.status_code, Activity.objects.count()) == (200, 1)


def test_a_series_is_shown_before_it_is_planned(partner: Client) -> None:
    made = planned(partner)
    address = reverse("planning-series", args=[made.activity.public_id])
    day = timezone.localdate() + timedelta(days=60)
    until = day + timedelta(days=20)
    weekday = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][day.weekday()]
    left_out = (day + timedelta(days=7)).isoformat()
    data = SESSION | {
        "day": day.isoformat(), "until": until.isoformat(), "weekdays": [weekday], "every": "1", "left_out": left_out,
    }  # fmt: skip
    shown = partner.post(address, data)
    assert (shown.text.count("<li>") >= 2, Session.objects.count()) == (True, 1)
    sent = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown.text)
    again = {name: value for name, value in sent if name != "csrfmiddlewaretoken"}
    assert partner.post(address, again | {"agreed": "yes"}).status_code == 302
    starts = list(Session.objects.order_by("starts_at").values_list("local_start", flat=True))[1:]
    assert starts == [f"{day.isoformat()}T18:30", f"{(day + timedelta(days=14)).isoformat()}T18:30"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day": ""}, "Enter the day, such as 2026-11-24"),
        ({"minutes": "x"}, "Enter a number from 1 to 1440"),
        ({"many_0": ""}, "Enter how many there are"),
        ({"kind_1": "learner"}, "Choose each kind once"),
        ({"kept_0": "9"}, "Keep no more places for newcomers than there are."),
    ],
)
def test_what_is_wrong_is_said(partner: Client, wrong: dict[str, str], said: str) -> None:
    data = {"organisation": host().public_id, "title": "Ride", "once": "a"}
    partner.post(reverse("planning-activity-new"), data)
    page = partner.post(
        reverse("planning-session-new", args=[Activity.objects.get().public_id]), SESSION | wrong
    )
    assert (said in page.text, Session.objects.count()) == (True, 0)


def test_more_places_reach_those_who_wait_and_cancelling_tells_why(partner: Client) -> None:
    made = planned(partner)
    for _ in range(6):
        book(session=made, places={"learner": 1}, by=None)
    waiting = join_waiting_list(session=made, places={"learner": 1}, by=None)
    places = {"kind_0": "learner", "many_0": "9", "kept_0": "2"}
    partner.post(reverse("planning-places", args=[made.public_id]), places)
    waiting.refresh_from_db()
    assert waiting.state == "offered"
    few = partner.post(reverse("planning-places", args=[made.public_id]), places | {"many_0": "3"})
    assert "More places are taken than that" in few.text
    empty = partner.post(reverse("planning-session-cancel", args=[made.public_id]), {"because": ""})
    assert "Enter why it does not take place" in empty.text
    partner.post(reverse("planning-session-cancel", args=[made.public_id]), {"because": "Snow"})
    made.refresh_from_db()
    assert (made.state, made.cancelled_because) == ("cancelled", "Snow")


def test_changing_a_session_keeps_it_and_raises_its_sequence(partner: Client) -> None:
    made = planned(partner)
    address = reverse("planning-session-change", args=[made.public_id])
    assert partner.get(address).status_code == 200
    partner.post(address, {"day": DAY, "hour": "19:00", "minutes": "60", "venue": ""})
    made.refresh_from_db()
    assert (made.local_start, made.minutes, made.sequence) == (f"{DAY}T19:00", 60, 1)


def test_the_list_takes_as_many_questions_with_three_as_with_one(
    partner: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    planned(partner)
    partner.get(reverse("planning"))
    with django_assert_max_num_queries(14) as one:
        partner.get(reverse("planning"))
    for _ in range(2):
        session()
    with django_assert_max_num_queries(len(one)):
        partner.get(reverse("planning"))


def test_calendars_are_reached_by_their_secret_only(client: Client) -> None:
    ride = session(local_start=f"{DAY}T10:00")
    held = hold(session=ride, places={"seat": 1}, by=None)
    file = client.get(reverse("calendar-of-booking", args=[held.manage_token]))
    event = Calendar.from_ical(file.content).walk("VEVENT")[0]
    assert (event["UID"], file.headers["Content-Type"]) == (
        f"{held.booking.public_id}@weft", "text/calendar; charset=utf-8; method=PUBLISH",
    )  # fmt: skip
    assert client.get(reverse("calendar-of-booking", args=["guess"])).status_code == 404
    assert client.get(reverse("calendar-of-person", args=["guess"])).status_code == 404
    of = client.get(reverse("calendar-of-organisation", args=[ride.activity.organisation.public_id]))
    assert Calendar.from_ical(of.content).walk("VEVENT")[0]["UID"] == f"{ride.public_id}@weft"


def test_ones_own_calendar_follows_what_one_booked(client: Client) -> None:
    user = account("ada@demonstration.example")
    sign_in(client, user, second_factor=False)
    ride = session(local_start=f"{DAY}T10:00")
    book(session=ride, places={"seat": 1}, person=user.person, by=user)
    book(session=ride, places={"seat": 1}, person=person("Bo"), by=None)
    page = client.post(reverse("my-calendar"))
    found = re.search(r"http://testserver(/calendar/people/[^<]+\.ics)", page.text)
    assert found
    client.logout()
    assert len(Calendar.from_ical(client.get(found[1]).content).walk("VEVENT")) == 1
