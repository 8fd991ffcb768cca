"""A host plans in a real browser, without scripts: an activity, a series looked at first, its places."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import looked_at, screenshot
from tests.gather.make import host
from tests.people.make import account, sign_in
from weft.gather.actions.bookings import book
from weft.gather.actions.waiting import join_waiting_list
from weft.gather.models import Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_host_plans_a_series_and_sees_who_waits(
    page_without_scripts: Page, page: Page, live_server: LiveServer
) -> None:
    client = sign_in(Client(), account("host@demonstration.example", "partner_staff", organisation=host()))
    for each in (page_without_scripts, page):
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        each.context.add_cookies([cookie])
    plan(page_without_scripts, live_server)
    lesson = Session.objects.order_by("starts_at")[0]
    assert Session.objects.count() == 4
    for _ in range(2):
        book(session=lesson, places={"learner": 4, "creche_2_4": 1}, by=None)
    join_waiting_list(session=lesson, places={"learner": 2, "creche_2_4": 1}, by=None, is_newcomer=True)
    for route, of in (("planning-activity", lesson.activity), ("planning-session", lesson)):
        page.goto(live_server.url + reverse(route, args=[of.public_id]))
        looked_at(page, route)
    for route in ("planning-series", "planning-activity-new", "planning"):
        args = [lesson.activity.public_id] if route == "planning-series" else []
        page.goto(live_server.url + reverse(route, args=args))
        looked_at(page, route)


def plan(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + reverse("planning-activity-new"))
    page.get_by_label("What it is called").fill("English with crèche")
    page.get_by_label("What it takes").fill("Nothing. Come as you are.")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Plan a series").click()
    day = timezone.localdate() + timedelta(days=40)
    page.get_by_label("First day").fill(day.isoformat())
    page.get_by_label("It starts at").fill("10:00")
    page.get_by_label("Last day").fill((day + timedelta(days=27)).isoformat())
    page.get_by_label(f"{day:%A}").check()
    page.get_by_label("Kind of place 1").select_option("learner")
    page.get_by_label("How many of kind 1").fill("8")
    page.get_by_label("Kind of place 2").select_option("creche_2_4")
    page.get_by_label("How many of kind 2").fill("4")
    page.get_by_role("button", name="Look at the days").click()
    assert page.locator(".days li").count() == 4
    looked_at_without_scripts(page)
    page.get_by_role("button", name="Plan these sessions").click()


def looked_at_without_scripts(page: Page) -> None:
    screenshot(page, "planning-preview")
    screenshot(page, "planning-preview", 320)
