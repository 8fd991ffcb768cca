"""`./weft staff` and `./weft post`, as the person at the keyboard meets them."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.people.accounts.walk import with_one_time_codes
from tests.people.make import account
from weft.cli import main, server
from weft.people.accounts import factors
from weft.people.accounts.models import SignInLink
from weft.people.models import Membership
from weft.post.actions import queue
from weft.post.models import Letter

pytestmark = pytest.mark.django_db
ANA = "ana@example.org"


@pytest.fixture(autouse=True)
def _ready_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "prepare_database", lambda: None)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(list(words))
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def link_in(text: str) -> str:
    found = re.search(r"http://[^/]+(/account/link/\S+)", text)
    assert found
    return found.group(1)


def test_the_first_link_signs_in_once(capsys: pytest.CaptureFixture[str], client: Client) -> None:
    code, text = said(
        capsys, "staff", "add", "ANA@example.org", "--role", "system_admin", "--role", "analyst"
    )
    assert (code, "System administrator, Analyst" in text) == (0, True)
    link = link_in(text)
    assert client.get(link).status_code == 200  # looking (as mail scanners do) uses nothing up
    assert client.post(link)["Location"] == "/after-sign-in"
    assert client.session["_auth_user_id"] == str(User.objects.get(username=ANA).pk)
    assert client.get("/account/invitations/")["Location"] == "/account/second-factor"
    assert Client().post(link).status_code == 404
    assert link.rsplit("/", 1)[1] not in str(SignInLink.objects.values().get())


def test_the_link_ends_after_a_day(capsys: pytest.CaptureFixture[str], client: Client) -> None:
    link = link_in(said(capsys, "analyst", "add", ANA)[1])
    SignInLink.objects.update(expires_at=timezone.now())
    assert client.post(link).status_code == 404


def test_a_link_does_not_pass_over_the_second_factor(
    capsys: pytest.CaptureFixture[str], client: Client
) -> None:
    with_one_time_codes(account(ANA))
    link = link_in(said(capsys, "staff", "add", ANA, "--role", "analyst")[1])
    assert client.post(link)["Location"] == "/account/second-factor"


def test_analyst_add_gives_the_analyst_role(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "analyst", "add", ANA)
    assert Membership.objects.unscoped("a test").get().role == "analyst"
    assert said(capsys, "staff", "list")[1] == f"analyst           {ANA}\n"


def test_a_role_ends_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    account(ANA, "analyst", "officer")
    Membership.objects.unscoped("a test").filter(role="officer").update(starts_on="2026-01-01")
    for role in ("analyst", "officer"):
        assert said(capsys, "staff", "end", ANA, "--role", role)[0] == 0
    assert said(capsys, "staff", "list")[1] == ""
    code, text = said(capsys, "staff", "end", ANA, "--role", "analyst")
    assert (code, "does not hold the role" in text) == (1, True)


def test_the_last_system_administrator_stays_until_there_is_a_second(
    capsys: pytest.CaptureFixture[str],
) -> None:
    account(ANA, "system_admin")
    code, text = said(capsys, "staff", "end", ANA, "--role", "system_admin")
    assert (code, "needs a second administrator" in text, "staff add EMAIL" in text) == (1, True, True)
    account("bo@example.org", "system_admin")
    assert said(capsys, "staff", "end", ANA, "--role", "system_admin")[0] == 0
    assert said(capsys, "staff", "list")[1] == "system_admin      bo@example.org\n"


def test_a_role_with_a_last_day_may_end_before_it(capsys: pytest.CaptureFixture[str]) -> None:
    account(ANA, "analyst")
    Membership.objects.unscoped("a test").update(ends_on="2099-01-01")
    assert said(capsys, "staff", "end", ANA, "--role", "analyst")[0] == 0
    assert said(capsys, "staff", "list")[1] == ""


def test_a_lost_factor_is_removed_and_a_link_given(
    capsys: pytest.CaptureFixture[str], client: Client
) -> None:
    ana = with_one_time_codes(account(ANA, "analyst"))
    link = link_in(said(capsys, "staff", "reset", ANA)[1])
    assert not factors.has_any(ana)
    assert client.post(link)["Location"] == "/after-sign-in"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("staff", "add", "ana", "--role", "analyst"), "is no e-mail address"),
        (("staff", "add", ANA, "--role", "king"), "is no role of the city team"),
        (("staff", "add", ANA, "--role", "volunteer"), "is no role of the city team"),
        (("staff", "end", ANA, "--role", "analyst"), "nobody has an account"),
    ],
)
def test_a_slip_is_told_in_one_line(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], says: str
) -> None:
    code, text = said(capsys, *words)
    assert (code, says in text, User.objects.count()) == (1, True, 0)


def test_post_lists_letters_and_shows_texts_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    queue(letter=Letter(ANA, "Hello", "On Friday.\n"), kind="news", about="x")
    plain, full = said(capsys, "post")[1], said(capsys, "post", "--send", "--text")[1]
    assert "No mail server is named" in plain and ANA not in plain
    assert "0 sent." in full and f"To: {ANA}" in full and "On Friday." in full
