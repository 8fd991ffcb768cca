"""Book without an account, look after the booking by its link, wait for a place: the public pages."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests.browser.checks import strict_html
from tests.gather.make import seat, states, taken
from tests.gather.public.conftest import planned
from tests.people.make import account, sign_in
from tests.post.languages import letter_to, said
from weft.gather.actions.bookings import cancel
from weft.gather.actions.online import reference_of, tell_traits
from weft.gather.actions.sessions import cancel_session
from weft.gather.models import Booking, Session
from weft.people.accounts.rules import LIMITS
from weft.post.models import Message

pytestmark = pytest.mark.django_db
ADA = {"name": "Ada", "contact": "ada@demonstration.example", "people": "1"}


def press(client: Client, session: Session, **more: str):  # type: ignore[no-untyped-def]
    return client.post(f"/gather/sessions/{session.public_id}/book", ADA | more)


def letters(kind: str) -> list[str]:
    rows = Message.objects.unscoped("test").filter(kind=kind).order_by("pk")
    return [row.letter().body for row in rows]


def code() -> str:
    found = re.search(r"\d{3} \d{3}", letters("booking code")[-1])
    assert found
    return found[0]


def only() -> Booking:
    return Booking.objects.unscoped("test").get()


def test_a_place_is_held_then_booked_with_the_code(client: Client) -> None:
    session = planned(places=2)
    answer = press(client, session, people="2", needs="A chair with arms", newcomer="on")
    assert states(session) == ["held"] and taken(session) == {"seat": 2}
    page = client.get(answer["Location"])
    strict_html(page)
    assert page["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    done = client.post(answer["Location"], {"code": code()})
    assert states(session) == ["booked"] and only().is_newcomer
    text = client.get(done["Location"]).content.decode()
    assert "You have a place" in text and reference_of(only()) in text
    assert "Ada" not in text and "ada@" not in text and "chair" not in text
    assert "chair" not in only().needs and "ada@" not in only().contact  # sealed
    assert done["Location"] in letters("booked")[0]


def test_a_wrong_code_books_nothing_and_tries_are_counted(client: Client) -> None:
    session = planned()
    address = press(client, session)["Location"]
    right = code()
    wrong = "000 000" if right != "000 000" else "111 111"
    for _ in range(LIMITS["code of a booking"].most):
        assert "That is not the code" in client.post(address, {"code": wrong}).content.decode()
    assert "Too many codes were tried" in client.post(address, {"code": right}).content.decode()
    assert states(session) == ["held"]


def test_pressing_twice_books_once(client: Client) -> None:
    session = planned()
    first, second = press(client, session, once="k"), press(client, session, once="k")
    assert first["Location"] == second["Location"]
    assert states(session) == ["held"] and len(letters("booking code")) == 1
    press(client, session, once="another")  # the control: another key is another booking
    assert states(session) == ["held", "held"]


def test_an_address_with_an_account_gets_the_same_answer(client: Client) -> None:
    account("ada@demonstration.example", "resident")
    session = planned()
    known, unknown = press(client, session), press(client, session, contact="bob@demonstration.example")
    pages = [client.get(answer["Location"]).content.decode() for answer in (known, unknown)]
    plain = [re.sub(r'value="[^"]+"|/gather/booked/[^"]+', "", page) for page in pages]
    assert plain[0] == plain[1]


def test_a_phone_number_is_booked_at_once_and_only_a_few_times(client: Client) -> None:
    session = planned()
    for _ in range(LIMITS["bookings for a number"].most):
        answer = press(client, session, contact="٠٢٠ 7946 0000")
        assert "/code" not in answer["Location"]
    assert set(states(session)) == {"booked"}
    refused = press(client, session, contact="020 7946 0000")
    assert refused.status_code == 429 and len(states(session)) == 3
    assert letters("booking code") == []


def test_nobody_fills_somebody_elses_letter_box(client: Client) -> None:
    session = planned(places=20)
    for _ in range(LIMITS["bookings for an address"].most):
        press(client, session)
    assert press(client, session).status_code == 429
    assert press(client, session, contact="bob@demonstration.example").status_code == 302


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "Enter your name"),
        ({"contact": ""}, "Enter an e-mail address or a phone number"),
        ({"contact": "ada@"}, "Enter an e-mail address, such as name@example.org, or a phone number"),
        ({"contact": "12"}, "Enter an e-mail address or a phone number"),
        ({"people": "99"}, "Choose how many people"),
    ],
)
def test_what_is_missing_is_said(client: Client, given: dict[str, str], said: str) -> None:
    session = planned()
    page = press(client, session, **given)
    strict_html(page)
    assert page.status_code == 200 and said in page.content.decode() and states(session) == []


def test_a_full_session_offers_the_waiting_list(client: Client) -> None:
    session = planned(places=2)
    seat(session, at=timezone.now())
    page = press(client, session, people="2")
    assert (
        "There are not enough free places" in page.content.decode() and 'name="wait"' in page.content.decode()
    )
    answer = press(client, session, people="2", wait="1")
    text = client.get(answer["Location"]).content.decode()
    assert "You are on the waiting list" in text and "You are next." in text
    assert "When a place comes free we write to you." in text
    assert answer["Location"] in letters("waiting list joined")[0]


def test_who_waits_with_a_phone_number_is_promised_no_letter(client: Client) -> None:
    session = planned(places=1)
    seat(session, at=timezone.now())
    page = client.get(f"/gather/sessions/{session.public_id}/").content.decode()
    assert "We send a code" not in page
    assert "With a phone number, open the page of your booking to see." in page
    answer = press(client, session, wait="1", contact="020 7946 0000")
    text = client.get(answer["Location"]).content.decode()
    assert "Open this page again to see whether a place came free." in text
    assert "we write to you" not in text


def test_a_reference_is_letters_and_figures_that_can_be_read_out() -> None:
    assert reference_of(Booking(public_id="_a-b1c2d3e4f5g6h7i8j9k")) == "AB1C2D3E"


@pytest.mark.parametrize(("said", "state"), [("take", "booked"), ("leave", "declined")])
def test_an_offer_is_taken_or_left_by_link(client: Client, said: str, state: str) -> None:
    session = planned(places=1)
    first = seat(session, at=timezone.now())
    address = press(client, session, wait="1")["Location"]
    cancel(booking=first, by=None)
    assert "A place is free for you" in client.get(address).content.decode()
    client.post(f"{address}answer", {"answer": said})
    assert states(session) == ["cancelled", state]
    again = client.post(f"{address}answer", {"answer": said})  # a second press harms nothing
    assert states(session) == ["cancelled", state] and again.status_code in (200, 302)


def test_cancelling_by_link_gives_the_place_back_once(client: Client) -> None:
    session = planned()
    address = press(client, session, contact="020 7946 0000")["Location"]
    assert "Give your place back?" in client.get(f"{address}cancel").content.decode()
    for _ in range(2):
        client.post(f"{address}cancel")
    assert states(session) == ["cancelled"] and taken(session) == {"seat": 0}


def test_a_link_that_never_was_is_not_found(client: Client) -> None:
    session = planned()
    booking = seat(session, at=timezone.now())
    for token in ("x" * 22, booking.public_id):
        for part in ("", "code", "cancel", "mixing"):
            assert client.get(f"/gather/booked/{token}/{part}").status_code == 404


def test_a_creche_place_is_booked_by_the_age_of_the_child(client: Client) -> None:
    session = planned(places={"learner": 3, "creche_0_1": 1, "creche_2_4": 2})
    press(client, session, children="1, 3")
    assert taken(session) == {"learner": 1, "creche_0_1": 1, "creche_2_4": 1}
    assert "Enter ages the crèche takes" in press(client, session, children="9").content.decode()
    page = client.get(f"/gather/sessions/{session.public_id}/").content.decode()
    form = page[page.index('id="book"') :]
    assert len(re.findall(r"<(?:select|textarea|input (?!type=\"hidden))", form)) == 5


def test_somebody_signed_in_books_with_one_click(client: Client) -> None:
    user, session = account("ada@demonstration.example", "resident"), planned()
    sign_in(client, user)
    page = client.get(f"/gather/sessions/{session.public_id}/").content.decode()
    assert 'name="contact"' not in page and "one click is enough" in page
    answer = client.post(f"/gather/sessions/{session.public_id}/book", {"people": "1"})
    assert states(session) == ["booked"] and only().person == user.person
    assert "You have a place" in client.get(answer["Location"]).content.decode()
    again = client.post(f"/gather/sessions/{session.public_id}/book", {"people": "1"})
    assert "There is a booking of this session already" in again.content.decode()
    assert Client().get(answer["Location"]).status_code == 404  # no secret link: only its owner


def test_a_cancelled_or_begun_session_says_so_kindly(client: Client) -> None:
    session = planned()
    address = press(client, session, contact="020 7946 0000")["Location"]
    cancel_session(session=session, because="The boiler broke", by=None)
    page = client.get(f"/gather/sessions/{session.public_id}/").content.decode()
    assert "This session was cancelled." in page and "The boiler broke" in page and 'id="book"' not in page
    assert "This session was cancelled" in client.get(address).content.decode()
    assert press(client, session)["Location"] == f"/gather/sessions/{session.public_id}/"
    begun = planned(1)
    now = timezone.now()
    Session.objects.filter(pk=begun.pk).update(
        starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1)
    )
    assert "This session has begun" in client.get(f"/gather/sessions/{begun.public_id}/").content.decode()


def test_a_private_session_is_not_found(client: Client) -> None:
    session = planned(is_public=False)
    for part in ("", "book", "calendar.ics"):
        assert client.get(f"/gather/sessions/{session.public_id}/{part}").status_code == 404


def test_the_calendar_file_holds_local_time_and_zone(client: Client) -> None:
    session = planned(2, 18, title="Sing")
    text = client.get(f"/gather/sessions/{session.public_id}/calendar.ics").content.decode()
    day = session.local_day.strftime("%Y%m%d")
    assert f"DTSTART;TZID=Europe/London:{day}T180000" in text and "SUMMARY:Sing" in text


def test_traits_are_told_after_booking_and_taken_back(client: Client) -> None:
    booking = seat(planned(), at=timezone.now())
    tell_traits(booking=booking, traits={"age": "30_44", "lives": ""}, by=None)
    booking.refresh_from_db()
    assert booking.traits == {"age": "30_44"}
    tell_traits(booking=booking, traits={}, by=None)
    booking.refresh_from_db()
    assert booking.traits == {}


def test_a_booking_keeps_the_language_of_the_page_for_later_letters(client: Client) -> None:
    session = planned()
    press(client, session)
    assert only().language == "en-gb"
    client.cookies["django_language"] = "ur"
    press(client, session, contact="bo@demonstration.example")
    client.cookies.clear()
    assert Booking.objects.unscoped("test").filter(language="ur").count() == 1
    cancel_session(session=session, because="Flooded", by=None)
    told = letter_to("bo@demonstration.example", "session cancelled")
    assert told.subject == said("ur", "Cancelled: %(what)s", what=session.activity)


def test_somebody_signed_in_leaves_the_language_of_the_page_and_staff_leave_none(client: Client) -> None:
    user, session = account("ada@demonstration.example", "resident"), planned()
    client.cookies["django_language"] = "ur"
    sign_in(client, user)
    client.post(f"/gather/sessions/{session.public_id}/book", {"people": "1"})
    assert only().language == "ur"
    with translation.override("ar"):
        assert seat(session, contact="bo@demonstration.example", at=timezone.now()).language == ""
