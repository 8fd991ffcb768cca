"""Count tries in the database, which the server's processes share, and refuse the one too many."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from weft.people.accounts.models import Attempt
from weft.people.accounts.rules import LIMITS

LOOPBACK = ("127.0.0.1", "::1")


class TooMany(Exception):
    """One try too many: wait."""


def count_try(limit: str, of: str) -> None:
    """Count one try, then refuse when there are too many: counted before looking, so that tries at once are all seen.

    Whoever goes on after a refusal writes nothing more: a flood fills no table.
    """
    rule, now = LIMITS[limit], timezone.now()
    key = _key(limit, of)
    counted = Attempt.objects.filter(key=key, at__gt=now - rule.within)
    if counted.count() >= rule.most:
        raise TooMany
    Attempt.objects.create(key=key, at=now)
    if counted.count() > rule.most:
        raise TooMany


def forgive(limit: str, of: str) -> None:
    """A right answer clears what was counted."""
    Attempt.objects.filter(key=_key(limit, of)).delete()


def forget_old_tries() -> int:
    """Tries older than the longest limit are forgotten."""
    longest = max(rule.within for rule in LIMITS.values())
    return Attempt.objects.filter(at__lt=timezone.now() - longest).delete()[0]


def visitor(request: HttpRequest) -> str:
    """The visitor's network address; behind the city's own web server, the one that server saw."""
    address: str = request.META.get("REMOTE_ADDR", "")
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.SERVED_OVER_HTTPS and address in LOOPBACK and forwarded:
        address = forwarded.rsplit(",", 1)[-1].strip()
    return ":".join(address.split(":")[:4]) if address.count(":") > 1 else address  # IPv6: the /64


def _key(limit: str, of: str) -> str:
    return salted_hmac("weft.tries", f"{limit}\n{of}", algorithm="sha256").hexdigest()
