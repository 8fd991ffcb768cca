"""The four programmes through the pages people use: from the blueprint to figures on the programme's page."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.browser.checks import strict_html
from tests.people.make import account, sign_in
from tests.programmes.answering import answers, hidden, page
from weft.gather.models import Activity, Booking, Session
from weft.gather.pairing.links import link_of
from weft.gather.pairing.models import FIRST, SECOND, Match, Pool
from weft.people.matching.actions import save_profile
from weft.people.models import Organisation, Person
from weft.programmes.actions import submit_evidence
from weft.programmes.models import Edition, Programme
from weft.programmes.queries import figures_of

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
Fields = dict[str, Any]


def prefilled(response: Any, name: str = "form") -> Fields:
    """What a form shows before anybody touches it."""
    form = response.context[name]
    told = {}
    for bound in form:
        value = bound.value()
        if value not in (None, "", [], False):
            told[bound.html_name] = value
    return told


def fill(client: Client, address: str, **said: Any) -> Any:
    """Open a page, change some fields, press the button; a refusal fails the test with its words."""
    first = client.get(address)
    assert first.status_code == 200, address
    strict_html(first)
    done = client.post(address, {**prefilled(first), **said})
    if done.status_code == 200:
        raise AssertionError(done.context["form"].errors)
    return done


@pytest.fixture
def officer(db: None) -> Client:
    return sign_in(Client(), account("officer@example.org", "officer"))


@pytest.fixture
def host(db: None) -> Organisation:
    return Organisation.objects.create(name="Hall Friends", kind="charity")


def opened(officer: Client, name: str, host: Organisation) -> Programme:
    """Installed from the gallery for a host, its first edition open: three pages."""
    fill(officer, f"/programmes/blueprints/{name}/install", organisation=host.public_id)
    fill(officer, f"/programmes/run/{name}/edition")
    return Programme.objects.get(key=name)


def activity_of(officer: Client, programme: Programme, kind: str, **said: Any) -> Activity:
    """Made from what the blueprint says; only the button is pressed."""
    fill(officer, f"/planning/programmes/{programme.key}/{kind}/", **said)
    return Activity.objects.latest("pk")


def session_of(officer: Client, activity: Activity, start: datetime, **said: Any) -> Session:
    address = f"/planning/activities/{activity.public_id}/session/"
    fill(officer, address, day=f"{start:%Y-%m-%d}", hour=f"{start:%H:%M}", **said)
    return activity.sessions.latest("pk")


def booked(session: Session, name: str, **said: Any) -> Booking:
    """By somebody without an account, with a telephone number."""
    number = f"020 7946 {Booking.objects.unscoped('test').count():04}"
    address = f"/gather/sessions/{session.public_id}/"
    visitor = Client(REMOTE_ADDR=f"192.0.2.{Booking.objects.unscoped('test').count() % 250}")
    fields = hidden(page(visitor, address))
    done = visitor.post(f"{address}book", {**fields, "name": name, "contact": number, **said})
    assert done.status_code == 302, done.context["form"].errors
    assert "You have a place" in page(visitor, done["Location"])
    return Booking.objects.unscoped("test").latest("pk")


def kept(officer: Client, session: Session, minutes: int | None = None, absent: tuple[str, ...] = ()) -> None:
    """The register typed in from paper afterwards, and stood for."""
    address = f"/gather/registers/{session.public_id}/"
    lines = Booking.objects.unscoped("test").filter(session=session, state="booked")
    said: Fields = {"came": "paper"}
    for one in lines:
        came = "no_show" if one.name in absent else "part" if minutes else "attended"
        said[f"{one.public_id}-state"] = came
        if minutes and came == "part":
            said[f"{one.public_id}-minutes"] = minutes
    assert officer.post(address, said).status_code == 302
    assert "You stand for this register" in officer.post(f"{address}stand-for", follow=True).content.decode()


def figure(programme: Programme, key: str) -> float | None:
    return next(each.value for each in figures_of(programme) if each.key == key)


def soon(hours: int = 30) -> datetime:
    at = timezone.now().astimezone(LONDON) + timedelta(hours=hours)
    return at.replace(minute=0, second=0, microsecond=0)


def test_speed_volunteering_from_its_blueprint_to_its_figures(officer: Client, host: Organisation) -> None:
    slots = opened(officer, "speed-volunteering", host)
    assert "Lend a hand" in page(officer, "/planning/programmes/speed-volunteering/")
    slot = activity_of(officer, slots, "slot", title="Sort food")
    assert (slot.is_speed, slot.volunteering, slot.edition) == (True, True, Edition.objects.get())
    start = soon(130)
    session = session_of(officer, slot, start)
    assert [(one.kind, one.total, one.for_newcomers, one.role) for one in session.capacities.all()] == [
        ("volunteer", 9, False, "volunteer"), ("volunteer", 3, True, "volunteer"),
    ]  # fmt: skip
    shown = page(Client(), f"/gather/sessions/{session.public_id}/")
    assert "Some places are kept for people who come for the first time" in shown
    first = booked(session, "Ada", people=1, newcomer="on")
    assert (first.role, first.newcomer_places) == ("volunteer", {"volunteer": 1})
    for number in range(9):
        booked(session, f"Person {number}", people=1)
    assert "The places left are kept for people who come for the first time" in page(
        Client(), f"/gather/sessions/{session.public_id}/"
    )
    with time_machine.travel(start + timedelta(hours=4), tick=False):
        sign_in(officer, User.objects.get(email="officer@example.org"))  # days have passed
        assert "register to stand for" in page(officer, "/today/")
        walk_in = f"/gather/registers/{session.public_id}/walk-in"
        officer.post(walk_in, {"name": "Bo", "role": "volunteer", "once": "w"})
        kept(officer, session, absent=("Person 8",))
        everybody = page(Client(), "/programmes/speed-volunteering/")
        assert [figure(slots, key) for key in ("volunteers", "visits", "hours", "no_shows")] == [
            10,
            10,
            30,
            1,
        ]
        assert "30 hours" in everybody
        answers(slots, "start", "time")
        assert (figure(slots, "asked"), figure(slots, "deterred")) == (1, 1.0)


def test_run_to_do_good_from_its_blueprint_to_its_figures(officer: Client, host: Organisation) -> None:
    run = opened(officer, "run-to-do-good", host)
    start = soon()
    session = session_of(officer, activity_of(officer, run, "run"), start)
    form = page(Client(), f"/gather/sessions/{session.public_id}/")
    assert "How will you take part?" in form and "Bring clothes" in form
    for number in range(11):
        booked(session, f"Runner {number}", kind="runner")
    donor = booked(session, "Giver", kind="donor")
    assert (donor.role, donor.places) == ("clothes_donor", {"donor": 1})
    with time_machine.travel(start + timedelta(hours=3), tick=False):
        sign_in(officer, User.objects.get(email="officer@example.org"))
        walk_in = f"/gather/registers/{session.public_id}/walk-in"
        for number in range(2):
            officer.post(walk_in, {"name": f"New {number}", "role": "runner", "once": f"w{number}"})
        kept(officer, session, minutes=40)
        fill(officer, "/programmes/run/run-to-do-good/outcome", what="clothes count", many=7)
    wanted = {"runners": 13, "walk_ins": 2, "donors": 1, "hours": 13 * 40 / 60, "task_minutes": 40, "bags": 7}
    assert {key: figure(run, key) for key in wanted} == wanted
    assert "15 people" in page(Client(), "/programmes/run-to-do-good/")


def test_esol_from_its_blueprint_to_its_figures(officer: Client, host: Organisation) -> None:
    esol = opened(officer, "esol-plus-childcare", host)
    start = soon()
    lesson = session_of(officer, activity_of(officer, esol, "class"), start)
    address = f"/gather/sessions/{lesson.public_id}/"
    assert "In years, from 0 to 4" in page(Client(), address)
    refused = Client().post(f"{address}book", {"name": "Ada", "contact": "020 7946 0999", "children": "7"})
    assert "Enter ages the crèche takes" in refused.content.decode()
    for number in range(3):
        booked(lesson, f"Parent {number}", children="1")
    fourth = Client().post(f"{address}book", {"name": "Late", "contact": "020 7946 0998", "children": "0"})
    assert "There are not enough free places" in fourth.content.decode()
    assert lesson.capacities.get(kind="learner").taken == 3  # a class without the crèche is no class for them
    for number in range(8):
        booked(lesson, f"Learner {number}", children="3" if number < 2 else "")
    with time_machine.travel(start + timedelta(hours=3), tick=False):
        sign_in(officer, User.objects.get(email="officer@example.org"))
        kept(officer, lesson)
        fill(officer, "/programmes/run/esol-plus-childcare/outcome", what="exam result passed", many=8)
        fill(officer, "/programmes/run/esol-plus-childcare/outcome", what="exam result not_passed", many=2)
        fill(officer, "/programmes/run/esol-plus-childcare/grant", pounds="80000", source="City Hall")
    wanted = {
        "learners": 11, "babies": 3, "toddlers": 2, "hours": 22, "baby_hours": 6, "toddler_hours": 4, "passed": 0.8,
        "money": 80000,
    }  # fmt: skip
    assert {key: figure(esol, key) for key in wanted} == wanted
    assert "20 hours" in page(Client(), "/programmes/esol-plus-childcare/")


def test_a_family_books_its_children_with_it(officer: Client, host: Organisation) -> None:
    esol = opened(officer, "esol-plus-childcare", host)
    morning = session_of(officer, activity_of(officer, esol, "family"), soon())
    assert booked(morning, "Mum", number=2).places == {"adult": 1, "child": 2}


def rider(name: str) -> Person:
    made = Person.objects.create(name=f"{name} Example", email=f"{name.lower()}@demonstration.example")
    save_profile(person=made, chosen={"languages": ["en"]}, consent=True, by=None)
    return made


def shown(officer: Client, who: Person, programme: Programme, role: str) -> None:
    """They say what they can show; the officer sees it."""
    for asked in programme.requirements.filter(role=role):
        for _each in range(asked.how_many):
            made = submit_evidence(requirement=asked, person=who, by=None)
            day = timezone.localdate().isoformat()
            fill(officer, f"/programmes/evidence/{made.public_id}/", what="verified", seen_on=day)


def met_and_confirmed(match: Match, number: int, minutes: int) -> None:
    """One writes the meeting down by the link of their letter, the other confirms it by theirs."""
    first, second = (link_of(match, side, "x")[1:] for side in (FIRST, SECOND))
    said = {"outcome": "held", "held_on": timezone.localdate().isoformat(), "minutes": minutes, "area": ""}
    assert Client().post(f"{first}/meeting/{number}", said).status_code == 302
    assert Client().post(second, {"do": "confirm", "meeting": number}).status_code == 302


def test_bike_buddies_from_its_blueprint_to_its_figures(officer: Client, host: Organisation) -> None:
    bikes = opened(officer, "bike-buddies", host)
    edition = Edition.objects.get()
    assert "Open the pool" in page(officer, "/gather/pairs")
    officer.post(f"/gather/pairs/open/{edition.public_id}/riders")
    pool = Pool.objects.unscoped("test").get()
    assert "Open the pool" not in page(officer, "/gather/pairs")
    assert pool.rules["names"] == {"buddy": "Volunteer who rides along", "rider": "Rider"}
    people = {"buddy": rider("Ada"), "rider": rider("Bo")}
    board = f"/gather/pairs/{pool.public_id}"
    for side, who in people.items():
        officer.post(f"{board}/enter", {"email": who.email, "side": side, "places": 1, "key": side})
    officer.post(f"{board}/suggest")
    assert not Match.objects.unscoped("test").exists()  # nothing was shown yet
    assert "Enhanced DBS certificate" in page(officer, board)
    for side, who in people.items():
        shown(officer, who, bikes, side)
    for entry in pool.entries.unscoped("test"):
        officer.post(f"/gather/pairs/entry/{entry.public_id}", {"do": "clear"})
    officer.post(f"{board}/suggest")
    match = Match.objects.unscoped("test").get()
    officer.post(f"{board}/decide", {"approve": match.public_id})
    for side in (FIRST, SECOND):
        Client().post(link_of(match, side, "x")[1:], {"do": "accept"})
    for number, minutes in enumerate((118, 119, 118), 1):
        met_and_confirmed(match, number, minutes)
    fill(officer, "/programmes/run/bike-buddies/grant", pounds="12000", source="City Hall")
    wanted = {
        "pairs": 1,
        "volunteers": 1,
        "volunteers_three": 1,
        "rides": 3,
        "hours": 355 / 60,
        "money": 12000,
    }
    assert {key: figure(bikes, key) for key in wanted} == wanted
    assert "12,000" in page(Client(), "/programmes/bike-buddies/")
