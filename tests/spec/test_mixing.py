"""Mixing shown honestly, from real bookings and registers: what the host's page says, what everybody reads, and that
no figure changes when everybody is erased.

    9 + 1 reads as low         nine young people and one old, where half of those who came are old
    a random ten is neither    five and five, or four and six, is what chance gives
"""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from tests.browser.checks import strict_html
from tests.gather.make import host
from tests.gather.teams.make import booked, programme, run_session
from tests.people.make import account, sign_in
from weft.gather.actions.attendance import note, room_of, verify_register
from weft.gather.models import Session
from weft.people.models import Person
from weft.people.mydata.actions.erase import erase_person
from weft.places.models import Area, Population
from weft.programmes.actions import publish_mixing
from weft.programmes.models import Edition, PublishedMixing
from weft.programmes.queries.mixing import Against, Mixed, WhyNot, mixing_in_public, mixing_of, mixing_of_room

pytestmark = pytest.mark.django_db

TEN = ["young"] * 5 + ["old"] * 5
NINE_AND_ONE = ["young"] * 9 + ["old"]


@pytest.fixture
def edition() -> Edition:
    return programme()


def held(edition: Edition, said: list[str], hour: int = 10, absent: int = 0) -> Session:
    """A session somebody stood for: each came who is listed, but for the first few."""
    of = run_session(edition, local_start=f"2026-12-20T{hour:02}:00")
    rows = booked(of, len(said), said)
    when = of.starts_at
    for n, row in enumerate(rows):
        note(booking=row, state="no_show" if n < absent else "attended", by=None, at=when)
    verify_register(session=of, by=None, at=when)
    return of


def read(of: Session) -> Mixed:
    (found,) = mixing_of_room(of.activity.edition.programme, room_of(of))
    return found


def evenings(edition: Edition, *, many: int = 4) -> list[Session]:
    """Ordinary ones, half of each."""
    return [held(edition, TEN, hour) for hour in range(11, 11 + many)]


def words(client: Client, path: str) -> str:
    page = client.get(path)
    assert page.status_code == 200
    strict_html(page)
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


def officer(client: Client) -> Client:
    return sign_in(client, account("officer@example.org", "officer"))


def test_nine_and_one_read_as_less_mixed_and_a_random_ten_as_neither(
    client: Client, edition: Edition
) -> None:
    evenings(edition)
    one_sided, ordinary = held(edition, NINE_AND_ONE), held(edition, ["young"] * 4 + ["old"] * 6, 9)
    reader = officer(client)
    low = words(reader, f"/gather/registers/{one_sided.public_id}/mixing")
    assert "Less mixed than chance" in low and "Two people who were there differ 20%" in low
    neither = words(reader, f"/gather/registers/{ordinary.public_id}/mixing")
    assert "Within chance: neither mixed nor unmixed" in neither
    assert "10 visits, 1 session; 100% said" in neither


def test_the_range_of_chance_always_stands_beside_the_figure(client: Client, edition: Edition) -> None:
    evenings(edition, many=1)
    of = held(edition, TEN)
    assert re.search(
        r"By chance \d+% to \d+%", words(officer(client), f"/gather/registers/{of.public_id}/mixing")
    )


def test_under_ten_people_it_is_not_shown_and_the_page_says_why(client: Client, edition: Edition) -> None:
    evenings(edition)
    of = held(edition, TEN[:9])
    page = words(officer(client), f"/gather/registers/{of.public_id}/mixing")
    assert "Not shown. Fewer than 10 people were there" in page and "By chance" not in page
    assert read(of).why_not == WhyNot.FEW_PEOPLE


def test_who_did_not_come_does_not_count(edition: Edition) -> None:
    evenings(edition)
    assert read(held(edition, TEN, absent=1)).why_not == WhyNot.FEW_PEOPLE


def test_under_80_per_cent_known_it_is_not_shown_and_the_page_says_what_to_do(
    client: Client, edition: Edition
) -> None:
    evenings(edition)
    of, enough = held(edition, [*TEN, "", "", ""]), held(edition, [*TEN, "", ""], 9)
    page = words(officer(client), f"/gather/registers/{of.public_id}/mixing")
    assert "Fewer than 80% of those there said" in page and "Ask people again" in page
    assert read(of).found is None and read(enough).found is not None


def test_a_session_alone_is_compared_with_who_lives_there_or_with_nothing(edition: Edition) -> None:
    of = held(edition, NINE_AND_ONE)
    assert read(of).why_not == WhyNot.ALONE
    city = Area.objects.create(code="C1", name="Saltmeer", kind="city")
    for category, count in (("Under 30", 500_000), ("From 30", 500_000)):
        Population.objects.create(
            area=city, topic="age", category=category, period="2021", count=count, source="Census"
        )
    found = read(of)
    assert (found.against, round(found.area, 2), found.found.verdict.value) == (
        Against.AREA,
        0.5,
        "less mixed than chance",
    )


def test_a_register_nobody_stood_for_says_nothing(client: Client, edition: Edition) -> None:
    of = run_session(edition)
    booked(of, 10, TEN)
    page = words(officer(client), f"/gather/registers/{of.public_id}/mixing")
    assert "Stand for the register first" in page


def test_one_session_is_for_officers_and_its_partners_only(client: Client) -> None:
    runs = host("Run club")
    edition = programme(organisation=runs)
    of = held(edition, TEN)
    path = f"/gather/registers/{of.public_id}/mixing"
    assert client.get(path).status_code in (302, 404)
    for name, role, status in (
        ("Run club", "partner_staff", 200),
        ("Hackney Wheelers", "partner_staff", 200),
        ("Hackney Wheelers", "session_lead", 404),
        ("Others", "partner_staff", 404),
    ):
        who = account(f"{role}@{name.split()[0].lower()}.example", role, organisation=host(name))
        assert sign_in(Client(), who).get(path).status_code == status, (name, role)


def published(edition: Edition) -> None:
    """As the tick does it, a month later."""
    publish_mixing(programme=edition.programme, by=None, now=datetime(2027, 1, 20, 12, tzinfo=UTC))


def test_in_public_five_sessions_are_shown_together_since_a_day(client: Client, edition: Edition) -> None:
    evenings(edition)
    public = f"/programmes/{edition.programme.key}/"
    published(edition)
    assert "It takes five sessions that are at least a week over, and 50 people" in words(client, public)
    held(edition, TEN, 20)
    published(edition)
    page = words(client, public)
    assert (
        "Two people who were there differ about 60% to the nearest 10%" in page
        and "about 50 visits in 5 sessions" in page
    )
    assert "As of 20 January 2027" in page
    assert "Less mixed than chance" not in page


def test_a_sixth_session_changes_nothing_in_public(edition: Edition) -> None:
    """Else the difference of two days would be one session's own figure."""
    evenings(edition, many=5)
    published(edition)
    before = mixing_in_public(edition.programme)
    held(edition, NINE_AND_ONE, 20)
    published(edition)
    assert mixing_in_public(edition.programme) == before
    assert mixing_of(edition.programme)[0].sessions == 6


def test_who_runs_it_reads_what_stands_in_public_beside_what_is_so_now(
    client: Client, edition: Edition
) -> None:
    evenings(edition, many=5)
    with time_machine.travel(date(2027, 1, 21), tick=False):
        reader, own = officer(client), f"/programmes/run/{edition.programme.key}/"
        assert "What everybody reads of it Age Not shown. It takes five sessions" in words(reader, own)
        published(edition)
        held(edition, NINE_AND_ONE, 20)
        page = words(reader, own)
    assert "60 visits , 6 sessions" in page or "60 visits, 6 sessions" in page
    assert "Age about 60% since 20 January 2027, 5 sessions" in page


def test_a_small_group_is_not_shown_in_public_but_to_who_runs_it(edition: Edition) -> None:
    for hour in range(11, 16):
        held(edition, NINE_AND_ONE, hour)
    published(edition)
    (public,), (own,) = mixing_in_public(edition.programme), mixing_of(edition.programme)
    assert (public.why_not, public.row, public.chart) == (
        WhyNot.NOT_YET,
        None,
        None,
    )  # not even that it is small
    assert own.found is not None and own.people == 50


def test_three_lines_stand_apart_on_both_pages(client: Client, edition: Edition) -> None:
    evenings(edition, many=5)
    order = ["In the same place", "Say they had contact", "A relationship since"]
    with time_machine.travel(date(2026, 12, 21), tick=False):
        reader = officer(client)
        for path in (f"/programmes/{edition.programme.key}/", f"/programmes/run/{edition.programme.key}/"):
            page = words(reader, path)
            places = [page.index(line) for line in order]
            assert places == sorted(places) and page.count("Not asked.") == 2


def test_erasing_everybody_leaves_every_figure_unchanged(edition: Edition) -> None:
    sessions = [*evenings(edition, many=5), held(edition, NINE_AND_ONE, 9)]

    def figures() -> list[object]:
        return [
            mixing_of(edition.programme),
            list(PublishedMixing.objects.values()),
            *(read(of) for of in sessions),
        ]

    def plain(found: list[object]) -> str:
        return str(found)

    published(edition)
    before = plain(figures())
    assert PublishedMixing.objects.count() == 1
    for person in Person.objects.unscoped("test"):
        erase_person(person=person, by=None)
    assert not Person.objects.unscoped("test").filter(erased_at=None).exists()
    published(edition)
    assert plain(figures()) == before and "value=0.1999" in before
