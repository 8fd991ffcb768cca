"""Asking without an account, the states a request passes through, and who sees what."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoAssertNumQueries, Settings

from tests.browser.checks import strict_html
from tests.people.make import account, sign_in
from tests.post.languages import letter_to, said
from weft.people.models import Organisation
from weft.record.models import Event
from weft.requests.actions import (
    Asked,
    answer,
    ask,
    extend,
    forget_closed,
    note_late,
    put_back,
    take,
    withdraw,
)
from weft.requests.actions.clocks import NotThatLong
from weft.requests.models import Extension, Request
from weft.requests.rules import KEPT_DAYS
from weft.requests.states import Kind, State, WrongState

pytestmark = pytest.mark.django_db
SENT = {"key": "one-key", "format": "large_print", "language": "", "what": "The long table", "channel": "email",
        "contact": "reader@example.org"}  # fmt: skip
FRIDAY = date(2026, 11, 20)


def rows() -> Any:
    return Request.objects.unscoped("the test looks")


def a_request(contact: str = "reader@example.org", received_on: date = FRIDAY, key: str = "") -> Request:
    asked = Asked(Kind.FORMAT, "The whole page", "email", contact, "large_print")
    return ask(asked=asked, key=key, by=None, received_on=received_on)


@pytest.fixture
def officer() -> Any:
    return account("officer@example.org", "officer")


@pytest.fixture
def colleague() -> Any:
    return account("colleague@example.org", "officer")


def test_anyone_may_ask_and_is_told_a_reference_and_a_day(client: Client) -> None:
    page = client.get(reverse("request-new"))
    strict_html(page)
    sent = client.post(reverse("request-new"), SENT)
    made = rows().get()
    assert (sent.status_code, sent["Location"]) == (302, f"/requests/kept/{made.public_id}")
    told = client.get(sent["Location"])
    strict_html(told)
    text = told.content.decode()
    assert made.reference in text and "You are answered by" in text
    assert "reader@example.org" not in text and "The long table" not in text
    assert "no-store" in told["Cache-Control"]


def test_the_same_form_sent_twice_makes_one_request(client: Client) -> None:
    first, second = (client.post(reverse("request-new"), SENT) for _ in range(2))
    assert first["Location"] == second["Location"] and rows().count() == 1
    client.post(reverse("request-new"), SENT | {"key": "another"})
    assert rows().count() == 2, "control: another form makes another request"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"format": ""}, "Choose the format you need"),
        ({"format": "language"}, "Enter the language you need"),
        ({"what": " "}, "Enter which page or document you need"),
        ({"channel": ""}, "Choose how we should answer you"),
        ({"contact": ""}, "Enter the e-mail address, telephone number or postal address to answer to"),
        ({"contact": "12 High Street"}, "Enter an e-mail address, like name@example.org"),
        ({"channel": "phone", "contact": "ring me"}, "Enter a telephone number, with its area code"),
    ],
)
def test_a_form_that_is_not_filled_in_says_what_to_do(
    client: Client, changed: dict[str, str], words: str
) -> None:
    page = client.post(reverse("request-new"), SENT | changed)
    strict_html(page)
    assert page.content.decode().count(words) == 2 and not rows().exists()
    assert "Error: Ask for another format" in page.content.decode()


def test_questions_about_data_and_complaints_have_their_own_door_and_clock(client: Client) -> None:
    said = {
        "key": "k",
        "about": "erase",
        "name": "A. Reader",
        "what": "The sewing group",
        "channel": "post",
        "contact": "1 Elm",
    }
    assert client.post(reverse("request-new-kind", args=["data"]), said).status_code == 302
    assert (
        client.post(reverse("request-new-kind", args=["complaint"]), said | {"key": "l"}).status_code == 302
    )
    assert sorted(rows().values_list("kind", flat=True)) == ["complaint", "erase"]
    assert client.get(reverse("request-new-kind", args=["nothing"])).status_code == 404


def test_the_record_holds_no_word_of_what_was_asked() -> None:
    made = a_request()
    event = Event.objects.get(action="requests.request.ask")
    assert event.after == {"kind": "format", "due_on": "2026-11-27"} and event.before == {}
    assert event.thing == f"requests.request:{made.public_id}"


def test_a_request_passes_from_hand_to_hand_and_is_answered_once(officer: Any, colleague: Any) -> None:
    made = a_request()
    assert take(request=made, by=officer).assigned_to == officer.person
    with pytest.raises(WrongState):
        take(request=rows().get(), by=colleague)
    put_back(request=made, by=colleague)
    assert (made.state, made.assigned_to) == (State.RECEIVED, None)
    answer(request=made, words="It is in the post.", by=colleague)
    kept = rows().get()
    assert (kept.state, kept.assigned_to, kept.answer) == (
        State.ANSWERED,
        colleague.person,
        "It is in the post.",
    )
    with pytest.raises(WrongState):
        withdraw(request=kept, reason="late", by=officer)
    moves = Event.objects.filter(action="requests.request.move")
    assert [event.after["state"] for event in moves] == ["in_hand", "received", "answered"]


def test_of_two_who_answer_at_once_one_is_refused_and_leaves_nothing(officer: Any, colleague: Any) -> None:
    made = a_request()
    seen_by_both = rows().get()
    answer(request=made, words="First.", by=officer)
    with pytest.raises(WrongState):
        answer(request=seen_by_both, words="Second.", by=colleague)
    assert rows().get().answer == "First."


def test_the_due_date_never_moves_and_more_time_is_an_event(officer: Any) -> None:
    made = a_request()
    extend(request=made, until=date(2026, 12, 4), reason="The printer is away.", by=officer)
    kept = rows().get()
    assert (kept.due_on, kept.deadline()) == (date(2026, 11, 27), date(2026, 12, 4))
    assert Event.objects.get(action="requests.request.extend").after == {"until": "2026-12-04"}
    for day in (date(2026, 12, 4), date(2026, 12, 12)):
        with pytest.raises(
            NotThatLong, match="Choose a day after 4 December 2026, and no later than 11 December 2026"
        ):
            extend(request=kept, until=day, reason="Again.", by=officer)
    assert Extension.objects.unscoped("the test looks").count() == 1


def test_being_late_is_written_down_once_and_counts_from_the_day_they_were_told(officer: Any) -> None:
    made = a_request()
    extend(request=made, until=date(2026, 12, 4), reason="The printer is away.", by=officer)
    assert note_late(today=date(2026, 12, 4)) == "0 requests became late."
    assert note_late(today=date(2026, 12, 5)) == "1 requests became late."
    assert note_late(today=date(2026, 12, 6)) == "0 requests became late."
    assert Event.objects.filter(action="requests.request.late").count() == 1


def test_two_years_after_it_was_closed_nothing_of_the_person_is_left(officer: Any) -> None:
    made = a_request()
    answer(request=made, words="It is in the post.", by=officer)
    closed = rows().get().closed_on
    assert forget_closed(today=closed + timedelta(days=KEPT_DAYS)) == 0
    assert forget_closed(today=closed + timedelta(days=KEPT_DAYS + 1)) == 1
    assert forget_closed(today=closed + timedelta(days=KEPT_DAYS + 1)) == 0
    kept = rows().get()
    assert (kept.contact, kept.what, kept.answer, kept.state) == ("", "", "", State.ANSWERED)


STAFF = ["request-list", "request-one", "request-answer", "request-extend", "request-withdraw"]


@pytest.mark.parametrize("name", STAFF)
def test_staff_pages_are_for_officers_and_auditors_only(client: Client, name: str) -> None:
    made = a_request("hidden@example.org")
    address = reverse(name, args=[] if name == "request-list" else [made.public_id])
    assert client.get(address).status_code == 302, "anyone is sent to sign in"
    for role, expected in (("partner_admin", 404), ("analyst", 404), ("officer", 200), ("auditor", 200)):
        organisation = Organisation.objects.create(name="Arches") if role == "partner_admin" else None
        user = account(f"{role}@example.org", role, organisation=organisation)
        page = sign_in(Client(), user).get(address)
        assert page.status_code == expected, role
        assert ("hidden@example.org" in page.content.decode()) == (expected == 200 and name == "request-one")
    strict_html(page)
    assert "no-store" in page["Cache-Control"]
    without = sign_in(Client(), account("officer@example.org", "officer"), second_factor=False)
    asked = without.get(address)
    assert (asked.status_code, asked.url) == (302, reverse("second-factor"))


def test_staff_take_answer_and_close_through_the_pages(client: Client, officer: Any) -> None:
    made = a_request()
    sign_in(client, officer)
    address = reverse("request-one", args=[made.public_id])
    client.post(address + "take")
    assert "Programme" not in client.get(address).content.decode().partition("<main")[2]
    assert rows().get().state == State.IN_HAND
    assert client.post(address + "answer", {"words": ""}).content.decode().count("Enter the answer") == 2
    page = client.post(address + "answer", {"words": "Here it is."}, follow=True)
    assert "Answered. The message is on its way." in page.content.decode()
    again = client.post(address + "answer", {"words": "Twice."}, follow=True)
    assert "Somebody else was quicker" in again.content.decode()
    assert rows().get().answer == "Here it is."
    assert (
        client.get(f"/requests/kept/{made.public_id}").content.decode().count("Your request was answered")
        == 1
    )


def test_more_time_and_withdrawal_through_the_pages(client: Client, officer: Any) -> None:
    made = a_request(received_on=date(2026, 11, 20))
    address = reverse("request-one", args=[made.public_id])
    sign_in(client, officer)
    page = client.post(address + "extend", {"until": "2027-12-04", "reason": "Long."})
    assert page.content.decode().count("Choose a day after 27 November 2026") == 2
    client.post(address + "extend", {"until": "2026-12-04", "reason": "Told by telephone."})
    told = Client().get(f"/requests/kept/{made.public_id}").content.decode()
    assert "Friday 4 December 2026" in told and "We first promised 27 November 2026." in told
    client.post(address + "withdraw", {"reason": "By telephone."})
    assert rows().get().state == State.WITHDRAWN


def test_the_list_asks_the_database_as_often_for_three_as_for_one(
    client: Client, officer: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sign_in(client, officer)
    take(request=a_request(), by=officer)
    client.get(reverse("request-list"))
    for count in (1, 3):
        while rows().count() < count:
            take(request=a_request(), by=officer)
        with django_assert_num_queries(LIST_QUERIES):
            client.get(reverse("request-list"))


LIST_QUERIES = 6


def test_every_page_offers_another_format(client: Client, settings: Settings) -> None:
    assert '<a href="/requests/new">Ask for another format</a>' in client.get("/privacy").content.decode()


def test_nobody_fills_the_list_of_those_who_answer(client: Client) -> None:
    door = reverse("request-new")
    sent = [client.post(door, {**SENT, "key": f"key-{n}"}).status_code for n in range(22)]
    assert (sent, rows().count()) == ([302] * 20 + [429] * 2, 20)
    refused = client.post(door, SENT)
    strict_html(refused)
    assert "Wait 15 minutes" in refused.content.decode()
    assert SENT["what"] in refused.content.decode()  # nothing typed is lost
    assert client.post(door, SENT, REMOTE_ADDR="198.51.100.7").status_code == 302  # control


@pytest.mark.parametrize(("own", "read"), [("ur", "ur"), ("", "en-gb")])
def test_an_answer_is_headed_in_the_language_of_whoever_asked(
    own: str, read: str, officer: Any, settings: Settings
) -> None:
    made, asker = a_request(), account("reader@example.org").person
    asker.language = own
    asker.save()
    rows().filter(pk=made.pk).update(person=asker)
    with translation.override("ar"):
        take(request=rows().get(), by=officer)
        answer(request=rows().get(), words="It is in the post.", by=officer)
    expected = said(
        read, "Your request %(reference)s, %(city)s", reference=made.reference, city=settings.CITY
    )
    assert letter_to("reader@example.org", "request answered").subject == expected
