"""Teams in a real browser: made without scripts, looked at wide and narrow; and how mixed the evenings were."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import looked_at
from tests.gather.make import host
from tests.gather.teams.make import booked, programme, run_session
from tests.people.make import account, sign_in
from weft.gather.actions.attendance import note, verify_register
from weft.gather.models import Session
from weft.people.models import Person
from weft.places.models import Area, Population
from weft.programmes.actions import publish_mixing_due
from weft.programmes.models import Edition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FIRST = ("Amina", "Bo", "Carmen", "Dilip", "Ewa", "Farid", "Grace", "Hana", "Idris", "Jo", "Kwame", "Lena")


def enter(page: Page, live_server: LiveServer, role: str) -> None:
    organisation = None if role == "officer" else host()
    client = sign_in(Client(), account(f"{role}@demonstration.example", role, organisation=organisation))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])


def soon(edition: Edition) -> Session:
    start = timezone.now() + timedelta(days=30)
    made = run_session(edition, local_start=f"{start:%Y-%m-%d}T18:30")
    rows = booked(made, 26, ["young", "old", "old", ""])
    for n, row in enumerate(rows):
        name = f"{FIRST[n % 12]} {'Ahmed' if n < 12 else 'Baker'}"
        Person.objects.unscoped("test").filter(pk=row.person_id).update(name=name)
    return made


def evening(edition: Edition, days: int, ages: list[str]) -> Session:
    start = timezone.now() - timedelta(days=days)
    made = run_session(edition, local_start=f"{start:%Y-%m-%d}T18:30")
    for row in booked(made, len(ages), ages):
        note(booking=row, state="attended", by=None, at=made.starts_at)
    verify_register(session=made, by=None, at=made.starts_at)
    return made


def test_a_lead_makes_teams_without_scripts(
    page_without_scripts: Page, page: Page, live_server: LiveServer
) -> None:
    of = soon(programme())
    booked(of, 2, role="charity")
    booked(of, 2, role="expert")
    for each in (page_without_scripts, page):
        enter_once(each, live_server)
    bare = page_without_scripts
    bare.goto(live_server.url + reverse("register", args=[of.public_id]))
    bare.get_by_role("link", name="Teams and tables").click()
    bare.get_by_role("link", name="Make teams").click()
    bare.get_by_label("How many teams").fill("5")
    bare.get_by_label("Age", exact=True).check()
    bare.get_by_role("button", name="Make teams").click()
    bare.get_by_role("button", name="Use these teams").click()
    bare.get_by_role("button", name=re.compile(r"Lock\s*: Team 2")).click()
    bare.get_by_role("link", name="Move somebody").click()
    bare.get_by_label("Who", exact=True).select_option(label="Amina Ahmed")
    bare.get_by_label("Into team").select_option("1")
    bare.get_by_role("button", name="Move them").click()
    bare.get_by_role("link", name="Keep people together or apart").click()
    bare.get_by_label("Who", exact=True).select_option(label="Bo Ahmed")
    bare.get_by_label("And who").select_option(label="Jo Baker")
    bare.get_by_label("Never in the same team").check()
    bare.get_by_role("button", name="Keep it so").click()
    bare.get_by_role("button", name="Make the teams right").click()
    assert bare.get_by_text("The teams are right").count() == 1
    for route in ("teams", "teams-new", "teams-print", "teams-move", "teams-wishes", "teams-meetings"):
        page.goto(live_server.url + reverse(route, args=[of.public_id]))
        looked_at(page, route)
    page.goto(live_server.url + reverse("teams-print", args=[of.public_id]))
    assert (
        len(re.findall(rb"/Type\s*/Page\b", page.pdf())) == 6
    )  # the door, and a page for each of five teams
    page.goto(live_server.url + reverse("teams-meetings", args=[of.public_id]))
    page.get_by_role("group", name="Who stays at a table").get_by_label("Charity").check()
    page.get_by_role("group", name="Who goes from table to table").get_by_label("Expert").check()
    page.get_by_label("Rounds").fill("2")
    page.get_by_role("button", name="Plan meetings").click()
    looked_at(page, "teams-meetings-made")


def enter_once(page: Page, live_server: LiveServer) -> None:
    from django.contrib.auth.models import User

    if not User.objects.filter(email="session_lead@demonstration.example").exists():
        enter(page, live_server, "session_lead")
        return
    client = sign_in(Client(), User.objects.get(email="session_lead@demonstration.example"))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])


def test_an_officer_reads_how_mixed_it_was(page: Page, live_server: LiveServer) -> None:
    city = Area.objects.create(code="C1", name="Saltmeer", kind="city")
    for category, count in (("Under 30", 420_000), ("From 30", 580_000)):
        said = {"topic": "age", "category": category, "period": "2021", "count": count}
        Population.objects.create(area=city, source="Made-up count", **said)
    edition = programme()
    for days in (14, 21, 28, 35, 42):
        evening(edition, days, ["young"] * 6 + ["old"] * 7)
    low, few = evening(edition, 15, ["young"] * 11 + ["old"]), evening(edition, 16, ["young"] * 4)
    publish_mixing_due()
    enter(page, live_server, "officer")
    for name, path in (
        ("session-mixing", reverse("session-mixing", args=[low.public_id])),
        ("session-mixing-few", reverse("session-mixing", args=[few.public_id])),
        ("programme-run-mixing", reverse("programme-run", args=[edition.programme.key])),
        ("programme-public-mixing", reverse("programme", args=[edition.programme.key])),
    ):
        page.goto(live_server.url + path)
        looked_at(page, name)
