"""Signing in, second factors and invitations in a real browser: by keyboard, on a small screen, in Arabic."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import axe_clean, fits, screenshot
from tests.people.accounts.letters import code_to, path_to
from tests.people.accounts.walk import one_time
from tests.people.make import account
from weft.people.models import Organisation

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ANA, NEW = "ana@demonstration.example", "new@demonstration.example"


@pytest.fixture
def site(live_server: LiveServer, settings: Settings) -> str:
    """Passkeys need a name, not a number: localhost."""
    settings.ALLOWED_HOSTS = ["localhost", "testserver"]
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def device(context: BrowserContext, page: Page) -> CDPSession:
    return with_device(context, page)


@pytest.fixture
def guarded(browser: Browser) -> Iterator[Page]:
    """A page under the real content policy, with a passkey device."""
    made = browser.new_context()
    page = made.new_page()
    with_device(made, page)
    yield page
    made.close()


def with_device(context: BrowserContext, page: Page) -> CDPSession:
    """A passkey device inside Chromium, whose owner always agrees."""
    found = context.new_cdp_session(page)
    found.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    found.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return found


def look(page: Page, name: str) -> None:
    axe_clean(page)
    screenshot(page, f"account-{name}", 320)
    screenshot(page, f"account-{name}")
    fits(page, 320)
    page.set_viewport_size({"width": 1200, "height": 900})


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def sign_in(page: Page, site: str, email: str) -> None:
    page.goto(f"{site}/sign-in")
    page.get_by_label("E-mail address").fill(email)
    press(page, "Send me a code")
    page.get_by_label("Code").fill(code_to(email))
    press(page, "Continue")


def test_a_passkey_is_added_and_signs_in_alone(page: Page, device: CDPSession, site: str) -> None:
    account(ANA, "analyst")
    page.goto(f"{site}/measure/surveys/")
    look(page, "sign-in")
    page.get_by_label("E-mail address").fill(ANA)
    press(page, "Send me a code")
    look(page, "code")
    page.get_by_label("Code").fill(code_to(ANA))
    press(page, "Continue")
    look(page, "second-factor-needed")
    page.get_by_role("link", name="Add a passkey").click()
    look(page, "add-passkey")
    press(page, "Add a passkey")
    assert page.locator(".govuk-error-summary a").inner_text() == "Enter a name for the passkey"
    page.get_by_label("Name of the passkey").fill("my phone")
    press(page, "Add a passkey")
    page.wait_for_url("**/account/recovery-codes")
    look(page, "recovery")
    page.goto(f"{site}/account/")
    look(page, "account")
    press(page, "Sign out")
    page.goto(f"{site}/sign-in?next=/measure/surveys/")
    page.get_by_role("link", name="Sign in with a passkey").click()
    look(page, "passkey")
    press(page, "Use a passkey")
    page.wait_for_url(f"{site}/measure/surveys/")  # a staff page: the passkey was both steps


def test_a_passkey_is_the_second_factor_after_a_code_under_the_real_policy(guarded: Page, site: str) -> None:
    account(ANA)
    page = guarded
    sign_in(page, site, ANA)
    page.goto(f"{site}/account/passkeys/new")
    page.get_by_label("Name of the passkey").fill("key")
    press(page, "Add a passkey")
    page.wait_for_url("**/account/recovery-codes")
    press(page, "Sign out")
    sign_in(page, site, ANA)
    assert page.locator("h1").inner_text() == "Show your second factor"
    page.get_by_role("link", name="Use a passkey").click()
    press(page, "Use a passkey")
    page.wait_for_url(f"{site}/my/")


def by_keyboard(page: Page, text: str) -> None:
    """Tab to the first empty field, type, press Enter."""
    page.locator("h1").click()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator("main input:not([type=hidden]):focus").count():
            break
    page.keyboard.type(text)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_codes_by_keyboard_alone_without_javascript(
    page_without_scripts: Page, page: Page, site: str
) -> None:
    """Somebody new signs up and sets up one-time codes on a browser that runs no script."""
    keys = page_without_scripts
    keys.goto(f"{site}/sign-in")
    by_keyboard(keys, NEW)
    by_keyboard(keys, code_to(NEW))
    assert keys.locator("h1").inner_text() == "What is your name?"
    by_keyboard(keys, "Nia")
    keys.goto(f"{site}/account/one-time-codes")
    secret = keys.locator("code").inner_text().replace(" ", "")
    page.context.add_cookies(keys.context.cookies())  # type: ignore[arg-type]
    page.goto(keys.url)
    look(page, "one-time")
    by_keyboard(keys, one_time(secret))
    assert keys.locator(".codes li").count() == 10
    keys.goto(f"{site}/account/passkeys/new")
    assert keys.get_by_text("Passkeys need JavaScript").is_visible()


def test_a_colleague_is_invited_and_accepts(page: Page, page_without_scripts: Page, site: str) -> None:
    club = Organisation.objects.create(name="Rowing Club", kind="informal")
    account(ANA, "partner_admin", organisation=club)
    sign_in(page, site, ANA)
    page.goto(f"{site}/account/one-time-codes")
    page.get_by_label("The six digits").fill(one_time(page.locator("code").inner_text().replace(" ", "")))
    press(page, "Continue")
    page.goto(f"{site}/account/invitations/new")
    look(page, "invite")
    press(page, "Invite")
    look(page, "invite-refused")
    page.get_by_label("Their e-mail address").fill(NEW)
    page.get_by_label("Volunteer").check()
    press(page, "Invite")
    look(page, "invitations")
    guest = page_without_scripts
    guest.goto(site + path_to(NEW))
    press(guest, "Send the code")
    guest.get_by_label("Code").fill(code_to(NEW))
    press(guest, "Continue")
    guest.get_by_label("Your name").fill("Nia")
    press(guest, "Make my account")
    assert "You are now: Volunteer." in guest.locator("main").inner_text()
    page.goto(f"{site}/account/invitation/none")
    look(page, "invitation-gone")


def test_the_pages_are_arabic_for_whoever_reads_arabic(page: Page, site: str) -> None:
    account(ANA)
    page.goto(f"{site}/sign-in")
    press(page, "العربية")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("main").get_attribute("lang") is None  # the words are in the page's own language
    look(page, "sign-in-ar")
    page.locator("input[type=email]").fill(ANA)
    page.locator("main form button").click()
    look(page, "code-ar")
    assert "Enter the code" not in page.locator("main").inner_text()
    page.locator("input[name=code]").fill(code_to(ANA))
    page.locator("main form button").click()
    look(page, "account-ar")
