"""A page of the moment is one page for many, but for what is each visitor's own."""

import re
import time

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from tests.gather.public.conftest import planned
from tests.people.make import account, sign_in
from weft.gather.models import Activity, Booking
from weft.web import moments
from weft.web.moments import OWN, forget_moments

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("london")]
ONCE, TOKEN = re.compile(r'name="once" value="([^"]*)"'), re.compile(r'csrfmiddlewaretoken" value="([^"]*)"')


@pytest.fixture(autouse=True)
def _five_seconds(settings: Settings) -> None:
    settings.PAGES_FOR = 5
    forget_moments()


@pytest.fixture
def address() -> str:
    return f"/gather/sessions/{planned(2, title='Before').public_id}/"


def rename() -> None:
    Activity.objects.update(title="After")


def text(client: Client, address: str, **more: str) -> str:
    return client.get(address, **more).content.decode()  # type: ignore[arg-type]


def test_the_page_stands_for_a_moment_and_is_then_made_anew(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "<bdi>Before</bdi></h1>" in text(Client(), address)
    rename()
    assert "<bdi>Before</bdi></h1>" in text(Client(), address)
    later = time.monotonic() + 6
    monkeypatch.setattr(moments.time, "monotonic", lambda: later)
    assert "<bdi>After</bdi></h1>" in text(Client(), address)


def test_control_with_no_seconds_it_is_made_each_time(address: str, settings: Settings) -> None:
    settings.PAGES_FOR = 0
    text(Client(), address)
    rename()
    assert "<bdi>After</bdi></h1>" in text(Client(), address)


def test_each_visitor_books_with_a_key_and_a_token_of_their_own(address: str) -> None:
    visitors = [Client(enforce_csrf_checks=True) for _ in range(2)]
    shown = [text(each, address) for each in visitors]
    for number, (visitor, page) in enumerate(zip(visitors, shown, strict=True)):
        data = {
            "name": "Ada", "contact": f"a{number}@example.org", "people": "1",
            "once": ONCE.findall(page)[0], "csrfmiddlewaretoken": TOKEN.findall(page)[0],
        }  # fmt: skip
        assert visitor.post(f"{address}book", data).status_code == 302
    assert ONCE.findall(shown[0]) != ONCE.findall(shown[1])
    assert OWN.sub("", shown[0]) == OWN.sub("", shown[1])
    assert Booking.objects.unscoped("test").count() == 2


def test_somebody_signed_in_sees_their_own_page_and_leaves_none(address: str) -> None:
    ada = sign_in(Client(), account("ada@example.org"))
    assert "You are signed in" in text(ada, address)
    assert "You are signed in" not in text(Client(), address)
    assert "You are signed in" in text(ada, address)


def test_each_language_has_its_page(address: str) -> None:
    english, arabic = (text(Client(), address, HTTP_ACCEPT_LANGUAGE=each) for each in ("en", "ar"))
    assert 'dir="rtl"' in arabic and 'dir="rtl"' not in english


def test_only_pages_that_are_there_are_kept(address: str) -> None:
    assert Client().get("/gather/sessions/AAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
    assert not len(moments.shelf)


def test_so_many_are_kept_and_no_more(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moments.shelf, "most", 3)
    for number in range(5):
        text(Client(), f"{address}?seen={number}")
    assert len(moments.shelf) == 3
    monkeypatch.setattr(moments.shelf, "characters", 10)
    forget_moments()
    text(Client(), address)
    assert not len(moments.shelf)


def test_no_words_of_a_search_stand_among_the_keys() -> None:
    text(Client(), "/gather/near?words=shouting")
    assert moments.shelf._kept and all(len(key) == 32 for key in moments.shelf._kept)
