"""The loop of a programme in a browser: a resident on a phone, a host with paper, a pair by link, an officer."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import axe_clean, fits, screenshot, strict_html
from tests.browser.test_gathering import cooking, letter
from tests.browser.test_programmes import Hand
from tests.gather.make import activity, seat
from tests.gather.make import session as planned_session
from tests.gather.pairing.make import BUDDY, CYCLIST, entry, pool
from tests.people.make import account, sign_in
from weft.gather.models import Attendance, Booking, Session
from weft.gather.pairing.links import link_of
from weft.gather.pairing.models import FIRST, SECOND, Match, MatchState, Meeting
from weft.people.models import Organisation
from weft.programmes.models import Programme
from weft.record.models import Fact

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["cooking"]
PHONE = {"width": 375, "height": 800}
MOST_CLICKS, MOST_FIELDS = 15, 3


def as_who(page: Page, live_server: LiveServer, user: User) -> Page:
    cookie = sign_in(Client(), user).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    return page


def looked_at(page: Page, name: str) -> None:
    """Strict, without a fault of axe, nothing wider than a phone of 320."""
    strict_html(page.content())
    axe_clean(page)
    fits(page, 320)
    for width in (320, 1200):
        screenshot(page, f"four-{name}", width)


def test_a_resident_finds_books_and_cancels_by_link_in_urdu_on_a_phone(
    page_without_scripts: Page, live_server: LiveServer, cooking: Session
) -> None:
    phone = page_without_scripts
    phone.set_viewport_size(PHONE)
    phone.goto(f"{live_server.url}/gather/")
    phone.get_by_role("button", name="اردو").click()
    phone.get_by_label("پوسٹ کوڈ، جگہ یا الفاظ").fill("SE1 7PB")
    phone.get_by_role("button", name="تلاش کریں", exact=True).click()
    phone.get_by_role("link", name="Cook together").click()
    fields = phone.locator("form.book :is(input:not([type=hidden]), select, textarea)")
    assert fields.count() <= 5
    phone.get_by_label("آپ کا نام").fill("عائشہ")
    phone.get_by_label("ای میل یا فون نمبر").fill("ayesha@demonstration.example")
    phone.get_by_role("button", name="میری جگہ بُک کریں").click()
    code = re.search(r"\d{3} \d{3}", letter("booking code"))
    assert code
    phone.get_by_label("کوڈ").fill(code[0])
    phone.get_by_role("button", name="میری جگہ کی تصدیق کریں").click()
    assert cooking.capacities.get().taken == 1
    link = re.search(r"/gather/booked/\S+", letter("booked"))
    assert link
    phone.context.clear_cookies()  # another day, another phone: the link is all there is
    phone.goto(live_server.url + link[0])
    assert phone.locator("html").get_attribute("dir") == "ltr"  # the language was a cookie of the other phone
    phone.get_by_role("button", name="اردو").click()
    phone.locator("main .govuk-button").click()
    phone.locator("main .govuk-button").click()
    assert str(Booking.objects.unscoped("test").get().state) == "cancelled"
    assert cooking.capacities.get().taken == 0


def test_a_host_keys_a_paper_register_with_walk_ins_and_stands_for_it(
    page_without_scripts: Page, page: Page, live_server: LiveServer, transactional_db: None
) -> None:
    host = as_who(page_without_scripts, live_server, lead())
    day = timezone.localdate() - timedelta(days=1)
    past = planned_session(6, activity=activity(), local_start=f"{day}T10:00", minutes=90)
    for name in ("Ada", "Bo", "Cy"):
        seat(past, name=name, at=past.starts_at - timedelta(days=2))
    host.goto(f"{live_server.url}/gather/registers/")
    host.get_by_role("link", name="Ride").click()
    host.get_by_role("link", name="Print the register").click()
    assert host.locator("table.paper-register tbody tr").count() == 3 + 12
    host.go_back()
    host.get_by_label("Name", exact=True).fill("Dee")
    host.get_by_role("button", name="Add them").click()
    for name, came in (
        ("Ada", "Came"),
        ("Bo", "Came for part of it"),
        ("Cy", "Did not come"),
        ("Dee", "Came"),
    ):
        host.get_by_role("group", name=name).get_by_label(came, exact=True).check()
    host.get_by_role("group", name="Bo").get_by_label("Minutes, if not all").fill("45")
    host.get_by_label("I am typing this from the paper register").check()
    host.get_by_role("button", name="Save").click()
    as_who(page, live_server, User.objects.get(email="lead@demonstration.example"))
    page.goto(host.url)
    looked_at(page, "register")
    host.get_by_role("button", name="This is who came").click()
    assert "3 people came" in host.locator("body").inner_text()
    kept = Attendance.objects.unscoped("test").order_by("booking__name")
    assert [(one.booking.name, one.state, one.minutes, one.came) for one in kept] == [
        ("Ada", "attended", 90, "paper"), ("Bo", "part", 45, "paper"), ("Cy", "no_show", 0, "paper"),
        ("Dee", "attended", 90, "paper"),
    ]  # fmt: skip
    minutes = Fact.objects.filter(kind="gather.attendance").values_list("quantities__minutes", flat=True)
    assert sorted(minutes) == [45, 90, 90]


def lead() -> User:
    hosts = activity().organisation
    return account("lead@demonstration.example", "session_lead", organisation=hosts)


def test_a_coordinator_approves_pairs_and_a_pair_meets_three_times_by_link(
    page_without_scripts: Page, page: Page, live_server: LiveServer, transactional_db: None
) -> None:
    riders, coordinator = pool(), account("officer@demonstration.example", "officer")
    for name in ("Ada", "Cal"):
        entry(riders, BUDDY, name, interests=["music"], languages=["en", "pl"] if name == "Cal" else ["en"])
    for name in ("Bo", "Dot"):
        entry(riders, CYCLIST, name, interests=["music"], languages=["pl"] if name == "Dot" else ["en"])
    desk = as_who(page_without_scripts, live_server, coordinator)
    desk.goto(f"{live_server.url}/gather/pairs")
    desk.get_by_role("link", name=riders.title).click()
    desk.get_by_role("button", name="Suggest pairs").click()
    as_who(page, live_server, coordinator).goto(desk.url)
    looked_at(page, "board")
    desk.get_by_role("button", name="Approve all 2").click()
    met, quiet = Match.objects.unscoped("test").order_by("first__person__name")
    for match in (met, quiet):
        for side in (FIRST, SECOND):
            visit(desk, live_server, match, side)
            desk.get_by_role("button", name="Yes").first.click()
    for number in (1, 2, 3):
        write_down(desk, live_server, met, number)
    looked_at_link(page, live_server, met)
    assert [one.minutes for one in meetings_of(met)] == [60, 60, 60]
    assert Fact.objects.filter(kind="gather.meeting").count() == 3  # the volunteer's minutes, once
    gone_quiet(desk, live_server, quiet, riders.public_id)
    end_it(desk, live_server, met)


def visit(page: Page, live_server: LiveServer, match: Match, side: str) -> None:
    page.goto(live_server.url + link_of(match, side, "x")[1:])


def meetings_of(match: Match) -> list[Meeting]:
    return list(Meeting.objects.unscoped("test").filter(match=match, counted_at__isnull=False))


def write_down(page: Page, live_server: LiveServer, match: Match, number: int) -> None:
    """The first writes it down by the link of their letter, the second confirms it by theirs."""
    page.goto(f"{live_server.url}{link_of(match, FIRST, 'x')[1:]}/meeting/{number}")
    page.get_by_label("Yes").check()
    page.get_by_label("If you met, on which day?").fill(timezone.localdate().isoformat())
    page.get_by_label("If you met, for how many minutes?").fill("60")
    page.locator("main form .govuk-button").click()
    visit(page, live_server, match, SECOND)
    page.locator("button[value=confirm]").first.click()


def looked_at_link(page: Page, live_server: LiveServer, match: Match) -> None:
    visit(page, live_server, match, FIRST)
    looked_at(page, "pair")


def gone_quiet(desk: Page, live_server: LiveServer, match: Match, pool_id: str) -> None:
    ago = timezone.now() - timedelta(days=16)
    rows = Match.objects.unscoped("test").filter(pk=match.pk)
    rows.update(made_at=ago, proposed_at=ago, accepted_first=ago, accepted_second=ago)
    desk.goto(f"{live_server.url}/gather/pairs/{pool_id}")
    assert desk.get_by_role("listitem").filter(has_text="Cal").get_by_text("Gone quiet").count() == 1
    assert desk.get_by_text("Gone quiet").count() == 1


def end_it(page: Page, live_server: LiveServer, match: Match) -> None:
    page.goto(f"{live_server.url}{link_of(match, FIRST, 'x')[1:]}/end")
    page.get_by_label("We met as often as we had planned").check()
    page.locator("main form .govuk-button").click()
    match.refresh_from_db()
    assert (match.state, match.ended_because) == (MatchState.ENDED, "met_enough")


def test_an_officer_installs_words_and_opens_a_programme_in_fifteen_clicks(
    page_without_scripts: Page, page: Page, live_server: LiveServer, transactional_db: None
) -> None:
    Organisation.objects.create(name="Hall Friends", kind="charity")
    quiet = as_who(page_without_scripts, live_server, account("officer@demonstration.example", "officer"))
    hand = Hand(quiet)
    quiet.goto(f"{live_server.url}/programmes/run/")
    hand.press("link", "Choose a blueprint")
    hand.press("link", "English with a crèche")
    hand.press("link", "Install it")
    hand.fill("What is it called here?", "English in Bow")
    hand.press("button", "Install")
    hand.press("link", "Steps")
    hand.fill("Find the level: title", "Say what you speak")
    hand.press("button", "Keep these words")
    hand.press("link", "Activities and their places")
    hand.fill("how many places", "12")
    hand.press("button", "Keep these words")
    hand.press("link", "Open an edition")
    hand.press("button", "Open it")
    hand.press("link", "Plan activities and sessions")
    hand.press("link", "Add it")
    assert Programme.objects.get().title == "English in Bow"
    assert hand.clicks <= MOST_CLICKS and hand.fields <= MOST_FIELDS
    officer = as_who(page, live_server, User.objects.get(email="officer@demonstration.example"))
    key = Programme.objects.get().key
    for address, name in (
        (f"planning/programmes/{key}/", "planning"),
        (f"programmes/run/{key}/outcome", "outcome"),
        ("programmes/", "programmes"),
        ("open/", "open-data"),
        ("my/bookings/", "mine"),
    ):
        officer.goto(f"{live_server.url}/{address}")
        looked_at(officer, name)
