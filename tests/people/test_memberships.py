"""Ending a role, handing one over; an organisation never loses its last administrator, whoever leaves when."""

import threading
import time
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from tests.people.make import account
from weft.people.actions import (
    agree_to_handover,
    city_team,
    drop_handover,
    end_membership,
    give_role,
    memberships,
    propose_handover,
)
from weft.people.actions.refusals import AlreadyEnded, LastAdmin, Refused, SamePair, WrongPlace
from weft.people.models import Handover, Membership, Organisation, Person
from weft.people.queries.members import admins_of
from weft.people.roles.current import actor_for
from weft.record.models import Event

WHY = "a test looks"


@pytest.fixture
def arches(db: None) -> Organisation:
    return Organisation.objects.create(name="Arches", kind="charity")


def role_of(user: User, role: str = "partner_admin") -> Membership:
    return Membership.objects.unscoped(WHY).get(person__account=user, role=role, ends_on=None)


def test_an_ended_role_opens_nothing_from_that_moment(arches: Organisation) -> None:
    ana = account("ana@demonstration.example", "partner_staff", organisation=arches)
    assert "partner_staff" in actor_for(ana, has_second_factor=True).roles
    ended = end_membership(membership=role_of(ana, "partner_staff"), by=ana, reason="moved away")
    assert "partner_staff" not in actor_for(ana, has_second_factor=True).roles
    told = Event.objects.last()
    assert (told.action, told.thing, told.reason) == (
        "people.membership.end",
        f"people.membership:{ended.public_id}",
        "moved away",
    )
    with pytest.raises(AlreadyEnded):
        end_membership(membership=ended, by=ana)


def test_the_only_administrator_may_not_leave_and_one_of_two_may(arches: Organisation) -> None:
    ana = account("ana@demonstration.example", "partner_admin", organisation=arches)
    with pytest.raises(LastAdmin, match="Arches needs a second administrator"):
        end_membership(membership=role_of(ana), by=ana)
    account("bo@demonstration.example", "partner_admin", organisation=arches)
    end_membership(membership=role_of(ana), by=ana)
    assert len(admins_of(arches)) == 1


def test_the_city_team_keeps_a_system_administrator(db: None) -> None:
    sam = account("sam@demonstration.example", "system_admin", "officer")
    with pytest.raises(LastAdmin):
        end_membership(membership=role_of(sam, "system_admin"), by=sam)
    end_membership(membership=role_of(sam, "officer"), by=sam)
    assert len(admins_of(city_team())) == 1


@pytest.mark.parametrize("why_not", ["no account", "closed account", "ends already", "merged"])
def test_an_administrator_who_cannot_let_anybody_in_does_not_count(
    arches: Organisation, why_not: str
) -> None:
    ana = account("ana@demonstration.example", "partner_admin", organisation=arches)
    other = account("bo@demonstration.example", "partner_admin", organisation=arches)
    people = Person.objects.unscoped(WHY).filter(account=other)
    if why_not == "no account":
        people.update(account=None)
    elif why_not == "closed account":
        User.objects.filter(pk=other.pk).update(is_active=False)
    elif why_not == "ends already":
        Membership.objects.unscoped(WHY).filter(person__account=other).update(ends_on="2999-01-01")
    else:
        people.update(merged_into=ana.person)
    with pytest.raises(LastAdmin):
        end_membership(membership=role_of(ana), by=ana)


def test_the_only_administrator_hands_over_with_a_second_pair_of_eyes(arches: Organisation) -> None:
    ana = account("ana@demonstration.example", "partner_admin", organisation=arches)
    bo = account("bo@demonstration.example", "partner_staff", organisation=arches)
    officer = account("officer@demonstration.example", "officer")
    waiting = propose_handover(membership=role_of(ana), to=bo.person, by=ana)
    for one_of_them in (ana, bo):
        with pytest.raises(SamePair):
            agree_to_handover(handover=waiting, by=one_of_them)
    agree_to_handover(handover=waiting, by=officer)
    assert "partner_admin" not in actor_for(ana, has_second_factor=True).roles
    assert "partner_admin" in actor_for(bo, has_second_factor=True).roles
    with pytest.raises(AlreadyEnded):
        agree_to_handover(handover=waiting, by=officer)


def test_a_handover_may_be_dropped_and_only_goes_to_a_member_who_signs_in(arches: Organisation) -> None:
    ana = account("ana@demonstration.example", "partner_admin", organisation=arches)
    bo = account("bo@demonstration.example", "partner_staff", organisation=arches)
    with pytest.raises(Refused, match="another member"):
        propose_handover(membership=role_of(ana), to=account("x@demonstration.example").person, by=ana)
    waiting = propose_handover(membership=role_of(ana), to=bo.person, by=ana)
    with pytest.raises(Refused, match="handed over already"):
        propose_handover(membership=role_of(ana), to=bo.person, by=ana)
    drop_handover(handover=waiting, by=ana)
    assert role_of(ana).ends_on is None
    give_role(account=bo, role="partner_admin", by=None, organisation=arches)
    with pytest.raises(Refused, match="holds the role already"):
        propose_handover(membership=role_of(ana), to=bo.person, by=ana)


@pytest.mark.parametrize(
    ("role", "in_the_city_team", "in_another"),
    [
        ("officer", True, False),
        ("system_admin", True, False),
        ("partner_staff", False, True),
        ("partner_admin", False, True),
        ("volunteer", True, True),
    ],
)
def test_staff_roles_are_held_where_they_reach(
    arches: Organisation, role: str, in_the_city_team: bool, in_another: bool
) -> None:
    ana = account("ana@demonstration.example")
    for where, is_allowed in ((city_team(), in_the_city_team), (arches, in_another)):
        if is_allowed:
            give_role(account=ana, role=role, by=None, organisation=where)
            continue
        with pytest.raises(WrongPlace, match=f"is no role of {where.name}"):
            give_role(account=ana, role=role, by=None, organisation=where)
        assert not Membership.objects.unscoped(WHY).filter(organisation=where).exists()


def test_a_role_is_not_handed_to_somebody_who_left_meanwhile(arches: Organisation) -> None:
    ana = account("ana@demonstration.example", "partner_admin", organisation=arches)
    bo = account("bo@demonstration.example", "partner_staff", organisation=arches)
    officer = account("officer@demonstration.example", "officer")
    waiting = propose_handover(membership=role_of(ana), to=bo.person, by=ana)
    end_membership(membership=role_of(bo, "partner_staff"), by=ana)
    with pytest.raises(Refused, match="no longer a member"):
        agree_to_handover(handover=waiting, by=officer)
    assert role_of(ana).ends_on is None


def test_the_database_refuses_one_account_that_proposes_and_agrees(arches: Organisation) -> None:
    ana = account("ana@demonstration.example", "partner_admin", organisation=arches)
    waiting = Handover.objects.create(membership=role_of(ana), to=ana.person, proposed_by=ana)
    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.unscoped(WHY).filter(pk=waiting.pk).update(agreed_by=ana)


def both_leave(arches: Organisation) -> int:
    """Two administrators leave at the same moment, each on a connection of their own; how many succeeded."""
    rows = list(Membership.objects.unscoped(WHY).filter(organisation=arches).select_related("organisation"))
    start, done = threading.Barrier(len(rows)), []

    def leave(membership: Membership) -> None:
        try:
            start.wait()
            end_membership(membership=membership, by=None)
            done.append(membership.pk)
        except LastAdmin:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=leave, args=[row]) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(done)


def slowly(refuse: Callable[[Membership], None]) -> Callable[[Membership], None]:
    """The check, with time enough after it for the other to have checked too."""

    def checked(membership: Membership) -> None:
        refuse(membership)
        time.sleep(0.3)

    return checked


@pytest.fixture
def two_admins(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one transaction write at a time and hides the race: run with --postgres")
    arches = Organisation.objects.create(name="Arches", kind="charity")
    for name in ("ana", "bo"):
        account(f"{name}@demonstration.example", "partner_admin", organisation=arches)
    monkeypatch.setattr(memberships, "refuse_last_admin", slowly(memberships.refuse_last_admin))
    return arches


def test_of_two_administrators_who_leave_at_once_one_stays(two_admins: Organisation) -> None:
    assert both_leave(two_admins) == 1
    assert len(admins_of(two_admins)) == 1


def test_without_the_lock_both_would_have_left(
    two_admins: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the same race without the first statement leaves nobody."""
    monkeypatch.setattr(memberships, "hold_roles", lambda _organisation: None)
    assert both_leave(two_admins) == 2
    assert len(admins_of(two_admins)) == 0
