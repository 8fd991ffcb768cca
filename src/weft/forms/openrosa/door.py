"""Who a field app is: HTTP Basic with the token of a field account, over an encrypted line."""

import base64
import binascii
import hmac

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from weft.forms.openrosa.models import FieldAccount
from weft.forms.openrosa.queries import may_collect
from weft.forms.openrosa.rules import SEEN_EVERY
from weft.forms.openrosa.tokens import digest_of
from weft.people.accounts.limits import count_try, visitor

LONGEST = 300  # characters of the header


class NotKnown(Exception):
    """No field account answers to what the app sent."""


class NotEncrypted(Exception):
    """The token came over a line others can read."""


def account_behind(request: HttpRequest) -> FieldAccount:
    """The field account of a request. A wrong token counts as a try; a right one never does.

    Raises: NotKnown, NotEncrypted; limits.TooMany after many wrong ones.
    """
    if settings.SERVED_OVER_HTTPS and not request.is_secure():
        raise NotEncrypted
    sent = request.META.get("HTTP_AUTHORIZATION", "")
    if not sent:
        raise NotKnown  # the app asks without, and is told how
    found = _account_of(*_credentials(sent))
    if found is None:
        count_try("wrong field token of a visitor", visitor(request))
        raise NotKnown
    _note_use(found)
    return found


def _credentials(header: str) -> tuple[str, str]:
    """Name and token of a Basic header; two empty texts for anything else."""
    scheme, _space, packed = header[:LONGEST].partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        name, _colon, token = base64.b64decode(packed.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return "", ""
    return ("", "") if "\x00" in name else (name, token)


def _account_of(name: str, token: str) -> FieldAccount | None:
    rows = FieldAccount.objects.unscoped("the token says whose it is").select_related(
        "form", "person__account"
    )
    found = rows.filter(public_id=name, revoked_at=None).first()
    kept = found.digest if found else digest_of("")
    is_right = hmac.compare_digest(
        kept, digest_of(token)
    )  # compared in any case: as slow for an unknown name
    return found if found and is_right and found.person and may_collect(found.person) else None


def _note_use(account: FieldAccount) -> None:
    now = timezone.now()
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - SEEN_EVERY)
    FieldAccount.objects.unscoped("its own last use").filter(stale, pk=account.pk).update(last_used_at=now)
