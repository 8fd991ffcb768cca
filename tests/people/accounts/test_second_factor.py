"""Second factors: staff roles wait for one, codes work once, the last one stays with a staff role."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from tests.browser.checks import strict_html
from tests.people.accounts.letters import to
from tests.people.accounts.walk import SECRET, ask, enter_code, one_time, sign_in_by_code, with_one_time_codes
from tests.people.make import account, sign_in
from weft.people.accounts import factors
from weft.people.accounts.actions.factors import LastFactor, remove_factor
from weft.people.roles.current import SECOND_FACTOR
from weft.record.models import Event

# at nine, when no letter of the test itself is newer, and roles given today hold
TOMORROW = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)

pytestmark = pytest.mark.django_db
ANA, SURVEYS = "ana@example.org", "/measure/surveys/"


@pytest.fixture
def ana() -> User:
    return account(ANA, "analyst")


def test_a_staff_page_sends_to_set_up_a_second_factor_and_opens_with_one(client: Client, ana: User) -> None:
    sign_in_by_code(client, ANA)
    assert client.get(SURVEYS)["Location"] == "/account/second-factor"
    strict_html(client.get("/account/second-factor"))
    strict_html(client.get("/account/one-time-codes"))
    secret = client.session[factors.KEY]
    done = client.post("/account/one-time-codes", {"code": one_time(secret)})
    assert done["Location"] == "/account/recovery-codes"
    assert client.session["onwards"] == SURVEYS
    assert f'href="{SURVEYS}"' in client.get("/account/recovery-codes").content.decode()
    assert client.get(SURVEYS).status_code == 200
    assert "set up for your account" in to(ANA)[0].body


def test_confirming_on_the_way_does_not_lose_the_page_one_wanted(client: Client, ana: User) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        sign_in_by_code(client, ANA)
        clock.shift(20 * 60)
        client.get(SURVEYS)
        assert client.get("/account/one-time-codes")["Location"] == "/account/confirm"
        client.post("/account/confirm")
        assert enter_code(client, ANA)["Location"] == "/account/one-time-codes"
        client.get("/account/one-time-codes")
        client.post("/account/one-time-codes", {"code": one_time(client.session[factors.KEY])})
        assert client.session["onwards"] == SURVEYS


def test_a_page_that_asked_long_ago_does_not_come_before_the_one_wanted_now(
    client: Client, ana: User
) -> None:
    with_one_time_codes(ana)
    sign_in(client, ana, second_factor=False)
    assert client.get("/account/recovery-codes")["Location"] == "/account/confirm"  # and left there
    client.get(SURVEYS)
    shown = client.post("/account/second-factor", {"code": one_time()})
    assert shown["Location"] == SURVEYS


def test_a_page_of_a_role_one_does_not_hold_stays_missing(client: Client) -> None:
    account("res@example.org")
    sign_in_by_code(client, "res@example.org")
    assert client.get(SURVEYS).status_code == 404


def test_signing_in_asks_for_the_second_factor_before_anything_opens(client: Client, ana: User) -> None:
    with_one_time_codes(ana)
    assert sign_in_by_code(client, ANA, SURVEYS)["Location"] == "/account/second-factor"
    assert "_auth_user_id" not in client.session
    assert client.get("/account/")["Location"].startswith("/sign-in")
    strict_html(client.get("/account/second-factor"))
    assert client.post("/account/second-factor", {"code": one_time()})["Location"] == SURVEYS
    assert client.get(SURVEYS).status_code == 200


def test_the_second_step_ends_after_fifteen_minutes(client: Client, ana: User) -> None:
    with_one_time_codes(ana)
    with time_machine.travel(TOMORROW, tick=False) as clock:
        sign_in_by_code(client, ANA)
        clock.shift(15 * 60 + 1)
        assert client.post("/account/second-factor", {"code": one_time()})["Location"] == "/sign-in"


def test_a_one_time_code_opens_once(client: Client, ana: User) -> None:
    with_one_time_codes(ana)
    with time_machine.travel(TOMORROW, tick=False):
        for opens in (True, False):
            visitor = Client()
            sign_in_by_code(visitor, ANA)
            answer = visitor.post("/account/second-factor", {"code": one_time()})
            assert (answer.status_code == 302) is opens


@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_off(client: Client, ana: User, steps: int, opens: bool) -> None:
    with_one_time_codes(ana)
    with time_machine.travel(TOMORROW, tick=False):
        sign_in_by_code(client, ANA)
        answer = client.post("/account/second-factor", {"code": one_time(steps=steps)})
        assert (answer.status_code == 302) is opens


def test_five_wrong_second_factors_make_one_wait(client: Client, ana: User) -> None:
    with_one_time_codes(ana)
    sign_in_by_code(client, ANA)
    for _ in range(5):
        assert client.post("/account/second-factor", {"code": "000000"}).status_code == 200
    assert client.post("/account/second-factor", {"code": one_time()}).status_code == 429
    other = Client(REMOTE_ADDR="198.51.100.7")  # by account: another place does not help
    sign_in_by_code(other, ANA)
    assert other.post("/account/second-factor", {"code": one_time()}).status_code == 429
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        sign_in_by_code(client, ANA)
        assert client.post("/account/second-factor", {"code": one_time()}).status_code == 302


def test_a_recovery_code_opens_once_and_its_owner_is_told(client: Client, ana: User) -> None:
    with_one_time_codes(ana)
    first = factors.recovery_codes(ana)[0]
    for opens in (True, False):
        visitor = Client()
        sign_in_by_code(visitor, ANA)
        answer = visitor.post("/account/second-factor", {"code": first})
        assert (answer.status_code == 302) is opens
        if opens:
            assert SECOND_FACTOR in visitor.session
            assert "9 are left" in to(ANA)[0].body


def test_recovery_codes_are_shown_and_renewed(client: Client, ana: User) -> None:
    with_one_time_codes(ana)
    sign_in_by_code(client, ANA)
    client.post("/account/second-factor", {"code": one_time()})
    before = factors.recovery_codes(ana)
    assert len(before) == 10
    page = client.get("/account/recovery-codes")
    strict_html(page)
    assert all(code in page.content.decode() for code in before)
    client.post("/account/recovery-codes/new")
    assert not set(before) & set(factors.recovery_codes(ana))


def test_the_last_factor_stays_with_a_staff_role(client: Client, ana: User) -> None:
    with_one_time_codes(ana)
    sign_in_by_code(client, ANA)
    client.post("/account/second-factor", {"code": one_time()})
    page = f"/account/factors/{factors.of(ana)[0].pk}/remove"
    strict_html(client.get(page))
    client.post(page)
    assert factors.has_any(ana)
    assert "Add another one before" in client.get("/account/").content.decode()
    with pytest.raises(LastFactor):
        remove_factor(factor=factors.of(ana)[0], by=ana)


def test_a_resident_removes_the_last_factor_and_the_recovery_codes_go(client: Client) -> None:
    resident = with_one_time_codes(account("res@example.org"))
    remove_factor(factor=factors.of(resident)[0], by=resident)
    assert Authenticator.objects.count() == 0


def test_a_session_forgets_a_factor_that_was_removed(client: Client) -> None:
    resident = with_one_time_codes(account("res@example.org"))
    sign_in(client, resident)
    session = client.session
    session["fresh_at"] = time.time()
    session.save()
    client.post(f"/account/factors/{factors.of(resident)[0].pk}/remove")
    assert "second_factor_at" not in client.session


def test_nobody_removes_the_factor_of_another(client: Client, ana: User) -> None:
    with_one_time_codes(ana)
    account("eve@example.org")
    sign_in_by_code(client, "eve@example.org")
    assert client.post(f"/account/factors/{factors.of(ana)[0].pk}/remove").status_code == 404
    assert factors.has_any(ana)


@pytest.mark.parametrize("page", ["one-time-codes", "passkeys/new", "recovery-codes", "address"])
def test_changing_how_one_signs_in_asks_again_after_a_while(client: Client, page: str) -> None:
    account("res@example.org")
    sign_in_by_code(client, "res@example.org")
    assert client.get(f"/account/{page}").status_code == 200
    session = client.session
    session["fresh_at"] -= 15 * 60 + 1
    session.save()
    assert client.get(f"/account/{page}")["Location"] == "/account/confirm"
    strict_html(client.get("/account/confirm"))
    assert client.post("/account/confirm")["Location"] == "/account/code"
    assert enter_code(client, "res@example.org")["Location"] == f"/account/{page}"
    assert client.get(f"/account/{page}").status_code == 200


def test_whoever_has_a_second_factor_confirms_with_it(client: Client, ana: User) -> None:
    with_one_time_codes(ana)
    sign_in_by_code(client, ANA)
    client.post("/account/second-factor", {"code": one_time()})
    session = client.session
    session["fresh_at"] -= 15 * 60 + 1
    session.save()
    client.get("/account/address")
    assert client.get("/account/confirm")["Location"] == "/account/second-factor"
    answer = client.post("/account/second-factor", {"code": one_time(steps=1)})
    assert answer["Location"] == "/account/address"


def test_the_secret_of_one_time_codes_is_sealed(ana: User) -> None:
    with_one_time_codes(ana)
    assert SECRET not in str(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in str(list(Event.objects.values()))


def test_the_script_is_allowed_on_the_passkey_pages_and_nowhere_else(client: Client, ana: User) -> None:
    assert "script-src 'self'" in client.get("/account/passkey")["Content-Security-Policy"]
    assert "script-src" not in client.get("/sign-in")["Content-Security-Policy"]
    sign_in_by_code(client, ANA)
    assert "script-src 'self'" in client.get("/account/passkeys/new")["Content-Security-Policy"]
    for page in ("/account/", "/account/one-time-codes", "/account/second-factor"):
        assert "script-src" not in client.get(page)["Content-Security-Policy"]


@pytest.mark.parametrize("answer", ["", "x", "[]", "{}", '{"id": 1}', '{"response": {"userHandle": "AA"}}'])
def test_a_made_up_passkey_is_refused(client: Client, answer: str) -> None:
    client.get("/account/passkey")
    response = client.post("/account/passkey", {"credential": answer})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("email", "idle"), [(ANA, timedelta(hours=12)), ("res@example.org", timedelta(days=30))]
)
def test_a_session_ends_when_idle_for_as_long_as_the_role_allows(
    client: Client, ana: User, email: str, idle: timedelta
) -> None:
    """12 hours for staff, 30 days for a resident; use moves the end on."""
    account(email)
    with time_machine.travel(TOMORROW, tick=False) as clock:
        sign_in_by_code(client, email)
        for _ in range(2):
            clock.shift(idle - timedelta(minutes=1))
            assert client.get("/account/").status_code == 200
        clock.shift(idle + timedelta(minutes=1))
        assert client.get("/account/").status_code == 302


def test_signing_out_everywhere_ends_the_other_sessions(client: Client, ana: User) -> None:
    other = Client()
    sign_in_by_code(client, ANA)
    sign_in_by_code(other, ANA)
    assert client.post("/account/sign-out-everywhere")["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302


def test_asking_for_a_code_does_not_let_in(client: Client, ana: User) -> None:
    ask(client, ANA)
    assert client.get("/account/second-factor")["Location"] == "/sign-in"
    assert client.get("/account/second-factor/passkey")["Location"] == "/sign-in"
