"""A stolen database signs nobody in."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from tests.people.make import account, sign_in

pytestmark = pytest.mark.django_db
COOKIE = settings.SESSION_COOKIE_NAME


@pytest.fixture
def client() -> Client:
    return sign_in(Client(), account("ana@example.org"))


def signed_in(key: str) -> bool:
    thief = Client()
    thief.cookies[COOKIE] = key
    return thief.get("/account/").status_code == 200


def test_what_the_table_holds_is_no_cookie(client: Client) -> None:
    kept, cookie = Session.objects.get().session_key, client.cookies[COOKIE].value
    assert kept != cookie
    assert not signed_in(kept)
    assert signed_in(cookie)  # control


def test_signing_out_removes_the_row(client: Client) -> None:
    cookie = client.cookies[COOKIE].value
    client.post("/sign-out")
    assert not signed_in(cookie)
    assert Session.objects.count() == 0


def test_a_session_keeps_what_it_remembers_under_a_new_key(client: Client) -> None:
    session = client.session
    before = session.session_key
    session["next"] = "/account/name"
    session.cycle_key()
    client.cookies[COOKIE] = session.session_key
    assert (client.session["next"], Session.objects.count()) == ("/account/name", 1)
    assert not signed_in(before)
    assert Session.objects.get().get_decoded()["next"] == "/account/name"
