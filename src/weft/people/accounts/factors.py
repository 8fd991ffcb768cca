"""Second factors: the one typed door to django-allauth's passkeys, one-time codes and recovery codes."""

import json
import time
from typing import Any, cast

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as one_time
from allauth.mfa.webauthn.internal import auth as passkeys
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

PASSKEY, ONE_TIME, RECOVERY = "webauthn", "totp", "recovery_codes"
STEP_SECONDS, STEPS_EITHER_SIDE = 30, 1  # RFC 6238, 5.2: one step of delay is accepted
KEY = "second-factor-secret"


class NotShown(Exception):
    """The factor was not shown: a wrong code, or a passkey of somebody else."""


def of(account: User) -> list[Authenticator]:
    """The account's factors, oldest first, without the recovery codes."""
    return list(
        Authenticator.objects.filter(user=account).exclude(type=RECOVERY).order_by("created_at", "pk")
    )


def has_any(account: User) -> bool:
    return bool(Authenticator.objects.filter(user=account).exclude(type=RECOVERY).exists())


def kinds(account: User) -> set[str]:
    return set(Authenticator.objects.filter(user=account).values_list("type", flat=True))


def name_of(factor: Authenticator) -> str:
    return str(factor.data.get("name", ""))


def new_secret() -> str:
    return cast(str, one_time.generate_totp_secret())


def is_right(secret: str, typed: str) -> bool:
    return _step_of(secret, typed) is not None


def enrolment(account: User, secret: str) -> tuple[str, int]:
    """The QR code of a secret as the path of an SVG, and the width of its square in modules."""
    drawn = qrcode.QRCode(border=4)  # the quiet zone of ISO/IEC 18004
    drawn.add_data(get_adapter().build_totp_url(account, secret))
    drawn.make(fit=True)
    rows = drawn.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )
    return path, len(rows)


def add_one_time(account: User, secret: str) -> Authenticator:
    return cast(Authenticator, one_time.TOTP.activate(account, secret).instance)


def add_passkey(account: User, name: str, credential: dict[str, Any]) -> Authenticator:
    return cast(Authenticator, passkeys.WebAuthn.add(account, name, credential).instance)


@transaction.atomic
def show_code(account: User, typed: str) -> str:
    """Check a one-time or recovery code and use it up. Returns the kind; raises NotShown."""
    held = Authenticator.objects.select_for_update().filter(user=account, type__in=(ONE_TIME, RECOVERY))
    for factor in held.order_by("-type"):
        if factor.type == ONE_TIME and _use_step(factor, typed):
            return ONE_TIME
        if factor.type == RECOVERY and factor.wrap().validate_code(typed):
            factor.record_usage()
            return RECOVERY
    raise NotShown


def _use_step(factor: Authenticator, typed: str) -> bool:
    """A code of a step that was used, or of an earlier one, does not count again (RFC 6238, 5.2)."""
    step = _step_of(get_adapter().decrypt(factor.data["secret"]), typed)
    if step is None or step <= factor.data.get("last_step", -1):
        return False
    factor.data["last_step"], factor.last_used_at = step, timezone.now()
    factor.save(update_fields=["data", "last_used_at"])
    return True


def _step_of(secret: str, typed: str) -> int | None:
    now = int(time.time()) // STEP_SECONDS
    for step in range(now - STEPS_EITHER_SIDE, now + STEPS_EITHER_SIDE + 1):
        expected = one_time.format_hotp_value(one_time.hotp_value(secret, step))
        if one_time.compare_user_code(actual=typed, expected=expected):
            return step
    return None


def recovery_codes(account: User) -> list[str]:
    """The unused recovery codes; none when there are none."""
    held = Authenticator.objects.filter(user=account, type=RECOVERY).first()
    return cast(list[str], held.wrap().get_unused_codes()) if held else []


def renew_recovery_codes(account: User) -> None:
    Authenticator.objects.filter(user=account, type=RECOVERY).delete()
    RecoveryCodes.activate(account)


def registration(account: User) -> str:
    """What the browser needs to make a passkey, as JSON. The challenge waits in the session."""
    return json.dumps(passkeys.begin_registration(account, True))


def registered(typed: str) -> dict[str, Any]:
    """The credential the browser made, checked against the challenge. Raises NotShown."""
    try:
        credential = _json(typed)
        passkeys.parse_registration_response(credential)
        if not passkeys.complete_registration(credential).is_user_verified():
            raise NotShown
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise NotShown from error
    return credential


def question(account: User | None) -> str:
    """What the browser needs to show a passkey, as JSON; without an account, any passkey of this site."""
    return json.dumps(passkeys.begin_authentication(account))


def shown(typed: str, account: User | None) -> User:
    """Whose passkey was shown. Raises NotShown."""
    try:
        answer = _json(typed)
        passkeys.parse_authentication_response(answer)
        owner = account or passkeys.extract_user_from_response(answer)
        factor = passkeys.complete_authentication(owner, answer)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotShown from error
    factor.record_usage()
    return cast(User, owner)


def _json(typed: str) -> dict[str, Any]:
    found = json.loads(typed)
    if not isinstance(found, dict):
        raise TypeError("Not an object.")
    return found
