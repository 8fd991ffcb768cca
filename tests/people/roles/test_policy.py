"""Who may: roles, how far they reach, and everybody who nearly holds one."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.http import Http404
from django.utils import timezone

from tests.people.make import account, hold_astray
from weft.people.actions import city_team, make_account
from weft.people.models import Membership, Organisation, Person
from weft.people.roles.actor import ANYONE, Actor, Grant, Scope
from weft.people.roles.current import actor_for
from weft.people.roles.matrix import Matrix, read
from weft.people.roles.policy import may, one_visible, scopes, visible

TEXT = """
roles:
  public: {label: Anyone, may: read}
  resident: {label: Resident, may: see themselves}
  partner_staff: {label: Partner staff, staff: true, may: see who takes part}
  officer: {label: Officer, staff: true, city: true, may: see everybody}
  analyst: {label: Analyst, staff: true, city: true, may: bring surveys}
actions:
  person.see: {is: see a person, for: {resident: own, partner_staff: organisation, officer: all}}
  person.read: {is: read what is public, for: {public: all}}
  staff.work: {is: work, for: {analyst: own}}
  nobody: {is: what nobody may}
routes: {}
"""
RULES: Matrix = read(TEXT)


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("weft.people.roles.policy.matrix", lambda: RULES)


@pytest.fixture
def alpha(db: None) -> Organisation:
    return Organisation.objects.create(name="Alpha", kind="charity")


@pytest.fixture
def beta(db: None) -> Organisation:
    return Organisation.objects.create(name="Beta", kind="charity")


def person(user: User) -> Person:
    return Person.objects.unscoped("test").get(account=user)


def seen_by(user: User, *, second_factor: bool = True) -> set[str]:
    found = visible(actor_for(user, has_second_factor=second_factor), "person.see", Person)
    return set(found.values_list("email", flat=True))


@pytest.fixture
def everybody(alpha: Organisation, beta: Organisation) -> dict[str, User]:
    return {
        "staff": account("staff@a.example", "partner_staff", organisation=alpha),
        "one of alpha": account("one@a.example", "volunteer", organisation=alpha),
        "one of beta": account("one@b.example", "volunteer", organisation=beta),
        "officer": account("officer@c.example", "officer"),
        "nobody": account("nobody@d.example"),
    }


def test_own_reaches_oneself_organisation_its_people_and_all_everybody(everybody: dict[str, User]) -> None:
    assert seen_by(everybody["nobody"]) == {"nobody@d.example"}
    assert seen_by(everybody["staff"]) == {"staff@a.example", "one@a.example"}
    assert seen_by(everybody["officer"]) == {user.email for user in everybody.values()}


def test_before_the_second_factor_staff_are_residents(everybody: dict[str, User]) -> None:
    assert seen_by(everybody["officer"], second_factor=False) == {"officer@c.example"}
    assert actor_for(everybody["officer"], has_second_factor=False).awaiting_second_factor == ("officer",)


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [(-9, -1, False), (-9, 0, False), (-9, 1, True), (0, None, True), (1, None, False)],
)
def test_a_role_holds_from_its_first_day_and_no_more_on_the_day_it_ends(
    everybody: dict[str, User], starts: int, ends: int | None, holds: bool
) -> None:
    today, user = timezone.localdate(), everybody["staff"]
    Membership.objects.unscoped("test").filter(person__account=user).update(
        starts_on=today + timedelta(starts), ends_on=None if ends is None else today + timedelta(ends)
    )
    assert ("one@a.example" in seen_by(user)) is holds


def test_an_organisation_loses_sight_of_whoever_leaves_is_merged_or_erased(
    everybody: dict[str, User],
) -> None:
    one, staff = person(everybody["one of alpha"]), everybody["staff"]
    held = Membership.objects.unscoped("test").filter(person=one)
    held.update(starts_on=timezone.localdate() - timedelta(9), ends_on=timezone.localdate() - timedelta(1))
    assert seen_by(staff) == {"staff@a.example"}
    held.update(ends_on=None)
    assert seen_by(staff) == {"staff@a.example", "one@a.example"}
    for gone in ({"merged_into": person(staff)}, {"erased_at": timezone.now(), "merged_into": None}):
        Person.objects.unscoped("test").filter(pk=one.pk).update(**gone)
        assert seen_by(staff) == {"staff@a.example"}


@pytest.mark.parametrize("how", ["merged", "erased", "closed"])
def test_the_account_of_somebody_merged_erased_or_closed_reaches_nothing(
    everybody: dict[str, User], how: str
) -> None:
    user = everybody["officer"]
    gone = {"merged": {"merged_into": person(everybody["nobody"])}, "erased": {"erased_at": timezone.now()}}
    if how == "closed":
        User.objects.filter(pk=user.pk).update(is_active=False)
        user.refresh_from_db()
    else:
        Person.objects.unscoped("test").filter(account=user).update(**gone[how])
    assert seen_by(user) == set()


def test_an_account_without_a_person_owns_nothing_not_even_what_belongs_to_nobody(
    alpha: Organisation,
) -> None:
    bare = User.objects.create(username="bare")
    actor = actor_for(bare, has_second_factor=True)
    assert may(actor, "person.see")
    assert not visible(actor, "person.see", Organisation).exists()
    assert not visible(actor, "person.see", Person).exists()


def test_a_city_role_held_elsewhere_gives_nothing_and_a_partner_role_in_the_city_team_neither(
    alpha: Organisation, db: None
) -> None:
    officer, partner = make_account(email="o@a.example", by=None), make_account(email="p@c.example", by=None)
    hold_astray(officer, "officer", alpha)
    hold_astray(partner, "partner_staff", city_team())
    assert seen_by(officer) == {"o@a.example"}
    assert seen_by(partner) == {"p@c.example"}
    elsewhere = Actor(1, 1, "x", (Grant("analyst", alpha.pk, is_city=False),))
    assert scopes(elsewhere, "staff.work") == []
    assert scopes(Actor(1, 1, "x", (Grant("analyst", alpha.pk, is_city=True),)), "staff.work") == [
        Scope("own")
    ]


def test_a_role_the_matrix_no_longer_lists_gives_nothing(everybody: dict[str, User]) -> None:
    Membership.objects.unscoped("test").filter(person__account=everybody["staff"]).update(role="gone")
    assert seen_by(everybody["staff"]) == {"staff@a.example"}


def test_what_nobody_may_and_what_is_no_action_reach_nothing(everybody: dict[str, User]) -> None:
    actor = actor_for(everybody["officer"], has_second_factor=True)
    for action in ("nobody", "no.such.action", "public", ""):
        assert not may(actor, action)
        assert not visible(actor, action, Person).exists()


def test_anyone_reaches_what_is_public_and_nothing_else(everybody: dict[str, User]) -> None:
    assert visible(ANYONE, "person.read", Person).count() == 5
    assert not may(ANYONE, "person.see")


def test_missing_and_forbidden_raise_the_same(everybody: dict[str, User]) -> None:
    staff = actor_for(everybody["staff"], has_second_factor=True)
    there = person(everybody["one of alpha"]).public_id
    assert one_visible(staff, "person.see", Person, there).email == "one@a.example"
    for public_id in (person(everybody["one of beta"]).public_id, "n" * 22, ""):
        with pytest.raises(Http404) as refused:
            one_visible(staff, "person.see", Person, public_id)
        assert str(refused.value) == ""


def test_one_rule_answers_which_rows_and_this_row(everybody: dict[str, User]) -> None:
    staff = actor_for(everybody["staff"], has_second_factor=True)
    for user in everybody.values():
        assert may(staff, "person.see", person(user)) is (user.email in seen_by(everybody["staff"]))
