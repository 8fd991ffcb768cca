"""Add and remove second factors. Whoever owns the account is told by letter."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from weft.people.accounts import factors, letters, rules
from weft.people.accounts.queries import has_staff_role
from weft.people.accounts.sending import warn_owner
from weft.people.models import Person
from weft.record.actions import record_event


class LastFactor(Exception):
    """Somebody with a staff role keeps at least one second factor."""


class TooManyPasskeys(Exception):
    """Ten passkeys are enough."""


@transaction.atomic
def add_one_time_codes(*, secret: str, by: User) -> None:
    """One-time codes of an app; an earlier app's codes stop working. The first factor brings recovery codes."""
    Authenticator.objects.filter(user=by, type=factors.ONE_TIME).delete()
    factors.add_one_time(by, secret)
    _keep_recovery_codes(by)
    _tell(by, _("One-time codes from an app were set up for your account."))
    record_event(by=by, action="people.factor.add", thing=by, after={"kind": "one-time codes"})


@transaction.atomic
def add_passkey(*, name: str, credential: dict[str, Any], by: User) -> None:
    if len(factors.of(by)) >= rules.MOST_PASSKEYS:
        raise TooManyPasskeys
    factors.add_passkey(by, name, credential)
    _keep_recovery_codes(by)
    _tell(by, _("A passkey was added to your account."))
    record_event(by=by, action="people.factor.add", thing=by, after={"kind": "passkey"})


@transaction.atomic
def renew_recovery_codes(*, by: User) -> None:
    """Ten new recovery codes; the old ones stop working."""
    factors.renew_recovery_codes(by)
    _tell(by, _("New recovery codes were made for your account. The old ones no longer work."))
    record_event(by=by, action="people.factor.renew", thing=by, after={"kind": "recovery codes"})


@transaction.atomic
def remove_factor(*, factor: Authenticator, by: User) -> None:
    """Remove one factor; with the last one the recovery codes go. Raises LastFactor for staff."""
    left = [
        each for each in factors.of(User.objects.select_for_update().get(pk=by.pk)) if each.pk != factor.pk
    ]
    if not left and has_staff_role(by):
        raise LastFactor
    kind = "passkey" if factor.type == factors.PASSKEY else "one-time codes"
    factor.delete()
    if not left:
        Authenticator.objects.filter(user=by).delete()
    _tell(by, _("A second factor was removed from your account."))
    record_event(by=by, action="people.factor.remove", thing=by, after={"kind": kind})


@transaction.atomic
def show_code(*, typed: str, by: User) -> None:
    """A one-time or recovery code was shown. A used recovery code is told of. Raises factors.NotShown."""
    kind = factors.show_code(by, typed)
    if kind == factors.RECOVERY:
        left = len(factors.recovery_codes(by))
        _tell(by, _("A recovery code was used to sign in. %(left)s are left."), left=left)
    record_event(by=by, action="people.factor.show", thing=by, after={"kind": kind})


def _keep_recovery_codes(account: User) -> None:
    if factors.RECOVERY not in factors.kinds(account):
        factors.renew_recovery_codes(account)


def _tell(account: User, what: Promise, **said: object) -> None:
    person = Person.objects.unscoped("whom a letter is for").filter(account=account).first()
    warn_owner(person, "factors", lambda: letters.factors_changed(account.email, str(what) % said))
