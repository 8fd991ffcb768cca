"""Walk through signing in as a browser would."""

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from tests.people.accounts.letters import code_to
from weft.people.accounts import factors
from weft.people.accounts.actions.factors import add_one_time_codes

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of one-time codes in tests


def ask(client: Client, email: str, wanted: str = "") -> HttpResponse:
    return client.post("/sign-in", {"email": email, "next": wanted})


def enter_code(client: Client, email: str) -> HttpResponse:
    return client.post("/account/code", {"code": code_to(email)})


def sign_in_by_code(client: Client, email: str, wanted: str = "") -> HttpResponse:
    ask(client, email, wanted)
    return enter_code(client, email)


def one_time(secret: str = SECRET, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    import time

    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return str(format_hotp_value(hotp_value(secret, int(time.time()) // factors.STEP_SECONDS + steps)))


def with_one_time_codes(account: User) -> User:
    add_one_time_codes(secret=SECRET, by=account)
    return account
