"""Invite a colleague: who may give what, two people for what reaches far, and only the invited address gets in."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.browser.checks import strict_html
from tests.people.accounts.letters import path_to, to
from tests.people.accounts.walk import enter_code, sign_in_by_code
from tests.people.make import account, sign_in
from weft.people.accounts import rules
from weft.people.accounts.actions.invitations import InvitationGone, accept_invitation, approve_invitation
from weft.people.accounts.actions.staff import end_role
from weft.people.accounts.models import Invitation
from weft.people.accounts.queries import open_invitations
from weft.people.actions import city_team
from weft.people.models import Membership, Organisation
from weft.people.roles.current import actor_for
from weft.post.models import Message
from weft.record.models import Event

pytestmark = pytest.mark.django_db
NEW = "new@example.org"


@pytest.fixture
def club() -> Organisation:
    return Organisation.objects.create(name="Rowing Club", kind="informal")


@pytest.fixture
def boss(club: Organisation) -> Client:
    return sign_in(Client(), account("boss@example.org", "partner_admin", organisation=club))


@pytest.fixture
def admin() -> Client:
    return sign_in(Client(), account("admin@example.org", "system_admin"))


def invitations() -> list[Invitation]:
    return list(Invitation.objects.unscoped("a test"))


def send(client: Client, role: str, organisation: Organisation, email: str = NEW, key: str = "k") -> object:
    page = f"/account/invitations/new?organisation={organisation.public_id}"
    return client.post(page, {"email": email, "role": role, "key": key})


def plain(response: HttpResponse, link: str) -> str:
    """A page without its forgery tokens and its own address."""
    return re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", response.content.decode()).replace(
        link, "LINK"
    )


def roles_of(email: str) -> list[str]:
    held = Membership.objects.unscoped("a test").filter(person__account__email=email)
    return [each.role for each in held]


def test_a_partner_invites_a_colleague_who_accepts(boss: Client, club: Organisation, client: Client) -> None:
    strict_html(boss.get("/account/invitations/new"))
    assert send(boss, "session_lead", club)["Location"] == "/account/invitations/"
    assert "Session lead, with Rowing Club" in to(NEW)[0].body
    link = path_to(NEW)
    strict_html(client.get(link))
    assert NEW not in client.get(link).content.decode()  # whoever has the link alone learns no address
    assert client.post(link)["Location"] == "/account/code"
    assert enter_code(client, NEW)["Location"] == "/account/new"
    assert client.post("/account/new", {"name": "Nia"})["Location"] == "/account/"
    assert roles_of(NEW) == ["session_lead"]
    actions = list(Event.objects.values_list("action", flat=True))
    assert [a for a in actions if a.startswith("role.") or a.endswith(".give")][-3:] == [
        "role.invite", "people.membership.give", "role.accept",
    ]  # fmt: skip


def test_a_staff_role_leads_on_to_the_second_factor(boss: Client, club: Organisation, client: Client) -> None:
    send(boss, "partner_staff", club)
    client.post(path_to(NEW))
    enter_code(client, NEW)
    assert client.post("/account/new", {"name": "Nia"})["Location"] == "/account/second-factor"


def test_a_city_role_waits_for_somebody_else_and_is_then_sent(admin: Client, client: Client) -> None:
    other = sign_in(Client(), account("second@example.org", "system_admin"))
    send(admin, "officer", city_team())
    made = invitations()[0]
    assert to(NEW) == [] and made.waits_for_approval
    assert "Waits for the approval" in admin.get("/account/invitations/").content.decode()
    page = f"/account/invitations/{made.public_id}/approve"
    admin.post(page)
    assert to(NEW) == []  # not by whoever made it
    strict_html(other.get("/account/invitations/"))
    other.post(page)
    client.post(path_to(NEW))
    enter_code(client, NEW)
    client.post("/account/new", {"name": "Nia"})
    assert roles_of(NEW) == ["officer"]


def boss_leaves(club: Organisation) -> None:
    held = Membership.objects.unscoped("a test").filter(organisation=club, role="partner_admin")
    assert held.update(ends_on=timezone.localdate()) == 1


def boss_is_shut_out(_club: Organisation) -> None:
    User.objects.filter(username="boss@example.org").update(is_active=False)


def boss_is_deleted(_club: Organisation) -> None:
    User.objects.filter(username="boss@example.org").delete()


@pytest.mark.parametrize("what", [boss_leaves, boss_is_shut_out, boss_is_deleted])
def test_whoever_lost_the_role_lets_nobody_in(
    boss: Client, club: Organisation, client: Client, what: Callable[[Organisation], None]
) -> None:
    send(boss, "session_lead", club)
    link, [made] = path_to(NEW), invitations()
    assert client.get(link).status_code == 200  # control
    client.post(link)
    what(club)
    assert client.get(link).status_code == 404
    enter_code(client, NEW)
    client.post("/account/new", {"name": "Nia"})
    assert roles_of(NEW) == []
    with pytest.raises(InvitationGone):
        accept_invitation(invitation=made, by=User.objects.get(username=NEW))


def test_an_invitation_of_somebody_who_left_is_not_approved_nor_sent(admin: Client) -> None:
    second = account("second@example.org", "system_admin")
    send(admin, "officer", city_team())
    actor = actor_for(second, has_second_factor=True)
    assert [each.may_approve for each in open_invitations(actor, may_approve=True)] == [True]
    end_role(account=User.objects.get(pk=invitations()[0].invited_by_id), role="system_admin", by=None)
    assert [each.may_approve for each in open_invitations(actor, may_approve=True)] == [False]
    with pytest.raises(InvitationGone):
        approve_invitation(invitation=invitations()[0], site="", by=second)
    assert to(NEW) == []


def test_nobody_approves_an_invitation_for_themselves(admin: Client) -> None:
    send(admin, "officer", city_team(), "second@example.org")
    other = sign_in(Client(), account("second@example.org", "system_admin"))
    other.post(f"/account/invitations/{invitations()[0].public_id}/approve")
    assert invitations()[0].approved_by is None


def test_the_database_itself_refuses_one_person_in_both_parts(admin: Client) -> None:
    send(admin, "officer", city_team())
    made, maker = invitations()[0], User.objects.get(username="admin@example.org")
    other = account("second@example.org")
    rows = Invitation.objects.unscoped("a test").filter(pk=made.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(approved_by=maker)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(accepted_at=timezone.now())
    rows.update(approved_by=other, approved_at=timezone.now())  # control: another person may
    rows.update(accepted_at=timezone.now())


def test_a_partner_gives_no_role_of_the_city_or_of_another_organisation(
    boss: Client, club: Organisation
) -> None:
    other = Organisation.objects.create(name="Other", kind="charity")
    for organisation in (city_team(), other):
        assert send(boss, "session_lead", organisation).status_code == 404
    for role in ("partner_admin", "system_admin", "analyst", "resident"):
        assert send(boss, role, club).status_code == 200
    assert invitations() == []


def test_residents_and_officers_invite_nobody(client: Client, club: Organisation) -> None:
    for name, role in (("res@example.org", ""), ("off@example.org", "officer")):
        visitor = sign_in(Client(), account(name, *([role] if role else [])))
        assert visitor.get("/account/invitations/new").status_code == 404
        assert send(visitor, "session_lead", club).status_code == 404


def test_another_organisations_invitation_is_missing(boss: Client, club: Organisation) -> None:
    other = Organisation.objects.create(name="Other", kind="charity")
    rival = sign_in(Client(), account("rival@example.org", "partner_admin", organisation=other))
    send(boss, "volunteer", club)
    made = invitations()[0]
    assert NEW not in rival.get("/account/invitations/").content.decode()
    for what in ("approve", "again", "withdraw"):
        assert rival.post(f"/account/invitations/{made.public_id}/{what}").status_code == 404
    assert NEW in boss.get("/account/invitations/").content.decode()  # control


def test_a_link_works_for_the_invited_address_alone(boss: Client, club: Organisation, client: Client) -> None:
    send(boss, "volunteer", club)
    link = path_to(NEW)
    account("eve@example.org")
    sign_in_by_code(client, "eve@example.org")
    nowhere = f"/account/invitation/{'x' * 43}"
    refused, unknown = client.get(link), client.get(nowhere)
    assert refused.status_code == unknown.status_code == client.post(link).status_code == 404
    assert plain(refused, link) == plain(unknown, nowhere)
    assert roles_of("eve@example.org") == []


@pytest.mark.parametrize("how", ["expired", "withdrawn", "accepted", "sent again"])
def test_an_old_link_is_as_dead_as_none(boss: Client, club: Organisation, client: Client, how: str) -> None:
    send(boss, "volunteer", club)
    link, page = path_to(NEW), f"/account/invitations/{invitations()[0].public_id}"
    later = timezone.now() + rules.INVITATION_HOLDS + timedelta(seconds=1)
    if how == "withdrawn":
        boss.post(f"{page}/withdraw")
    if how == "sent again":
        boss.post(f"{page}/again")
        assert client.get(path_to(NEW)).status_code == 200  # control: the new link works
    if how == "accepted":
        account(NEW)
        client.post(link)
        enter_code(client, NEW)
    with time_machine.travel(later if how == "expired" else timezone.now()):
        response = Client().get(link)
    assert response.status_code == 404
    strict_html(response)


def test_a_code_sent_before_the_withdrawal_gives_no_role(
    boss: Client, club: Organisation, client: Client
) -> None:
    account(NEW)
    send(boss, "volunteer", club)
    client.post(path_to(NEW))
    boss.post(f"/account/invitations/{invitations()[0].public_id}/withdraw")
    assert enter_code(client, NEW).status_code == 404
    assert roles_of(NEW) == []


def test_pressing_twice_invites_once(boss: Client, club: Organisation) -> None:
    for _ in range(2):
        assert send(boss, "volunteer", club)["Location"] == "/account/invitations/"
    assert len(invitations()) == 1
    assert Message.objects.unscoped("a test").filter(kind="invitation").count() == 1


def test_only_a_hash_of_the_link_is_stored(boss: Client, club: Organisation) -> None:
    send(boss, "volunteer", club)
    token = path_to(NEW).rsplit("/", 1)[1]
    assert token not in str(Invitation.objects.unscoped("a test").values().get())
    assert NEW not in str(list(Event.objects.values()))


def test_an_administrator_chooses_where_first(admin: Client, club: Organisation) -> None:
    city_team()
    page = admin.get("/account/invitations/new")
    strict_html(page)
    assert "For which organisation?" in page.content.decode()
    assert admin.get("/account/invitations/new?organisation=nowhere").status_code == 404
