"""Count failed sign-ins, and open the demonstration's account."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from weft.measure.models import FailedSignIn
from weft.people.actions import give_role, make_account

MOST_FAILURES = 10  # an address and account together
WINDOW = timedelta(minutes=15)
DEMONSTRATION_ANALYST = "analyst@demonstration.example"  # the same as weft.demo builds with


def is_throttled(*, address: str, account: str) -> bool:
    """True after ten failures of one address with one account in fifteen minutes."""
    recent = FailedSignIn.objects.filter(key=_key(address, account), at__gt=timezone.now() - WINDOW)
    return recent.count() >= MOST_FAILURES


@transaction.atomic
def record_failure(*, address: str, account: str) -> None:
    """Keep one failure, and forget those too old to matter."""
    FailedSignIn.objects.filter(at__lte=timezone.now() - WINDOW).delete()
    FailedSignIn.objects.create(key=_key(address, account))


@transaction.atomic
def demonstration_analyst() -> User:
    """The demonstration's analyst, made when first needed. No password opens this account."""
    if not settings.DEMO:
        raise PermissionDenied("There is no demonstration account outside the demonstration.")
    user = make_account(email=DEMONSTRATION_ANALYST, name="Demonstration analyst", by=None)
    give_role(account=user, role="analyst", by=None)
    return user


def _key(address: str, account: str) -> str:
    """Address and account as one keyed hash: the table tells nobody who tried."""
    return salted_hmac("weft.sign-in", f"{address}\n{account}", algorithm="sha256").hexdigest()
