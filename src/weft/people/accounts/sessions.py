"""How long a session lasts without being used, and what it knows about who is in it."""

import time
from collections.abc import Callable

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from weft.people.accounts import rules
from weft.people.accounts.actions.signing import record_sign_in
from weft.people.accounts.queries import has_staff_role
from weft.people.roles.current import SECOND_FACTOR

FRESH, SEEN, NEXT, CODE = "fresh_at", "seen_at", "next", "code"
PROVED, PENDING = "proved", "pending"
ASKED, ONWARDS = "asked", "onwards"
BACKEND = "django.contrib.auth.backends.ModelBackend"


class IdleSessions:
    """Pushes the end of a session on while it is used: 12 hours for staff, 30 days for residents."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        seen = request.session.get(SEEN)
        if seen is not None and time.time() - seen > rules.SEEN_EVERY.total_seconds():
            request.session[SEEN] = time.time()  # saved with a new end; the end itself is checked when read
        return self.get_response(request)


def enter(request: HttpRequest, account: User, *, how: str, second_factor: bool = False) -> None:
    """Sign the account in: a new session key, the end of idleness by role, an event."""
    wanted = request.session.get(NEXT, "")
    login(request, account, backend=BACKEND)
    for left in (CODE, PROVED, PENDING):
        request.session.pop(left, None)
    request.session.pop(SECOND_FACTOR, None)
    request.session[NEXT] = wanted
    prove(request, second_factor=second_factor)
    keep(request, account)
    record_sign_in(account=account, how=how)


def keep(request: HttpRequest, account: User) -> None:
    """The session ends after the idle time of the account's roles."""
    idle = rules.IDLE_STAFF if has_staff_role(account) else rules.IDLE_RESIDENT
    request.session[SEEN] = time.time()
    request.session.set_expiry(int(idle.total_seconds()))


def prove(request: HttpRequest, *, second_factor: bool) -> None:
    """Remember that they just showed who they are, and with a second factor where they did."""
    request.session[FRESH] = time.time()
    if second_factor:
        request.session[SECOND_FACTOR] = time.time()


def is_fresh(request: HttpRequest) -> bool:
    """They showed who they are in the last quarter of an hour, by a second factor where they have one."""
    return bool(time.time() - request.session.get(FRESH, 0) < rules.FRESH_FOR.total_seconds())


def pending(request: HttpRequest) -> User | None:
    """Who has shown the mailbox and still owes the second factor."""
    held = request.session.get(PENDING)
    if not held or time.time() - held["at"] > rules.SECOND_STEP_HOLDS.total_seconds():
        return None
    return User.objects.filter(pk=held["account"], is_active=True).first()


def remember_next(request: HttpRequest, wanted: str) -> None:
    """Where they wanted to go, if it is one of our own pages."""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    request.session[NEXT] = wanted if is_ours and wanted else ""


def remember_asked(request: HttpRequest) -> None:
    """The page that asked them to confirm who they are. It comes before where they wanted to go, and keeps that."""
    request.session[ASKED] = {"path": request.path, "before": request.session.get(NEXT, "")}
    request.session.pop(ONWARDS, None)


def take_next(request: HttpRequest, otherwise: str = "account") -> str:
    """The page that asked for a proof, unless they wanted to go somewhere else since; then where they wanted to go."""
    asked = request.session.pop(ASKED, None)
    if asked and asked["before"] == request.session.get(NEXT, ""):
        return str(asked["path"])
    return str(request.session.pop(NEXT, "") or reverse(otherwise))


def site(request: HttpRequest) -> str:
    """The beginning of our own addresses: "https://weft.example.org"."""
    return request.build_absolute_uri("/").rstrip("/")
