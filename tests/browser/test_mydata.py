"""See, correct, answer, download and erase, on a phone without JavaScript, with the keyboard alone."""

import json
import zipfile
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import axe_clean, fits, screenshot, strict_html
from tests.people.make import account, sign_in
from weft.people.actions import give_role
from weft.people.models import Organisation, Person
from weft.people.mydata.rules import ASKED_OF_STAFF
from weft.places.models import Area
from weft.record.models import Event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 375, "height": 800}, accept_downloads=True
    )
    yield context.new_page()
    context.close()


class Walker:
    """A visitor who uses the keyboard, and a second window with the same session that measures each page."""

    def __init__(self, phone: Page, measuring: Page, host: str) -> None:
        self.phone, self.measuring, self.host = phone, measuring, host

    def sign_in(self, user: object) -> None:
        session = sign_in(Client(), user).session.session_key  # type: ignore[arg-type]
        for page in (self.phone, self.measuring):
            page.context.add_cookies([{"name": "sessionid", "value": str(session), "url": self.host}])

    def go(self, path: str) -> None:
        self.phone.goto(f"{self.host}{path}")

    def look(self, name: str) -> None:
        self.measuring.goto(self.phone.url)
        strict_html(self.phone.context.request.get(self.phone.url).text())
        axe_clean(self.measuring)
        fits(self.measuring, 320)
        fits(self.measuring, 375, text=200)
        screenshot(self.measuring, f"mydata-{name}", 320)
        screenshot(self.measuring, f"mydata-{name}")

    def tab_to(self, text: str) -> None:
        """Press Tab until what has the focus carries the text (its own, or its label's)."""
        wanted = (
            self.phone.get_by_label(text, exact=True)
            .or_(self.phone.get_by_role("button", name=text, exact=True))
            .or_(self.phone.get_by_role("link", name=text, exact=True))
            .first
        )
        for _ in range(80):
            self.phone.keyboard.press("Tab")
            if self.phone.locator("*:focus").count() and wanted.and_(self.phone.locator("*:focus")).count():
                return
        raise AssertionError(f"Tab never reached {text!r}")

    def press(self, text: str) -> None:
        self.tab_to(text)
        with self.phone.expect_navigation():
            self.phone.keyboard.press("Enter")


@pytest.fixture
def walker(phone: Page, page: Page, live_server: LiveServer) -> Walker:
    Area.objects.create(code="E09000030", name="Tower Hamlets", kind="borough")
    return Walker(phone, page, live_server.url)


def test_answer_download_and_erase_with_the_keyboard(walker: Walker) -> None:
    ada = account("ada@example.org")
    walker.sign_in(ada)
    walker.go("/my/")
    walker.look("mine")
    correct_it(walker)
    answer_questions(walker)
    be_matched(walker)
    download_it(walker)
    erase_it(walker, ada.person.pk)


def correct_it(walker: Walker) -> None:
    walker.press("Correct it")
    walker.tab_to("Name")
    walker.phone.keyboard.press("Control+A")
    walker.phone.keyboard.type("Ada O'Neill")
    walker.tab_to("Phone number (optional)")
    walker.phone.keyboard.type("07700 900123")
    walker.look("correct")
    walker.press("Save")
    assert walker.phone.get_by_text("What we keep about you is corrected.").count() == 1
    assert walker.phone.get_by_text("07700 900123").count() == 1


def answer_questions(walker: Walker) -> None:
    walker.press("Your answers to the equality questions")
    walker.look("monitoring-none")
    walker.press("Start")
    walker.look("question")
    walker.tab_to("Under 16")
    walker.phone.keyboard.press("ArrowDown")
    walker.phone.keyboard.press("Space")
    walker.press("Save and go on")
    walker.press("Skip this question")
    walker.press("Skip this question")
    walker.look("question-long")
    walker.go("/my/monitoring")
    assert walker.phone.get_by_text("16 to 24").count() == 1
    walker.look("monitoring")


def be_matched(walker: Walker) -> None:
    walker.go("/my/matching")
    walker.look("matching")
    walker.press("Save")
    assert walker.phone.get_by_role("link", name="Tick the box to agree").count() == 1
    walker.tab_to("Walking")
    walker.phone.keyboard.press("Space")
    walker.tab_to("I agree that these answers are used to find somebody for me to meet")
    walker.phone.keyboard.press("Space")
    walker.press("Save")
    assert walker.phone.get_by_text("Your matching profile is saved.").count() == 1
    walker.look("matching-saved")


def download_it(walker: Walker) -> None:
    walker.go("/my/download")
    walker.look("download")
    walker.tab_to("Download my data")
    with walker.phone.expect_download() as download:
        walker.phone.keyboard.press("Enter")
    zipped = zipfile.ZipFile(download.value.path())
    assert download.value.suggested_filename == "my-data.zip"
    told = json.loads(zipped.read("my-data.json"))
    assert told["You"][0]["Name"] == "Ada O'Neill"
    assert [row["Monitoring answer"] for row in told["Your answers to the equality questions"]] == [
        "16 to 24"
    ]
    walker.measuring.set_content(zipped.read("my-data.html").decode())
    axe_clean(walker.measuring)
    screenshot(walker.measuring, "mydata-zip")


def erase_it(walker: Walker, number: int) -> None:
    walker.go("/my/erase")
    walker.look("erase")
    walker.press("Go on")
    assert walker.phone.get_by_role("link", name="Choose whether to erase everything").count() == 1
    walker.tab_to("Yes, erase it for good")
    walker.phone.keyboard.press("Space")
    walker.press("Go on")
    assert walker.phone.url.endswith("/my/erased")
    walker.look("erased")
    assert Person.objects.unscoped("test").get(pk=number).name == ""
    walker.go("/my/")
    assert "/sign-in" in walker.phone.url


def test_staff_erase_somebody_who_asked(walker: Walker) -> None:
    officer = account("officer@example.org", "officer")
    ada = account(
        "ada@example.org", "partner_admin", organisation=Organisation.objects.create(name="Bow", kind="cic")
    )
    bo = account("bo@example.org")
    give_role(
        account=bo, role="volunteer", by=None, organisation=Organisation.objects.unscoped("t").get(name="Bow")
    )
    walker.sign_in(officer)
    walker.go(f"/people/{ada.person.public_id}/erase")
    walker.look("staff")
    choose_and_go_on(walker)
    assert (
        walker.phone.get_by_text("Give somebody else the role of administrator first, in: Bow.").count() >= 1
    )
    walker.go(f"/people/{bo.person.public_id}/erase")
    choose_and_go_on(walker)
    assert walker.phone.url.endswith("/my/erased")
    event = Event.objects.latest("number")
    assert (event.actor, event.after) == (f"account:{officer.pk}", {"why": ASKED_OF_STAFF[0]})


def choose_and_go_on(walker: Walker) -> None:
    for words in ("They asked in writing", "Yes, erase it for good"):
        walker.tab_to(words)
        walker.phone.keyboard.press("Space")
    walker.press("Go on")


@pytest.mark.parametrize("path", ["privacy", "privacy/retention", "privacy/data-protection"])
def test_the_documents_fit_every_screen(walker: Walker, path: str) -> None:
    walker.go(f"/{path}")
    walker.look(path.replace("/", "-"))
