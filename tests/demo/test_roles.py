"""The role switcher: every role in the demonstration, none anywhere else."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django.fixtures import Settings
from tests.browser.checks import strict_html

from weft.demo.roles import account_of, address_of, roles
from weft.people.models import Membership
from weft.people.roles.current import actor_for
from weft.people.roles.matrix import matrix

pytestmark = [pytest.mark.urls("tests.crawler.urls"), pytest.mark.django_db]
DOORS = ["/demonstration/roles", "/demonstration/roles/officer", "/sign-in/demonstration"]
KEYS = [key for key in matrix().roles if key != "public"]


@pytest.fixture
def demonstration(settings: Settings) -> None:
    settings.DEMO = True


@pytest.mark.parametrize("method", ["get", "head", "post"])
@pytest.mark.parametrize("door", DOORS)
def test_outside_the_demonstration_every_door_is_missing(client: Client, door: str, method: str) -> None:
    assert getattr(client, method)(door).status_code == 404
    assert not User.objects.exists()


@pytest.mark.parametrize("door", DOORS[1:])
def test_control_in_the_demonstration_the_doors_open(demonstration: None, client: Client, door: str) -> None:
    assert client.get("/demonstration/roles").status_code == 200
    assert client.post(door).status_code == 302
    assert User.objects.count() == 1


def test_outside_the_demonstration_the_switcher_is_not_even_routed() -> None:
    from django.urls import NoReverseMatch, reverse

    with pytest.raises(NoReverseMatch):
        reverse("demo-roles", "weft.config.urls")


def test_no_account_is_made_outside_the_demonstration() -> None:
    with pytest.raises(PermissionDenied):
        account_of(role="officer")


@pytest.mark.parametrize("role", KEYS)
def test_one_becomes_the_role_and_the_banner_says_so(demonstration: None, client: Client, role: str) -> None:
    answer = client.post(f"/demonstration/roles/{role}", {"next": "/privacy"})
    assert answer["Location"] == "/privacy"
    page = client.get("/privacy")
    strict_html(page)
    assert f"You are: <b>{matrix().roles[role].label}</b>." in page.content.decode()
    account = User.objects.get(username=address_of(role))
    assert not account.has_usable_password()
    assert role in actor_for(account, has_second_factor=True).roles


def test_the_page_lists_every_role_in_plain_words(demonstration: None, client: Client) -> None:
    client.post("/demonstration/roles/partner_staff")
    page = client.get("/demonstration/roles")
    strict_html(page)
    text = page.content.decode()
    for role in roles():
        assert role.label in text
    assert text.count('<button class="govuk-button govuk-button--secondary">Be: ') == len(KEYS) - 1
    assert text.count("You are this now") == 1


def test_taking_a_role_twice_gives_it_once(demonstration: None, client: Client) -> None:
    for _ in range(2):
        client.post("/demonstration/roles/partner_admin")
    assert Membership.objects.unscoped("test").count() == 1


def test_one_never_becomes_nobody_or_leaves_the_service(demonstration: None, client: Client) -> None:
    assert client.post("/demonstration/roles/public").status_code == 404
    assert client.post("/demonstration/roles/king").status_code == 404
    answer = client.post("/demonstration/roles/officer", {"next": "https://elsewhere.example/"})
    assert answer["Location"] == "/after-sign-in"
