"""Letters about accounts are in the language of their reader; a code is in that of the page that asked for it."""

from contextlib import nullcontext

import pytest
from django.utils import translation
from pytest_django.fixtures import Settings

from tests.people.accounts.letters import to
from tests.people.make import account
from tests.post.languages import said
from weft.people.accounts.actions import invitations as inviting
from weft.people.accounts.actions.codes import send_code
from weft.people.accounts.actions.details import change_address, change_language
from weft.people.accounts.actions.factors import add_one_time_codes
from weft.people.accounts.models import Code
from weft.people.models import Organisation
from weft.people.roles.current import actor_for

pytestmark = pytest.mark.django_db
NEW = "new@example.org"
INVITED = "You are invited to Weft, %(city)s"


@pytest.fixture
def club() -> Organisation:
    return Organisation.objects.create(name="Rowing Club", kind="informal")


def invite_in_arabic(club: Organisation) -> list[str]:
    """Subjects of two letters: to somebody who reads Urdu, and to somebody nobody knows yet."""
    boss = account("boss@example.org", "partner_admin", organisation=club)
    change_language(language="ur", by=account("ada@example.org"))
    actor = actor_for(boss, has_second_factor=True)
    with translation.override("ar"):
        for email in ("ada@example.org", NEW):
            inviting.invite(
                actor=actor,
                email=email,
                role="partner_staff",
                organisation=club,
                site="https://x.example",
                by=boss,
            )
    return [to(email)[0].subject for email in ("ada@example.org", NEW)]


def test_an_invitation_is_in_the_language_of_whom_it_invites(club: Organisation, settings: Settings) -> None:
    city = settings.CITY
    assert invite_in_arabic(club) == [said("ur", INVITED, city=city), said("en-gb", INVITED, city=city)]


def test_control_without_the_readers_language_it_would_be_the_inviter_s(
    club: Organisation, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inviting, "in_language_of", lambda _reader: nullcontext())
    assert invite_in_arabic(club) == [said("ar", INVITED, city=settings.CITY)] * 2


def test_a_code_is_in_the_language_of_the_page_it_was_asked_on() -> None:
    change_language(language="ur", by=account("ada@example.org"))
    with translation.override("ar"):
        send_code(email="ada@example.org", purpose=Code.Purpose.SIGN_IN)
    assert said("ar", "Enter this code on the page you have open:") in to("ada@example.org")[0].body


@pytest.mark.parametrize(("own", "read"), [("ur", "ur"), ("", "ar")])
def test_warnings_about_an_account_are_in_the_owner_s_language_whoever_changed_it(
    own: str, read: str
) -> None:
    ada = account("ada@example.org")
    change_language(language=own, by=ada)
    with translation.override("ar"):
        add_one_time_codes(secret="JBSWY3DPEHPK3PXP", by=ada)
        change_address(email="new@example.org", by=ada)
    moved, added = to("ada@example.org")
    assert (moved.subject, added.subject) == (
        said(read, "Your address for Weft was changed"),
        said(read, "How you sign in to Weft was changed"),
    )
    assert said(read, "One-time codes from an app were set up for your account.") in added.body
