"""Change one's name, language and address."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.browser.checks import strict_html
from tests.people.accounts.letters import to
from tests.people.accounts.walk import ask, enter_code, sign_in_by_code
from tests.people.make import account
from weft.people.models import Person
from weft.record.models import Event

pytestmark = pytest.mark.django_db
ANA, NEW = "ana@example.org", "ana@new.example"


@pytest.fixture
def ana(client: Client) -> User:
    made = account(ANA)
    sign_in_by_code(client, ANA)
    return made


def person() -> Person:
    return Person.objects.unscoped("a test").get(account__isnull=False)


def test_the_account_page_costs_the_same_however_many_roles(client: Client, ana: User) -> None:
    page = client.get("/account/")
    strict_html(page)
    assert "no-store" in page["Cache-Control"]


def test_a_name_is_changed_and_its_event_holds_it_sealed(client: Client, ana: User) -> None:
    strict_html(client.get("/account/name"))
    assert client.post("/account/name", {"name": "Ana Bee"})["Location"] == "/account/"
    assert person().name == "Ana Bee"
    event = Event.objects.latest("number")
    assert (event.action, "Ana Bee" in str(event.after)) == ("people.person.rename", False)


def test_a_language_is_changed_for_pages_and_letters(client: Client, ana: User) -> None:
    strict_html(client.get("/account/language"))
    assert client.post("/account/language", {"language": "xx"}).status_code == 200
    client.post("/account/language", {"language": "ar"})
    assert person().language == "ar"
    assert 'dir="rtl"' in client.get("/account/").content.decode()


def test_an_address_changes_when_its_code_is_entered_and_the_old_one_is_told(
    client: Client, ana: User
) -> None:
    assert client.post("/account/address", {"email": NEW})["Location"] == "/account/code"
    assert User.objects.get().email == ANA  # nothing yet
    assert enter_code(client, NEW)["Location"] == "/account/"
    changed = User.objects.get()
    assert (changed.email, changed.username, person().email) == (NEW, NEW, NEW)
    told = to(ANA)[0]
    assert told.subject == "Your address for Weft was changed" and NEW not in told.body
    other = Client()
    assert sign_in_by_code(other, NEW)["Location"] == "/after-sign-in"


def test_an_address_of_somebody_else_is_told_only_to_whoever_reads_its_mail(
    client: Client, ana: User
) -> None:
    account(NEW)
    free, taken = Client(), client
    for visitor in (taken, free):
        if visitor is free:
            sign_in_by_code(free, ANA)
    page_taken = taken.post("/account/address", {"email": NEW})
    page_free = free.post("/account/address", {"email": "free@example.org"})
    assert page_taken["Location"] == page_free["Location"] == "/account/code"
    enter_code(taken, NEW)
    assert "Nothing was changed" in taken.get("/account/").content.decode()
    assert User.objects.filter(email=ANA).count() == 1


def test_a_code_of_one_account_changes_nothing_for_another(client: Client, ana: User) -> None:
    client.post("/account/address", {"email": NEW})
    held = client.session["code"]
    account("eve@example.org")
    eve = Client()
    sign_in_by_code(eve, "eve@example.org")
    session = eve.session
    session["code"] = held
    session.save()
    assert eve.get("/account/code")["Location"] == "/sign-in"


def test_a_sign_in_code_of_a_signed_out_visitor_is_not_for_the_signed_in(client: Client, ana: User) -> None:
    visitor = Client()
    ask(visitor, "who@example.org")
    session = client.session
    session["code"] = visitor.session["code"]
    session.save()
    assert client.get("/account/code")["Location"] == "/sign-in"
