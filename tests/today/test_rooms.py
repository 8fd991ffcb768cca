"""The rooms of staff under the header: only those that open to them, on every page, and nothing for anybody else."""

import re

import pytest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from tests.people.make import account, sign_in
from weft.people.models import Organisation
from weft.people.roles.current import SECOND_FACTOR
from weft.today import context

ROOMS = {
    "officer": [
        "People",
        "Organisations",
        "Activities",
        "Places",
        "Run programmes",
        "Pairs",
        "Forms",
        "Requests",
        "Fieldwork",
        "Registers",
        "Open to analysts",
        "My cases",
    ],
    "auditor": ["Requests", "Tables asked for", "Record"],
    "system_admin": ["Organisations", "Record", "Invitations"],
    "partner_admin": [
        "People",
        "Organisations",
        "Activities",
        "Run programmes",
        "Pairs",
        "Registers",
        "Invitations",
    ],
    "partner_staff": ["People", "Organisations", "Activities", "Pairs", "Registers"],
    "analyst": ["Forms", "Fieldwork", "Open to analysts"],
    "accredited_analyst": ["Inside"],
    "output_checker": ["Airlock", "Tables asked for"],
    "volunteer": None,
}


def rooms_of(client: Client, address: str) -> list[str] | None:
    """The links under the header, or None where there are none at all."""
    text = client.get(address).content.decode()
    found = re.search(r'<nav class="rooms" aria-label="Staff">(.*?)</nav>', text, re.DOTALL)
    return re.findall(r"<a [^>]*>([^<]+)</a>", found[1]) if found else None


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "rooms"), ROOMS.items(), ids=ROOMS)
def test_staff_find_the_rooms_that_open_to_them_on_every_page(role: str, rooms: list[str] | None) -> None:
    partner = Organisation.objects.create(name="Partner", kind="charity")
    inside = partner if role.startswith("partner") or role == "volunteer" else None
    user = account(f"{role}@example.org", role, organisation=inside)
    client = sign_in(Client(), user)
    assert rooms_of(client, "/privacy") == rooms
    before = sign_in(Client(), user, second_factor=False)
    assert rooms_of(before, "/privacy") is None
    links = re.findall(r'<nav class="rooms".*?</nav>', client.get("/privacy").content.decode(), re.DOTALL)
    for address in re.findall(r'href="([^"]+)"', "".join(links)):
        assert client.get(address).status_code == 200, address
        assert f'href="{address}" aria-current="page"' in client.get(address).content.decode()


@pytest.mark.django_db
def test_the_rooms_cost_two_questions_who_one_is_and_what_one_holds(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    officer = account("officer@example.org", "officer")
    request = RequestFactory().get("/privacy")
    request.user, request.session = officer, {SECOND_FACTOR: 1}
    with django_assert_num_queries(2):
        assert len(context.today(request)["staff_links"]) == 12


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "offered"), [("analyst", True), ("officer", False), ("volunteer", False)])
def test_nobody_is_offered_a_survey_page_that_is_refused_to_them(role: str, offered: bool) -> None:
    inside = Organisation.objects.create(name="Partner", kind="charity") if role == "volunteer" else None
    client = sign_in(Client(), account(f"{role}@example.org", role, organisation=inside))
    for address in ("/", "/measure/", "/privacy"):
        assert ('href="/measure/surveys/"' in client.get(address).content.decode()) is offered, address
    assert (client.get("/measure/surveys/").status_code == 200) is offered


@pytest.mark.django_db
def test_readers_and_analysts_before_their_second_factor_are_led_to_sign_in() -> None:
    before = sign_in(Client(), account("analyst@example.org", "analyst"), second_factor=False)
    for client in (Client(), before):
        assert 'href="/measure/surveys/"' in client.get("/").content.decode()
        assert client.get("/measure/surveys/").status_code == 302
