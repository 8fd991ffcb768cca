"""What a person does in a browser: sign in, and go about with the keyboard alone."""

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.people.make import sign_in

FARTHEST = 80  # presses of Tab


def as_somebody(page: Page, live_server: LiveServer, user: User) -> None:
    """The browser has the session of an account."""
    session = sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there; a page that cannot be reached by keyboard fails."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"The keyboard never reaches {selector}.")
