"""A survey fields itself: addresses, letters, a phone without JavaScript, reminders, closing, Measure."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import axe_clean, fits_everywhere, screenshot
from tests.browser.hands import as_somebody
from tests.fielding.make import FULL, again, answered, begun, cases, code, live_form
from tests.people.make import account
from weft.fielding.models import Contact, Fieldwork
from weft.measure.models import Survey
from weft.places.models import Area

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 375, "height": 740}


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO, settings.WORK_INLINE, settings.UPLOADS = True, True, tmp_path / "uploads"


def looked_at(page: Page, name: str) -> None:
    axe_clean(page)
    fits_everywhere(page)
    for width in (1200, 320):
        screenshot(page, f"fieldwork-{name}", width)
    page.set_viewport_size({"width": 1200, "height": 900})


def list_of(count: int) -> bytes:
    head = "reference,address_1,postcode,area,stratum,adults,probability\n"
    rows = (
        f"A{n:04},{n} High Street,ZZ1 {n % 9}ZZ,{'E09000007' if n % 2 else 'E09000012'},"
        f"{'north' if n % 2 else 'south'},1,0.01\n"
        for n in range(1, count + 1)
    )
    return (head + "".join(rows)).encode()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def plan(page: Page, at: str) -> None:
    page.goto(at + "/measure/fieldwork/")
    page.get_by_role("link", name="Plan fieldwork").click()
    looked_at(page, "plan")
    page.get_by_label("Form", exact=True).select_option(label="City survey")
    page.get_by_label("Name of the wave").fill("spring")
    today = timezone.localdate()
    page.get_by_label("First day", exact=True).fill(today.isoformat())
    page.get_by_label("Last day").fill((today + timedelta(days=40)).isoformat())
    page.get_by_label("Telephone number in the letters").fill("020 7946 0000")
    page.get_by_label("By telephone").check()
    press(page, "Plan fieldwork")


def bring_addresses(page: Page) -> None:
    page.get_by_role("link", name="Addresses").click()
    broken = list_of(500) + b"A0007,,ZZ1,E09999999,north,1,0.01\n"
    page.get_by_label("List of addresses").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": broken}
    )
    press(page, "Check the list")
    page.get_by_text("Row 502, area: no area of the city has this code.").wait_for()
    looked_at(page, "sample-faults")
    page.get_by_label("List of addresses").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": list_of(500)}
    )
    press(page, "Check the list")
    looked_at(page, "sample-check")
    press(page, "Take over these 500 addresses")
    press(page, "Open fieldwork")
    looked_at(page, "open")


def print_letters(page: Page) -> None:
    page.get_by_role("link", name="Letters", exact=True).click()
    looked_at(page, "letters")
    page.get_by_role("button", name="Print these 500 letters").click()
    looked_at(page, "batch")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the letters (PDF)").click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"%PDF-")
    press(page, "They are in the post: mark as sent")


def answer_on_a_phone(browser: Browser, at: str, typed: str, name: str) -> None:
    """A phone without JavaScript: the square's address, the code, page by page, the thank-you page."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    phone = context.new_page()
    phone.goto(f"{at}/s/{typed}")
    press(phone, "Continue")
    screenshot(phone, f"fieldwork-start-{name}", 375)
    press(phone, "Begin")
    for words in ("never", "fairly strongly", "female"):
        phone.get_by_label(words, exact=True).check()
        phone.locator("main form button").first.click()
    screenshot(phone, f"fieldwork-check-{name}", 375)
    phone.get_by_role("link", name="Continue").click()
    phone.locator("main form button.govuk-button").last.click()
    phone.get_by_text("Your answers have arrived.").wait_for()
    phone.goto(f"{at}/s/")
    phone.get_by_label("Your code").fill(typed)
    press(phone, "Continue")
    phone.get_by_text("This code was used").wait_for()
    screenshot(phone, f"fieldwork-used-{name}", 375)
    context.close()


def close_and_hand_over(page: Page, at: str, wave: Fieldwork) -> None:
    page.goto(f"{at}/measure/fieldwork/{wave.public_id}/rates")
    looked_at(page, "rates")
    page.goto(f"{at}/measure/fieldwork/{wave.public_id}/close")
    looked_at(page, "close")
    page.get_by_label("No: close, and destroy the link").check()
    press(page, "Close fieldwork")
    looked_at(page, "closed")
    press(page, "Bring the answers into Measure")
    page.get_by_text("every question mapped").wait_for()
    looked_at(page, "in-measure")


def test_five_hundred_addresses_from_the_list_to_measure(
    page: Page, browser: Browser, live_server: LiveServer
) -> None:
    for code_of_area, name in (("E09000007", "Camden"), ("E09000012", "Hackney")):
        Area.objects.create(code=code_of_area, name=name, kind="borough")
    live_form()
    user = account("office@demonstration.example", "officer", "analyst")
    as_somebody(page, live_server, user)
    at = live_server.url
    plan(page, at)
    bring_addresses(page)
    wave = Fieldwork.objects.get()
    print_letters(page)
    asked = cases(wave)
    answer_on_a_phone(browser, at, code(asked[0]), "first")
    assert again(asked[0]).outcome == "1.1"
    for case in asked[1:60]:
        answered(case, q_lonely_direct="often_or_always" if case.pk % 3 else "never")
    begun(asked[60], {"q_lonely_direct": "never"})
    due = Contact.objects.filter(occurrence="reminder1", stopped_at=None)
    assert (due.count(), due.filter(case__in=asked[:60]).count()) == (440, 0)
    page.goto(f"{at}/measure/fieldwork/{wave.public_id}/cases?reference=A0100")
    looked_at(page, "cases")
    page.get_by_role("link", name="A0100").click()
    looked_at(page, "case")
    page.get_by_label("What became of it").select_option("2.11")
    press(page, "Keep this outcome")
    page.get_by_label("By telephone").check()
    press(page, "Ask them now")
    assert "/answers/" in page.url
    close_and_hand_over(page, at, wave)
    survey = Survey.objects.unscoped("test").get()
    assert (survey.rows, survey.state) == (61, "read")
    assert set(survey.recipe["answers"]) == {*FULL}


def test_typing_a_code_is_clear_by_keyboard_and_on_every_screen(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + "/s/")
    looked_at(page, "code")
    page.get_by_label("Your code").fill("2345")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Enter the 12 letters and numbers of your code").wait_for()
    looked_at(page, "code-mistyped")
    assert configured.SESSION_COOKIE_NAME


def test_the_office_sets_quotas(page: Page, live_server: LiveServer) -> None:
    from tests.fielding.make import in_the_field

    wave = in_the_field(2)
    Area.objects.create(code="E09000007", name="Camden", kind="borough")
    as_somebody(page, live_server, account("office@demonstration.example", "officer"))
    page.goto(f"{live_server.url}/measure/fieldwork/{wave.public_id}/quotas")
    page.get_by_label("Answer, or code of the area").fill("E09000007")
    page.get_by_label("How many").fill("1")
    page.get_by_label("Hard: nobody more is asked").check()
    press(page, "Keep this quota")
    page.get_by_text("0 of 1").wait_for()
    looked_at(page, "quotas")
