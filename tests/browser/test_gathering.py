"""Finding and booking in a browser: in Urdu on a phone without scripts, by link, and on the waiting list."""

import re

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import axe_clean, fits_everywhere, screenshot, strict_html
from tests.gather.make import seat
from tests.gather.public.conftest import TABLE, planned, venue
from tests.places.make import file_of
from weft.gather.actions.bookings import cancel
from weft.gather.models import Booking, Session
from weft.places.actions import import_postcodes, load_pack
from weft.post.models import Message

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cooking(transactional_db: None) -> Session:
    load_pack(by=None)
    import_postcodes(file=file_of(TABLE), by=None)
    about = {
        "about": "Make and eat lunch with neighbours.",
        "takes": "Nothing. Bring your appetite.",
        "languages": ("en", "ur"),
    }
    hall = venue("Tide Hall", 0.4, ("step_free", "hearing_loop", "accessible_toilet"))
    found = planned(3, 11, where=hall, title="Cook together", welcomes=("first_time", "no_english"), **about)
    planned(
        4, 14, where=venue("Ebb Library", 0.9, ("toilets",)), title="Repair café", welcomes=("first_time",)
    )
    planned(
        5,
        18,
        where=venue("Flood Kitchen", 1.6),
        title="Sort food for 40 minutes",
        volunteering=True,
        places=3,
    )
    return found


def letter(kind: str) -> str:
    found = Message.objects.unscoped("test").filter(kind=kind).latest("pk").letter()
    return f"{found.subject}\n{found.body}"


def look(page: Page, name: str) -> None:
    strict_html(page.content())
    axe_clean(page)
    fits_everywhere(page)
    for width in (1200, 320):
        screenshot(page, name, width)


def test_a_resident_books_in_urdu_on_a_phone_without_scripts(
    page_without_scripts: Page, live_server: LiveServer, cooking: Session
) -> None:
    page = page_without_scripts
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"{live_server.url}/gather/")
    page.get_by_role("button", name="اردو").click()
    assert page.locator("html").get_attribute("dir") == "rtl"
    page.get_by_label("پوسٹ کوڈ، جگہ یا الفاظ").fill("SE1 7PB")
    page.locator("#id_need").select_option("first_time_welcome")
    page.get_by_role("button", name="تلاش کریں", exact=True).click()
    assert "7PB" not in page.url.upper()
    assert page.locator(".hit").count() == 2 and page.locator(".chip--asked").count() == 2
    page.get_by_role("link", name="Cook together").click()
    assert page.locator("form.book :is(input:not([type=hidden]), select, textarea)").count() == 5
    page.get_by_label("آپ کا نام").fill("عائشہ")
    page.get_by_label("ای میل یا فون نمبر").fill("ayesha@demonstration.example")
    page.get_by_role("button", name="میری جگہ بُک کریں").click()
    code = re.search(r"\d{3} \d{3}", letter("booking code"))
    assert code and "کوڈ" in letter("booking code")
    page.get_by_label("کوڈ").fill(
        "".join(chr(0x6F0 + int(d)) for d in code[0].replace(" ", ""))
    )  # Urdu digits
    page.get_by_role("button", name="میری جگہ کی تصدیق کریں").click()
    assert page.get_by_role("heading", level=1).inner_text() == "آپ کی جگہ پکی ہے"
    assert Booking.objects.unscoped("test").get().state == "booked"


def test_a_booking_is_cancelled_by_its_link(
    page_without_scripts: Page, live_server: LiveServer, cooking: Session
) -> None:
    page = page_without_scripts
    page.goto(f"{live_server.url}/gather/sessions/{cooking.public_id}/")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("E-mail address or phone number").fill("020 7946 0000")
    page.get_by_role("button", name="Book my place").click()
    assert page.get_by_role("heading", level=1).inner_text() == "You have a place"
    link = page.url
    page.goto(link)
    page.get_by_role("link", name="I cannot come").click()
    page.get_by_role("button", name="Give my place back").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Your booking is cancelled"
    assert cooking.capacities.get().taken == 0


def test_somebody_waits_and_takes_the_place_that_comes_free(
    page_without_scripts: Page, live_server: LiveServer, cooking: Session
) -> None:
    from django.utils import timezone

    full = planned(6, 10, where=cooking.venue, title="Sing together", places=1)
    taken = seat(full, at=timezone.now())
    page = page_without_scripts
    page.goto(f"{live_server.url}/gather/sessions/{full.public_id}/")
    page.get_by_label("Your name").fill("Ada")
    page.get_by_label("E-mail address or phone number").fill("ada@demonstration.example")
    page.get_by_role("button", name="Join the waiting list").click()
    assert page.get_by_role("heading", level=1).inner_text() == "You are on the waiting list"
    cancel(booking=taken, by=None)
    link = re.search(r"/gather/booked/\S+", letter("place offered"))
    assert link
    page.goto(live_server.url + link[0])
    page.get_by_role("button", name="Take the place").click()
    assert page.get_by_role("heading", level=1).inner_text() == "You have a place"


@pytest.mark.parametrize("language", ["en-gb", "ur"])
def test_every_page_is_accessible_and_fits(
    page: Page, live_server: LiveServer, cooking: Session, language: str
) -> None:
    from django.utils import timezone

    page.context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
    full = planned(6, 10, where=cooking.venue, title="Sing together", places=1)
    seat(full, at=timezone.now())
    visits = {
        "find": "/gather/near?at=51.500,-0.120&of=SE1&within=5&need=first_time_welcome&language=ur",
        "nothing": "/gather/near?at=51.500,-0.120&of=SE1&within=1&need=bsl&when=today",
        "full": f"/gather/sessions/{full.public_id}/",
        "session": f"/gather/sessions/{cooking.public_id}/",
    }
    for name, address in visits.items():
        page.goto(live_server.url + address)
        look(page, f"gather-{name}-{language}")
    page.locator("[name=name]").fill("Ada")
    page.locator("form.book .govuk-button").click()
    assert page.locator(".govuk-error-summary").is_visible()
    look(page, f"gather-error-{language}")
    page.locator("[name=contact]").fill("ada@demonstration.example")
    page.locator("form.book .govuk-button").click()
    look(page, f"gather-code-{language}")
    code = re.search(r"\d{3} \d{3}", letter("booking code"))
    assert code
    page.locator("[name=code]").fill(code[0])
    page.locator("main .govuk-button").click()
    look(page, f"gather-booked-{language}")
    page.locator("main .govuk-button").click()
    look(page, f"gather-cancel-{language}")
