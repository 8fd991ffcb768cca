"""One wave from a list of 500 addresses to a figure on the city's page, answered in every way there is.

On a phone without JavaScript in Arabic, on another device with a return code, on paper keyed by two people who
disagree, with a field app, on the telephone. Reminders go to nobody who answered.
"""

import re
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import axe_clean, fits, screenshot, strict_html
from tests.browser.test_field_apps import over_http
from tests.browser.test_fieldwork import list_of, press
from tests.browser.test_paper import tab_to
from tests.browser.wave_form import fielded_form, instance
from tests.fielding.make import again, answered, cases, code
from tests.forms.openrosa.app import FieldApp
from tests.people.make import account, sign_in
from weft.fielding.codes import coder
from weft.fielding.models import Case, Contact, Fieldwork, LetterBatch
from weft.forms.models import Form, PaperReturn, Response
from weft.measure.models import Release, Survey
from weft.measure.rules import RISKS
from weft.places.models import Area

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 375, "height": 740}
BY_WEB = 66  # cases answered without a browser, so that there is something to publish


class Walk:
    """Who walks, and one browser that measures every page they see."""

    def __init__(self, browser: Browser, measuring: Page, host: str) -> None:
        self.browser, self.measuring, self.host = browser, measuring, host
        self.problems: list[str] = []

    def visitor(self, user: User | None = None, *, scripts: bool = False) -> Page:
        context = self.browser.new_context(
            java_script_enabled=scripts, viewport={"width": 1200, "height": 900} if user else PHONE
        )
        if user:
            session = str(sign_in(Client(), user).session.session_key)
            name = configured.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": session, "url": self.host}])
        return context.new_page()

    def look(self, page: Page, name: str) -> None:
        """Strict, accessible, and no wider than a small phone."""
        self.measuring.context.clear_cookies()
        self.measuring.context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
        self.measuring.goto(page.url)
        for check in (
            lambda: strict_html(page.context.request.get(page.url).text()),
            lambda: axe_clean(self.measuring),
            lambda: fits(self.measuring, 320),
        ):
            try:
                check()
            except AssertionError as error:
                self.problems.append(f"{name}: {error}")
        screenshot(self.measuring, f"wave-{name}", 320)


@pytest.fixture
def walk(browser: Browser, page: Page, live_server: LiveServer, settings: Settings, tmp_path: Path) -> Walk:
    settings.DEMO, settings.WORK_INLINE, settings.UPLOADS = True, True, tmp_path / "uploads"
    for area, name in (("E09000007", "Camden"), ("E09000012", "Hackney")):
        Area.objects.create(code=area, name=name, kind="borough")
    return Walk(browser, page, live_server.url)


def type_into(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def plan_by_keyboard(page: Page, walk: Walk) -> Fieldwork:
    """From the form's own page to a planned wave; paper is forgotten."""
    page.goto(f"{walk.host}/measure/fieldwork/new")
    tab_to(page, "select[name=form]")
    page.keyboard.type("City survey")
    type_into(page, "input[name=name]", "spring")
    first, last = (page.locator(f"input[name={name}]") for name in ("first_day", "last_day"))
    first.fill(_day(0)), last.fill(_day(40))
    for mode in ("telephone", "collect"):
        tab_to(page, f"input[value={mode}]")
        page.keyboard.press("Space")
    type_into(page, "input[name=reminder1]", "0")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.get_by_text("Planned. Next: bring the addresses.").wait_for()
    return Fieldwork.objects.get()


def _day(offset: int) -> str:
    from tests.fielding.make import day

    return day(offset).isoformat()


def print_due(page: Page, walk: Walk, wave: Fieldwork, count: int) -> LetterBatch:
    """One press of the button that prints so many letters."""
    page.goto(f"{walk.host}/measure/fieldwork/{wave.public_id}/letters")
    page.get_by_role("button", name=f"Print these {count} letters").first.click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the letters (PDF)").click()
    made = LetterBatch.objects.latest("pk")
    assert codes_on(Path(waiting.value.path()).read_bytes()) == codes_of(wave, made.contacts.values("case"))
    press(page, "They are in the post: mark as sent")
    return made


def codes_on(pdf: bytes) -> set[str]:
    """The codes printed on letters, as somebody with the paper in hand reads them."""
    packed = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.S)
    text = b"".join(zlib.decompress(each) for each in packed if each[:1] == b"x").decode("latin-1")
    return {found.replace(" ", "") for found in re.findall(r"\(((?:[2-9A-Z]{4} ){2}[2-9A-Z]{4})\)", text)}


def codes_of(wave: Fieldwork, chosen: Any) -> set[str]:
    code_for = coder(wave.public_id)
    return {code_for(case.public_id) for case in Case.objects.unscoped("test").filter(pk__in=chosen)}


def bring_addresses(page: Page) -> None:
    page.get_by_role("link", name="Addresses").click()
    page.get_by_label("List of addresses").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": list_of(500)}
    )
    for name in ("Check the list", "Take over these 500 addresses", "Open fieldwork"):
        press(page, name)


def choose(page: Page, *values: str) -> None:
    for value in values:
        page.locator(f"input[value={value}]").check()
        page.locator("main form button.govuk-button").first.click()


def answer_in_arabic(walk: Walk, case: Case) -> None:
    """The code page turned to Arabic, the form in Arabic from right to left; to English and back on the way."""
    phone = walk.visitor()
    phone.goto(f"{walk.host}/s/{code(case)}")
    phone.get_by_role("button", name="العربية").click()
    phone.goto(f"{walk.host}/s/{code(case)}")
    assert phone.locator("html").get_attribute("dir") == "rtl"
    walk.look(phone, "arabic-code")
    phone.locator("main form button").click()
    walk.look(phone, "arabic-start")
    phone.locator("main form button").click()
    phone.get_by_text("كم مرة تشعر بالوحدة؟").wait_for()
    walk.look(phone, "arabic-question")
    phone.get_by_role("button", name="English").last.click()
    assert phone.locator("html").get_attribute("dir") == "ltr"
    phone.get_by_role("main").get_by_role("button", name="العربية").click()
    choose(phone, "never", "fairly_strongly", "female")
    walk.look(phone, "arabic-check")
    phone.locator("main a.govuk-button").click()
    phone.locator("main form button.govuk-button").last.click()
    assert phone.url == f"{walk.host}/s/thanks"
    walk.look(phone, "arabic-thanks")
    phone.context.close()


def answer_on_two_devices(walk: Walk, case: Case) -> None:
    """Begun on one phone, gone on with a return code on another; the first is left and knows nothing any more."""
    one, other = walk.visitor(), walk.visitor()
    one.goto(f"{walk.host}/s/{code(case)}")
    press(one, "Continue")
    press(one, "Begin")
    choose(one, "occasionally")
    one.locator("button[name=later]").click()
    press(one, "Get a code")
    typed = one.locator("b.code").inner_text()
    press(one, "close the form on this device")
    one.goto(f"{walk.host}/s/begin")
    assert one.url == f"{walk.host}/s/"
    other.goto(f"{walk.host}/answers/return/")
    walk.look(other, "return")
    other.locator("input[name=code]").fill(typed.lower())
    other.keyboard.press("Enter")
    choose(other, "very_strongly", "male")
    walk.look(other, "return-check")
    other.locator("main a.govuk-button").click()
    other.locator("main form button.govuk-button").last.click()
    assert other.url == f"{walk.host}/s/thanks"
    for each in (one, other):
        each.context.close()


def start_paper(page: Page, walk: Walk, number: str) -> None:
    page.goto(f"{walk.host}/forms/city-survey/returns/")
    type_into(page, "input[name=reference]", number)
    page.keyboard.press("Enter")


def key_by_keyboard(page: Page, walk: Walk, number: str, answers: Iterable[str]) -> None:
    start_paper(page, walk, number)
    page.locator("#whole").wait_for()
    for place, text in enumerate(answers, 1):
        type_into(page, f"#q{place}", text)
    tab_to(page, "#whole")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def allow_paper(page: Page, walk: Walk, wave: Fieldwork, case: Case) -> None:
    """A paper of a wave that takes none is refused before anybody keys it; the officer allows it by keyboard."""
    start_paper(page, walk, code(case))
    page.get_by_text("is not answered on paper. Allow it under").wait_for()
    walk.look(page, "paper-refused")
    assert not PaperReturn.objects.unscoped("test").exists()
    page.goto(f"{walk.host}/measure/fieldwork/{wave.public_id}/")
    tab_to(page, "main a[href$=ways]")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Ways to answer").wait_for()
    walk.look(page, "ways")
    tab_to(page, "main input[value=paper]")
    page.keyboard.press("Space")
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.get_by_text("Kept.").wait_for()
    walk.look(page, "wave")


def answer_on_paper(walk: Walk, officer: Page, wave: Fieldwork, case: Case) -> None:
    """Keyed by two people, with spaces and without; a third settles where they differ."""
    one = walk.visitor(account("one@demonstration.example", "community_researcher"), scripts=True)
    two = walk.visitor(account("two@demonstration.example", "officer"), scripts=True)
    allow_paper(two, walk, wave, case)
    typed = code(case)
    key_by_keyboard(one, walk, f"{typed[:4]} {typed[4:8]} {typed[8:]}", ("5", "2", "1"))
    one.get_by_text("Keyed once.").wait_for()
    key_by_keyboard(two, walk, f"{typed[:4]}-{typed[4:8]}-{typed[8:]}".lower(), ("4", "2", "1"))
    two.get_by_text("The two readings differ.").wait_for()
    officer.goto(f"{walk.host}/forms/city-survey/returns/")
    walk.look(officer, "papers")
    tab_to(officer, "main .own a")
    officer.keyboard.press("Enter")
    officer.get_by_role("heading", name="Settle paper").wait_for()
    walk.look(officer, "paper-settle")
    tab_to(officer, "main input[type=radio]")
    officer.keyboard.press("Space")
    officer.keyboard.press("ArrowDown")
    tab_to(officer, "main .govuk-button")
    officer.keyboard.press("Enter")
    officer.get_by_text("Settled. The response is made.").wait_for()
    start_paper(two, walk, typed)
    two.get_by_text("The paper with this number was keyed twice already.").wait_for()
    for each in (one, two):
        each.context.close()


def field_app(walk: Walk, officer: Page, form: Form) -> FieldApp:
    """From the form's page to the square on the screen."""
    rosa = account("rosa@demonstration.example", "community_researcher")
    officer.goto(f"{walk.host}/forms/keep/{form.key}/")
    walk.look(officer, "form")
    officer.get_by_role("link", name="Field apps").click()
    officer.get_by_role("link", name="Give somebody a field app").click()
    officer.get_by_label("Who collects with it?").select_option(value=rosa.person.public_id)
    press(officer, "Show the square")
    server, name, token = officer.locator("dl.facts--field code").all_inner_texts()
    return FieldApp(over_http(server), name, token)


def answer_with_a_field_app(walk: Walk, officer: Page, form: Form, case: Case) -> None:
    """The list, the form, the answers; sent twice they count once, and a code of nobody is kept to look at."""
    app = field_app(walk, officer, form)
    (offered,) = app.forms()
    assert b"case_code" in app.fetch(offered["downloadUrl"])
    for _again in range(2):
        assert [each.status for each in app.submit(instance(code(case), "wave-1"))] == [201]
    assert [each.status for each in app.submit(instance(code(case), "wave-2"))] == [201]
    officer.goto(walk.host + reverse("field-apps", args=[form.key]))
    assert "no case that is still asked has this code" in officer.inner_text("main")
    walk.look(officer, "field-apps")


def answer_on_the_telephone(walk: Walk, officer: Page, wave: Fieldwork, case: Case) -> None:
    officer.goto(f"{walk.host}/measure/fieldwork/{wave.public_id}/cases?reference={case.address.reference}")
    officer.get_by_role("link", name=case.address.reference).click()
    officer.get_by_label("By telephone").check()
    press(officer, "Ask them now")
    choose(officer, "hardly_ever", "not_very_strongly", "male")
    officer.locator("main a.govuk-button").click()
    officer.locator("main form button.govuk-button").last.click()
    officer.get_by_text("Answered", exact=False).first.wait_for()
    walk.look(officer, "case-answered")


def remind(walk: Walk, officer: Page, wave: Fieldwork, asked: list[Case], done: set[int]) -> None:
    """The reminder reaches exactly the codes nobody has answered."""
    silent = [case for case in asked if case.pk not in done]
    batch = print_due(officer, walk, wave, len(silent))
    sent = Contact.objects.filter(batch=batch, occurrence="reminder1", sent_at__isnull=False)
    assert codes_of(wave, sent.values("case")) == codes_of(wave, [case.pk for case in silent])
    assert Contact.objects.filter(case__in=done, sent_at=None, stopped_at=None).count() == 0


def close_wave(walk: Walk, officer: Page, wave: Fieldwork) -> None:
    officer.goto(f"{walk.host}/measure/fieldwork/{wave.public_id}/close")
    tab_to(officer, "main input[value=all_in]")
    officer.keyboard.press("Space")
    tab_to(officer, "main form button")
    officer.keyboard.press("Enter")
    officer.get_by_text("Nobody can say any more who answered what.").wait_for()


def bring_and_rake(walk: Walk, analyst: Page, wave: Fieldwork) -> str:
    """Into Measure, the design looked at, the weights moved to how many women and men there are."""
    analyst.goto(f"{walk.host}/measure/fieldwork/{wave.public_id}/")
    press(analyst, "Bring the answers into Measure")
    hub = analyst.url
    for part in ("design", "areas", "breakdowns"):
        analyst.goto(hub + part)
        press(analyst, "Save and continue")
    analyst.goto(hub + "weights")
    analyst.get_by_role("link", name="Sex").click()
    analyst.get_by_label("Female").fill("4500")
    analyst.get_by_label("Male", exact=True).fill("4300")
    press(analyst, "Save")
    analyst.get_by_label("Where the totals come from").fill("Census 2021")
    press(analyst, "Save and continue")
    press(analyst, "Work out the tables")
    walk.look(analyst, "tables")
    return hub


def publish(walk: Walk, analyst: Page, hub: str) -> None:
    """Built, signed off by somebody else, published."""
    analyst.goto(hub + "publish")
    press(analyst, "Build the release")
    press(analyst, "Ask for sign-off")
    checker = walk.visitor(account("olu@demonstration.example", "output_checker"))
    checker.goto(f"{walk.host}/measure/sign-off/")
    checker.locator("main a[href*='/sign-off/']").first.click()
    for risk in RISKS:
        checker.locator(f"#id_note_{risk}").fill("Looked at it; nothing was found.")
        checker.locator(f"#id_looked_{risk}").check()
    press(checker, "Sign it off")
    checker.context.close()
    analyst.reload()
    walk.look(analyst, "publish")
    press(analyst, "Publish")


def test_a_wave_is_answered_in_every_way_and_becomes_a_public_figure(walk: Walk) -> None:
    form = fielded_form()
    officer = walk.visitor(account("office@demonstration.example", "officer"), scripts=True)
    wave = plan_by_keyboard(officer, walk)
    bring_addresses(officer)
    print_due(officer, walk, wave, 500)
    asked = cases(wave)
    answer_in_arabic(walk, asked[0])
    answer_on_two_devices(walk, asked[1])
    answer_on_paper(walk, officer, wave, asked[2])
    answer_with_a_field_app(walk, officer, form, asked[3])
    answer_on_the_telephone(walk, officer, wave, asked[4])
    told = {again(case).outcome: again(case).state for case in asked[:5]}
    assert told == {"1.1": "answered"}
    modes = Response.objects.unscoped("test").filter(about__startswith="fielding.case:", state="submitted")
    assert sorted(modes.values_list("mode", "language")) == [
        ("collect", ""), ("paper", ""), ("telephone", "English (en)"), ("web", "Arabic (ar)"), ("web", "English (en)"),
    ]  # fmt: skip
    for place, case in enumerate(asked[5:BY_WEB]):
        sex, belong = ("female", "male")[place % 2], ("fairly_strongly", "not_very_strongly")[place % 5 > 2]
        lonely = "often_or_always" if place % 3 else "never"
        answered(case, q_lonely_direct=lonely, d_sex=sex, q_belong_local=belong)
    remind(walk, officer, wave, asked, {case.pk for case in asked[:BY_WEB]})
    close_wave(walk, officer, wave)
    analyst = walk.visitor(account("ana@demonstration.example", "analyst"))
    hub = bring_and_rake(walk, analyst, wave)
    assert Survey.objects.unscoped("test").get().rows == BY_WEB
    publish(walk, analyst, hub)
    release = Release.objects.get()
    assert analyst.url == f"{walk.host}/measure/releases/{release.public_id}/"
    resident = walk.visitor()
    resident.goto(f"{walk.host}/measure/")
    walk.look(resident, "picture")
    # 20 of 33 women and 20 of 33 men are lonely: 61 % however they are raked, in round figures of so small a base.
    row = resident.get_by_role("row", name="Often or always lonely")
    assert "about 60%" in row.inner_text()
    assert walk.problems == []
