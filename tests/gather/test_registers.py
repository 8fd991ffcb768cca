"""The register in the host's hands: noted on the spot or from paper, walk-ins, standing for it, and whose it is."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.browser.checks import strict_html
from tests.gather.make import HOUR, STARTS, activity, host, person, seat, session
from tests.people.make import account, sign_in
from weft.gather.actions.attendance import set_door_code
from weft.gather.actions.bookings import hold
from weft.gather.models import Attendance, Booking, Session
from weft.record.models import Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def of() -> Session:
    return session(5)


def lead(client: Client, at: str = "Hackney Wheelers") -> Client:
    return sign_in(
        client,
        account(f"lead@{at.split(maxsplit=1)[0].lower()}.example", "session_lead", organisation=host(at)),
    )


def address(of: Session, more: str = "") -> str:
    return f"/gather/registers/{of.public_id}/{more}"


def said(**words: Any) -> dict[str, Any]:
    """Form data: booking public ids to their word, or to (word, minutes)."""
    given: dict[str, Any] = {}
    for one, word in words.items():
        state, minutes = word if isinstance(word, tuple) else (word, "")
        given |= {f"{one}-state": state, f"{one}-minutes": minutes}
    return given


def test_a_host_notes_who_came_and_stands_for_it(client: Client, of: Session) -> None:
    ada, bo = (
        seat(of, person=person("Ada")),
        seat(of, name="Bo", needs="a ramp", contact="bo@demonstration.example"),
    )
    with time_machine.travel(STARTS + HOUR, tick=False):
        host_ = lead(client)
        page = host_.get(address(of))
        strict_html(page.content.decode())
        assert all(word in page.content.decode() for word in ("Ada", "Bo", "a ramp"))
        assert "no-store" in page["Cache-Control"]
        words = {ada.public_id: "attended", bo.public_id: ("part", "25")}
        assert host_.post(address(of), {**said(**words), "came": "paper"}).status_code == 302
        assert host_.post(address(of, "walk-in"), {"name": "Cy", "once": "k"}).status_code == 302
        refused = host_.post(address(of, "stand-for"), follow=True)
        assert "Still open: 1" in refused.content.decode()
        walked = Booking.objects.unscoped("test").get(is_walk_in=True)
        host_.post(address(of), said(**{walked.public_id: "attended"}))
        done = host_.post(address(of, "stand-for"), follow=True)
        assert "3 people came" in done.content.decode()
    assert sorted(fact.quantities["minutes"] for fact in Fact.objects.all()) == [25, 60, 60]
    assert set(Attendance.objects.unscoped("test").values_list("came", flat=True)) == {"paper", "list"}


def test_minutes_that_are_no_number_are_told_and_nothing_is_kept(client: Client, of: Session) -> None:
    booking = seat(of)
    with time_machine.travel(STARTS + HOUR, tick=False):
        page = lead(client).post(address(of), said(**{booking.public_id: ("part", "half")}))
    strict_html(page.content.decode())
    assert "Enter minutes as a number" in page.content.decode()
    assert not Attendance.objects.unscoped("test").exists()


@pytest.mark.parametrize("minutes", ["", "60"])  # the whole session is 60 minutes
def test_who_came_for_part_of_it_was_there_less_long(client: Client, of: Session, minutes: str) -> None:
    booking = seat(of, name="Bo")
    with time_machine.travel(STARTS + HOUR, tick=False):
        host_ = lead(client)
        page = host_.post(address(of), said(**{booking.public_id: ("part", minutes)})).content.decode()
        strict_html(page)
        said_above = (
            f'<a href="#id_{booking.public_id}-minutes">Bo: Enter how many minutes they were there, fewer'
        )
        assert said_above in page and "<title>Error: " in page
        assert not Attendance.objects.unscoped("test").exists()
        host_.post(address(of), said(**{booking.public_id: ("part", "59")}))
    assert Attendance.objects.unscoped("test").get().minutes == 59


def test_nobody_is_noted_long_before_the_start(client: Client, of: Session) -> None:
    seat(of, name="Bo")
    before = STARTS - 3 * HOUR
    with time_machine.travel(before, tick=False):
        page = lead(client).get(address(of)).content.decode()
    strict_html(page)
    assert "Bo" in page and "You can note who comes from an hour before the start." in page
    assert ">Came<" not in page and ">Add them<" not in page and ">Save<" not in page
    with time_machine.travel(before + 2 * HOUR, tick=False):
        page = lead(client).get(address(of)).content.decode()
    assert ">Came<" in page and ">Add them<" in page and ">Save<" in page


@pytest.mark.parametrize("step", ["walk-in", "stand-for", "door"])
def test_the_address_of_a_step_opened_by_itself_shows_the_register(
    client: Client, of: Session, step: str
) -> None:
    with time_machine.travel(STARTS + HOUR, tick=False):
        opened = lead(client).get(address(of, step))
    assert (opened.status_code, opened["Location"]) == (302, address(of))


def test_saving_again_without_a_change_writes_nothing(client: Client, of: Session) -> None:
    booking = seat(of)
    with time_machine.travel(STARTS + HOUR, tick=False):
        host_ = lead(client)
        host_.post(address(of), said(**{booking.public_id: "attended"}))
        first = Attendance.objects.unscoped("test").get().noted_at
        host_.post(address(of), said(**{booking.public_id: ("attended", "60")}))
    assert Attendance.objects.unscoped("test").get().noted_at == first


def test_a_register_is_kept_by_its_own_host_only(client: Client, of: Session) -> None:
    seat(of, name="Bo")
    with time_machine.travel(STARTS + HOUR, tick=False):
        other = lead(client, "Bow Gardeners")
        assert address(of) not in other.get("/gather/registers/").content.decode()
        assert other.get(address(of)).status_code == 404
        assert other.post(address(of, "stand-for")).status_code == 404
        own = lead(Client())
        assert address(of) in own.get("/gather/registers/").content.decode()


def test_the_paper_register_has_names_and_empty_lines(client: Client, of: Session) -> None:
    seat(of, person=person("Ada"))
    page = lead(client).get(address(of, "paper")).content.decode()
    strict_html(page)
    assert "Ada" in page and page.count("<tr>") == 1 + 1 + 12


def test_registers_ask_the_database_as_often_for_many(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    host_, of = lead(client), session(9, activity=activity())
    for number in range(6):
        seat(of, person=person(f"P{number}"))
    with django_assert_max_num_queries(12):
        host_.get(address(of))


def test_who_booked_says_i_am_here_by_the_link(client: Client, of: Session) -> None:
    held = hold(
        session=of, places={"seat": 1}, contact="bo@demonstration.example", by=None, at=STARTS - 9 * HOUR
    )
    Booking.objects.unscoped("test").update(state="booked")
    code, link = set_door_code(session=of, by=None), f"/gather/here/{held.manage_token}/"
    with time_machine.travel(STARTS, tick=False):
        strict_html(client.get(link).content.decode())
        assert "Enter the code on the door" in client.post(link, {"code": "1"}).content.decode()
        page = client.post(link, {"code": code}, follow=True).content.decode()
    assert "You are on the list of Ride" in page
    assert Attendance.objects.unscoped("test").get().came == "code"
    assert client.get("/gather/here/nobody/").status_code == 404
