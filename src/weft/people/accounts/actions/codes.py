"""Codes by mail: made, sent through the outbox, tried a few times."""

import hmac
import secrets
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from weft.people.accounts import letters, rules
from weft.people.accounts.actions.forgetting import forget_codes
from weft.people.accounts.limits import forget_old_tries
from weft.people.accounts.models import Code, Invitation
from weft.people.models import Person
from weft.post.actions import queue
from weft.record import keys


class CodeGone(Exception):
    """The code ran out, was used, or was tried too often: a new one is needed."""


@transaction.atomic
def send_code(
    *, email: str, purpose: str, account: User | None = None, invitation: Invitation | None = None
) -> Code:
    """Send a code to an address, in the same way whether or not anybody has an account with it."""
    now = timezone.now()
    forget_codes()
    forget_old_tries()
    made = Code(
        purpose=purpose,
        email=email,
        account=account or User.objects.filter(username=email).first(),
        invitation=invitation,
        tries_left=rules.CODE_TRIES,
        expires_at=now + rules.CODE_HOLDS,
    )
    letters_of_code = "".join(secrets.choice(rules.CODE_LETTERS) for _ in range(rules.CODE_LENGTH))
    made.digest = digest_of(made, letters_of_code)
    made.save()
    person = Person.objects.unscoped("whom a letter is for").filter(account=made.account_id or -1).first()
    letter = letters.with_code(made, letters_of_code)
    queue(letter=letter, kind="code", about=made, person=person, good_until=made.expires_at)
    return made


@transaction.atomic
def try_code(*, code: Code, typed: str) -> bool:
    """Use up one try; True when the code is right, which uses up the code. Raises CodeGone.

    The try is taken by a conditional update first: of many tries at once no more than allowed are looked at.
    """
    open_ = Code.objects.filter(pk=code.pk, used_at=None, expires_at__gt=timezone.now())
    if not open_.filter(tries_left__gt=0).update(tries_left=F("tries_left") - 1):
        raise CodeGone
    if not hmac.compare_digest(digest_of(code, typed), code.digest):
        return False
    if not open_.update(used_at=timezone.now()):
        raise CodeGone
    return True


def digest_of(code: Code, typed: str) -> str:
    """A keyed hash: the table of codes opens nothing without the key file."""
    plain = "".join(typed.upper().split()).replace("-", "")
    secret = keys.secret_for("sign-in codes")
    return hmac.new(secret, f"{code.public_id}\n{plain}".encode(), sha256).hexdigest()
