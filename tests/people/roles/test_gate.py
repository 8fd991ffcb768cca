"""The gate: asked before any view, for every method; order and open doors."""

import pytest
from django.conf import settings as configured
from django.test import Client

from tests.people.make import account, sign_in

pytestmark = pytest.mark.django_db
METHODS = ["get", "head", "post", "put", "delete", "options"]


@pytest.mark.parametrize("method", METHODS)
def test_somebody_unknown_is_sent_to_sign_in_by_any_method(client: Client, method: str) -> None:
    answer = getattr(client, method)("/measure/surveys/new")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in?next=/measure/surveys/new")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("method", METHODS)
def test_somebody_without_the_role_finds_nothing_by_any_method(client: Client, method: str) -> None:
    sign_in(client, account("resident@example.org"))
    assert getattr(client, method)("/measure/surveys/new").status_code == 404


@pytest.mark.parametrize("method", METHODS)
def test_an_address_nobody_knows_is_missing_by_any_method(client: Client, method: str) -> None:
    assert getattr(client, method)("/nobody/knows").status_code == 404


def test_staff_without_the_second_factor_do_not_come_in(client: Client) -> None:
    analyst = account("ana@example.org", "analyst")
    asked = sign_in(client, analyst, second_factor=False).get("/measure/surveys/")
    assert (asked.status_code, asked["Location"]) == (302, "/account/second-factor")
    assert client.session["next"] == "/measure/surveys/"
    assert client.get("/people/").status_code == 404  # a door their role would not open either
    assert sign_in(client, analyst).get("/measure/surveys/").status_code == 200


def test_health_and_public_pages_ask_nobody(client: Client) -> None:
    assert client.get("/health").status_code == 200
    assert client.get("/privacy").status_code == 200


def test_the_gate_stands_after_authentication_and_before_every_view() -> None:
    order = configured.MIDDLEWARE
    gate = order.index("weft.people.roles.gate.RoleGate")
    assert order.index("django.contrib.auth.middleware.AuthenticationMiddleware") < gate
    assert order.index("django.middleware.csrf.CsrfViewMiddleware") < gate


def test_a_forged_form_is_refused_before_anything_is_looked_up(
    django_assert_num_queries: object,
) -> None:
    client = Client(enforce_csrf_checks=True)
    sign_in(client, account("ana@example.org", "analyst"))
    there, nowhere = client.post("/measure/surveys/x/remove"), client.post("/measure/surveys/y/remove")
    assert there.status_code == nowhere.status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/requests/kept/%00", "/places/near?at=51.5,-0.1&of=%00", "/people/%00/"]
)
def test_text_no_database_takes_is_a_bad_request(client: Client, address: str) -> None:
    assert client.get(address).status_code == 400
    assert client.get("/privacy?of=%2500").status_code == 200  # control
