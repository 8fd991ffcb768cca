"""Signing in with a code by mail: who gets in, who does not, and that nobody learns who has an account."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.browser.checks import strict_html
from tests.people.accounts.letters import code_to, to
from tests.people.accounts.walk import ask, enter_code, sign_in_by_code
from tests.people.make import account
from weft.people.accounts.models import Attempt, Code
from weft.people.models import Person
from weft.post.models import Message
from weft.record.models import Event

pytestmark = pytest.mark.django_db
ANA, STRANGER = "ana@example.org", "who@example.org"


def plain(response: HttpResponse, address: str) -> bytes:
    """A page without its forgery tokens, which differ every time, and the address that was typed in."""
    content = re.sub(rb'(csrfmiddlewaretoken" value=")\w+', rb"\1", response.content)
    return content.replace(address.encode(), b"ADDRESS")


def test_a_code_signs_in_and_goes_where_one_wanted_to_go(client: Client) -> None:
    made = account(ANA)
    assert ask(client, " ANA@example.org", "/account/name")["Location"] == "/account/code"
    assert enter_code(client, ANA)["Location"] == "/account/name"
    assert client.session["_auth_user_id"] == str(made.pk)
    assert Event.objects.latest("number").action == "people.account.sign_in"


def test_signing_in_never_leaves_the_service(client: Client) -> None:
    account(ANA)
    assert sign_in_by_code(client, ANA, "https://elsewhere.example/")["Location"] == "/after-sign-in"


def test_a_known_and_an_unknown_address_get_the_same_pages_and_the_same_letter(client: Client) -> None:
    account(ANA)
    known, unknown = Client(), Client()
    for address, visitor in ((ANA, known), (STRANGER, unknown)):
        assert ask(visitor, address).status_code == 302
    pages = [plain(v.get("/account/code"), a) for a, v in ((ANA, known), (STRANGER, unknown))]
    assert pages[0] == pages[1]
    wrong = [
        plain(v.post("/account/code", {"code": "222-222"}), a) for a, v in ((ANA, known), (STRANGER, unknown))
    ]
    assert wrong[0] == wrong[1]
    letters = [to(a)[0].body.replace(code_to(a), "CODE") for a in (ANA, STRANGER)]
    assert letters[0] == letters[1]


def test_both_ways_write_the_same_number_of_rows(client: Client) -> None:
    account(ANA)
    for address in (ANA, STRANGER):
        ask(Client(), address)
    assert Message.objects.unscoped("a test").count() == Code.objects.count() == 2
    assert Person.objects.unscoped("a test").count() == 1  # a stranger's address makes nobody


def test_the_limit_on_an_address_reads_the_same_for_both(client: Client) -> None:
    account(ANA)
    refused = {}
    for address in (ANA, STRANGER):
        for _ in range(5):
            assert ask(Client(), address).status_code == 302
        refused[address] = ask(Client(), address)
    assert refused[ANA].status_code == refused[STRANGER].status_code == 429
    assert plain(refused[ANA], ANA) == plain(refused[STRANGER], STRANGER)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert ask(Client(), ANA).status_code == 302
    assert "ana" not in "".join(Attempt.objects.values_list("key", flat=True))


def test_a_visitor_who_asks_for_thirty_addresses_waits(client: Client) -> None:
    answers = [ask(client, f"p{number}@example.org").status_code for number in range(31)]
    assert answers == [302] * 30 + [429]
    assert ask(Client(REMOTE_ADDR="198.51.100.7"), "else@example.org").status_code == 302  # control


def test_a_flood_of_tries_fills_no_table() -> None:
    for number in range(40):
        ask(Client(), f"p{number}@example.org", "/account/name")
    for _ in range(70):
        Client().get("/account/passkey")
    assert Code.objects.count() == 30
    assert Attempt.objects.count() == 30 + 30 + 60  # of the visitor, of each address, of passkeys
    assert Session.objects.count() == 30 + 60


def test_five_wrong_codes_end_a_code(client: Client) -> None:
    account(ANA)
    ask(client, ANA)
    for _ in range(5):
        assert "That is not the code" in client.post("/account/code", {"code": "222222"}).content.decode()
    assert "no longer works" in enter_code(client, ANA).content.decode()
    assert "_auth_user_id" not in client.session


def test_the_fifth_try_still_counts(client: Client) -> None:
    account(ANA)
    ask(client, ANA)
    for _ in range(4):
        client.post("/account/code", {"code": "222222"})
    assert enter_code(client, ANA).status_code == 302


def test_a_code_ends_after_fifteen_minutes(client: Client) -> None:
    account(ANA)
    with time_machine.travel("2026-11-22 09:00:00Z", tick=False) as clock:
        ask(client, ANA)
        clock.shift(15 * 60 + 1)
        assert "no longer works" in enter_code(client, ANA).content.decode()


def test_a_code_works_once_and_only_in_the_browser_that_asked(client: Client) -> None:
    account(ANA)
    ask(client, ANA)
    other = Client()
    assert other.post("/account/code", {"code": code_to(ANA)})["Location"] == "/sign-in"
    assert enter_code(client, ANA)["Location"] == "/after-sign-in"
    assert client.get("/account/code")["Location"] == "/sign-in"


def test_a_code_is_read_as_people_type_it(client: Client) -> None:
    account(ANA)
    ask(client, ANA)
    typed = f" {code_to(ANA).lower().replace('-', ' ')} "
    assert client.post("/account/code", {"code": typed}).status_code == 302


def test_the_session_key_changes_at_signing_in(client: Client) -> None:
    account(ANA)
    ask(client, ANA)
    before = client.session.session_key
    enter_code(client, ANA)
    assert client.session.session_key != before


def test_somebody_new_gives_a_name_and_has_an_account(client: Client) -> None:
    assert sign_in_by_code(client, STRANGER)["Location"] == "/account/new"
    assert User.objects.count() == 0  # only the name makes it
    strict_html(client.get("/account/new"))
    assert client.post("/account/new", {"name": ""}).status_code == 200
    assert client.post("/account/new", {"name": "Wim"})["Location"] == "/after-sign-in"
    person = Person.objects.unscoped("a test").get()
    assert (person.name, person.email, person.account.has_usable_password()) == ("Wim", STRANGER, False)
    assert Event.objects.filter(action="people.account.open").count() == 1
    assert "Wim" not in str(list(Event.objects.values_list("after", flat=True)))


def test_a_person_known_by_the_address_is_linked_and_two_are_not_guessed_between(client: Client) -> None:
    people = Person.objects.unscoped("a test")
    known = people.create(name="Wilma", email="Who@example.org")
    sign_in_by_code(client, STRANGER)
    client.post("/account/new", {"name": "W."})
    known.refresh_from_db()
    assert (known.account.username, known.name) == (STRANGER, "Wilma")
    for name in ("One", "Two"):
        people.create(name=name, email="two@example.org")
    other = Client()
    sign_in_by_code(other, "two@example.org")
    other.post("/account/new", {"name": "Three"})
    assert people.get(account__username="two@example.org").name == "Three"


def test_the_name_page_needs_a_proof(client: Client) -> None:
    assert client.post("/account/new", {"name": "Eve"})["Location"] == "/sign-in"
    assert User.objects.count() == 0


def test_a_closed_account_stays_out(client: Client) -> None:
    made = account(ANA)
    made.is_active = False
    made.save()
    assert sign_in_by_code(client, ANA)["Location"] == "/sign-in"
    assert "This account is closed" in client.get("/sign-in").content.decode()


def test_no_code_is_stored_and_no_address_stands_in_the_outbox_in_clear(client: Client) -> None:
    account(ANA)
    ask(client, ANA)
    letters = code_to(ANA).replace("-", "")
    stored = str(Code.objects.values().get()) + str(Message.objects.unscoped("a test").values().get())
    assert letters not in stored and code_to(ANA) not in stored
    assert ANA not in str(Message.objects.unscoped("a test").values().get())


@pytest.mark.parametrize("address", ["", "no address", "a@b", "a@example.org\nBcc: b@example.org", "x" * 300])
def test_what_is_no_address_is_told_so(client: Client, address: str) -> None:
    response = ask(client, address)
    assert response.status_code == 200
    assert "e-mail address" in str(response.context["form"].errors["email"])
    strict_html(response)
    assert Code.objects.count() == 0


def test_signing_out_needs_a_press(client: Client) -> None:
    account(ANA)
    sign_in_by_code(client, ANA)
    assert client.get("/sign-out").status_code == 405
    assert client.post("/sign-out")["Location"] == "/"
    assert client.get("/account/")["Location"] == "/sign-in?next=/account/"


def test_the_demonstration_takes_no_address_of_anybody_real(client: Client, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    assert "demonstration.example" in str(ask(client, ANA).context["form"].errors)
    assert ask(client, "me@demonstration.example").status_code == 302


def test_without_a_mail_server_the_page_says_what_to_do(client: Client, settings: object) -> None:
    ask(client, ANA)
    assert "one-time link" in client.get("/account/code").content.decode()
    settings.MAIL = object()  # type: ignore[attr-defined]
    assert "one-time link" not in client.get("/account/code").content.decode()
