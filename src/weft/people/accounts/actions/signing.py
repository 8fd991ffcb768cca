"""Open accounts, sign in by a one-time link, sign out everywhere; each leaves its event."""

import secrets
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.people.accounts import rules
from weft.people.accounts.models import SignInLink
from weft.people.models import Person
from weft.people.rules.linking import may_be_linked
from weft.record.actions import record_event
from weft.record.keys import sealed_values

DEMONSTRATION = "@demonstration.example"


class RealAddress(Exception):
    """In the demonstration nobody is real: addresses end in @demonstration.example."""


class LinkGone(Exception):
    """The one-time link was used, or its 24 hours are over."""


@transaction.atomic
def open_account(*, email: str, name: str, language: str = "", by: User | None = None) -> User:
    """The account of an address whose owner has just shown that the mailbox is theirs.

    A person who took part before with this address, and has no account yet, is that account's person.
    """
    if settings.DEMO and not email.endswith(DEMONSTRATION):
        raise RealAddress
    account, is_new = User.objects.get_or_create(username=email, defaults={"email": email})
    if not is_new:
        return account
    account.set_unusable_password()
    account.save(update_fields=["password"])
    person = _known(email) or Person(name=name, email=email, language=language)
    person.account = account
    person.save()
    after = sealed_values(person.public_id, {"name": person.name, "email": email})
    record_event(by=by or account, action="people.account.open", thing=person, after=after)
    return account


def _known(email: str) -> Person | None:
    """The one person known by this address who has no account. Of two, nobody is guessed; nor is anybody who would
    bring more than the address with them (rules.linking)."""
    known = Person.objects.unscoped("matching a verified address").filter(
        email__iexact=email, account=None, merged_into=None, erased_at=None
    )
    # PostgreSQL compares capitals: those of "ı" and "ſ" are I and S, and other mailboxes than i and s.
    found = [person for person in known if person.email.lower() == email]
    return found[0] if len(found) == 1 and may_be_linked(found[0]) else None


@transaction.atomic
def record_sign_in(*, account: User, how: str) -> None:
    """Somebody signed in: with a code, a passkey, a code and a second factor, a link."""
    Person.objects.unscoped("the account's own person").filter(account=account).update(
        last_active_on=timezone.localdate()
    )
    record_event(by=account, action="people.account.sign_in", thing=account, after={"how": how})


@transaction.atomic
def sign_out_everywhere(*, by: User) -> User:
    """End every session of the account: each is signed with the account's unusable password, which changes."""
    by.set_unusable_password()
    by.save(update_fields=["password"])
    record_event(by=by, action="people.account.sign_out_everywhere", thing=by)
    return by


@transaction.atomic
def make_link(*, account: User, by: User | None) -> str:
    """A token that signs the account in once within 24 hours. It is shown once and stored only as a hash."""
    token = secrets.token_urlsafe(32)
    SignInLink.objects.filter(account=account, used_at=None).delete()
    SignInLink.objects.create(
        account=account, digest=hash_of(token), expires_at=timezone.now() + rules.LINK_HOLDS
    )
    record_event(by=by, action="people.account.link", thing=account)
    return token


@transaction.atomic
def use_link(*, token: str) -> User:
    """The account of a link, which never works again. Raises LinkGone."""
    now = timezone.now()
    open_ = SignInLink.objects.filter(digest=hash_of(token), used_at=None, expires_at__gt=now)
    if not open_.update(used_at=now):
        raise LinkGone
    return SignInLink.objects.select_related("account").get(digest=hash_of(token)).account


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
