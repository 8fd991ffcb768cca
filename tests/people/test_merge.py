"""Two entries made one, and parted again: everything moves, nothing is lost, nobody gains a role."""

import pytest
from django.core.exceptions import FieldDoesNotExist

from tests.people.make import account
from tests.people.tables import every_table
from weft.people.actions import (
    PersonDetails,
    add_child,
    add_group,
    add_person,
    begin_household,
    city_team,
    join_group,
    look_for_duplicates,
    merge_organisations,
    merge_people,
    say_not_the_same,
    undo_merge,
)
from weft.people.actions.merging import KEPT, MERGED
from weft.people.actions.refusals import LastAdmin, MergeRefused
from weft.people.models import (
    Group,
    GroupMember,
    HouseholdMember,
    Membership,
    Merge,
    NotTheSame,
    Organisation,
    Person,
)
from weft.people.models.duplicates import Kind
from weft.people.queries.duplicates import suggested
from weft.people.queries.references import references
from weft.people.rules.merging import SEALED_STORES, stays_with_its_holder
from weft.record.keys import destroy_keys
from weft.record.models import Event

WHY = "a test looks"


def person(name: str = "Amina Yusuf", email: str = "", **also) -> Person:
    return add_person(details=PersonDetails(name=name, email=email, **also), by=None)


def organisation(name: str = "Arches Charity", kind: str = "charity", **also) -> Organisation:
    return Organisation.objects.create(name=name, kind=kind, **also)


def roles_of(somebody: Person) -> list[str]:
    return sorted(Membership.objects.unscoped(WHY).filter(person=somebody).values_list("role", flat=True))


@pytest.mark.django_db
def test_merge_moves_memberships_households_and_groups_and_undo_puts_every_table_back() -> None:
    arches = organisation()
    kept, merged = person(phone="020 7946 0001"), person(email="amina@demonstration.example")
    Membership.objects.create(person=merged, organisation=arches, role="volunteer")
    home = begin_household(guardian=merged, by=None)
    add_child(household=home, details=PersonDetails(name="Sara"), by=None)
    join_group(group=add_group(organisation=arches, name="Choir", by=None), person=merged, by=None)
    before = every_table()
    done = merge_people(kept=kept, merged=merged, by=None)
    kept.refresh_from_db()
    assert (kept.email, kept.phone) == ("amina@demonstration.example", "020 7946 0001")
    assert roles_of(kept) == ["volunteer"]
    assert HouseholdMember.objects.unscoped(WHY).get(part="guardian").person == kept
    assert GroupMember.objects.unscoped(WHY).get().person == kept
    assert Person.objects.unscoped(WHY).get(pk=merged.pk).merged_into == kept
    undo_merge(merge=done, by=None)
    assert every_table() == before


@pytest.mark.django_db
def test_the_comparison_of_tables_sees_a_merge_that_was_not_undone() -> None:
    """The control: without the undo the tables differ."""
    kept, merged = person(), person(email="amina@demonstration.example")
    before = every_table()
    merge_people(kept=kept, merged=merged, by=None)
    assert every_table() != before


@pytest.mark.django_db
def test_what_moved_stands_sealed_in_the_event() -> None:
    kept, merged = person(), person(email="amina@demonstration.example")
    done = merge_people(kept=kept, merged=merged, by=None)
    event = Event.objects.get(number=done.event)
    assert event.action == "people.person.merge" and event.thing == f"people.person:{kept.public_id}"
    assert "amina" not in str(event.after)
    assert sorted(event.after) == ["accounts", "filled", "merged", "moves"]


@pytest.mark.django_db
def test_a_merge_cannot_be_undone_once_the_person_was_erased() -> None:
    kept, merged = person(), person(email="amina@demonstration.example")
    done = merge_people(kept=kept, merged=merged, by=None)
    destroy_keys(kept.public_id)
    with pytest.raises(MergeRefused, match="was erased"):
        undo_merge(merge=done, by=None)
    assert Merge.objects.unscoped(WHY).get().undone_at is None


@pytest.mark.django_db
def test_a_role_both_hold_is_left_with_the_merged_entry_and_comes_back() -> None:
    arches = organisation()
    kept, merged = person(), person()
    for each in (kept, merged):
        Membership.objects.create(person=each, organisation=arches, role="volunteer")
    before = every_table()
    done = merge_people(kept=kept, merged=merged, by=None)
    assert (roles_of(kept), roles_of(merged)) == (["volunteer"], ["volunteer"])
    undo_merge(merge=done, by=None)
    assert every_table() == before


@pytest.mark.django_db
def test_two_accounts_with_different_roles_are_refused_unless_said_which_remains() -> None:
    arches = organisation()
    account("second@demonstration.example", "partner_admin", organisation=arches)
    kept = account("one@demonstration.example", "volunteer", organisation=arches).person
    merged = account("two@demonstration.example", "partner_admin", organisation=arches).person
    with pytest.raises(MergeRefused, match="Say which account remains"):
        merge_people(kept=kept, merged=merged, by=None)
    before = every_table()
    done = merge_people(kept=kept, merged=merged, by=None, account=MERGED)
    kept.refresh_from_db()
    assert kept.account.username == kept.email == "two@demonstration.example"
    assert roles_of(kept) == ["partner_admin", "volunteer"]
    merged.refresh_from_db()
    assert merged.account.username == "one@demonstration.example" and not merged.account.is_active
    undo_merge(merge=done, by=None)
    assert every_table() == before


@pytest.mark.django_db
def test_a_merge_gives_no_account_a_staff_role_it_did_not_hold() -> None:
    arches = organisation()
    account("second@demonstration.example", "partner_admin", organisation=arches)
    kept = account("one@demonstration.example", "volunteer", organisation=arches).person
    merged = account("two@demonstration.example", "partner_admin", organisation=arches).person
    merge_people(kept=kept, merged=merged, by=None, account=KEPT)
    assert (roles_of(kept), roles_of(merged)) == (["volunteer"], ["partner_admin"])


@pytest.mark.django_db
def test_a_merge_that_would_leave_an_organisation_without_administrator_is_refused_whole() -> None:
    arches = organisation()
    kept = account("one@demonstration.example", "volunteer", organisation=arches).person
    merged = account("two@demonstration.example", "partner_admin", organisation=arches).person
    before = every_table()
    with pytest.raises(LastAdmin, match="would have nobody left"):
        merge_people(kept=kept, merged=merged, by=None, account=KEPT)
    assert every_table() == before


@pytest.mark.django_db
def test_merged_stays_merged_and_not_the_same_stays_two_when_suggestions_are_made_again() -> None:
    first, second = (person(email="amina@demonstration.example") for _ in range(2))
    third = person(name="Bo Lindqvist", email="amina@demonstration.example")
    assert look_for_duplicates(kind=Kind.PERSON) == 3
    assert suggested(Kind.PERSON, 9)[1] == 3
    say_not_the_same(one=first, other=third, by=None)
    say_not_the_same(one=third, other=first, by=None)
    assert NotTheSame.objects.unscoped(WHY).count() == 1
    assert [(p.one, p.other) for p in suggested(Kind.PERSON, 9)[0]] == [(first, second), (second, third)]
    done = merge_people(kept=first, merged=second, by=None)
    assert suggested(Kind.PERSON, 9) == ([], 0)
    undo_merge(merge=done, by=None)
    for _ in range(2):  # at once, and as the next look finds it
        assert [(p.one, p.other) for p in suggested(Kind.PERSON, 9)[0]] == [(second, third)]
        look_for_duplicates(kind=Kind.PERSON)


@pytest.mark.django_db
def test_merging_twice_itself_or_a_child_with_an_adult_is_refused() -> None:
    kept, merged = person(), person()
    with pytest.raises(MergeRefused, match="two different"):
        merge_people(kept=kept, merged=kept, by=None)
    home = begin_household(guardian=kept, by=None)
    child = add_child(household=home, details=PersonDetails(name="Sara"), by=None).person
    with pytest.raises(MergeRefused, match="is a child"):
        merge_people(kept=kept, merged=child, by=None)
    done = merge_people(kept=kept, merged=merged, by=None)
    with pytest.raises(MergeRefused, match="merged already"):
        merge_people(kept=kept, merged=merged, by=None)
    undo_merge(merge=done, by=None)
    with pytest.raises(MergeRefused, match="undone already"):
        undo_merge(merge=done, by=None)


@pytest.mark.django_db
def test_a_merge_under_a_later_one_is_undone_after_it() -> None:
    first, second, third = (person() for _ in range(3))
    early = merge_people(kept=second, merged=third, by=None)
    late = merge_people(kept=first, merged=second, by=None)
    with pytest.raises(MergeRefused, match="Undo that merge first"):
        undo_merge(merge=early, by=None)
    undo_merge(merge=late, by=None)
    undo_merge(merge=early, by=None)
    assert not Person.objects.unscoped(WHY).exclude(merged_into=None).exists()


@pytest.mark.django_db
def test_organisations_are_joined_with_their_numbers_but_a_merge_lets_nobody_in() -> None:
    kept = organisation("Arches", identifiers={"GB-CHC": "1089464"})
    merged = organisation(
        "The Arches Ltd", identifiers={"GB-COH": "09506232"}, website="https://arches.example"
    )
    admin = account("a@demonstration.example", "partner_admin", "volunteer", organisation=merged).person
    add_group(organisation=merged, name="Choir", by=None)
    look_for_duplicates(kind=Kind.ORGANISATION)
    assert suggested(Kind.ORGANISATION, 9)[0][0].reasons == ("same name",)
    before = every_table()
    done = merge_organisations(kept=kept, merged=merged, by=None)
    kept.refresh_from_db()
    assert kept.identifiers == {"GB-COH": "09506232", "GB-CHC": "1089464"}
    assert kept.website == "https://arches.example"
    held = Membership.objects.unscoped(WHY).filter(person=admin).order_by("role")
    assert [(each.role, each.organisation) for each in held] == [
        ("partner_admin", merged),
        ("volunteer", kept),
    ]
    assert Group.objects.unscoped(WHY).get().organisation == kept
    assert suggested(Kind.ORGANISATION, 9) == ([], 0)
    undo_merge(merge=done, by=None)
    assert every_table() == before


@pytest.mark.django_db
def test_the_city_team_is_never_joined_with_anything() -> None:
    with pytest.raises(MergeRefused, match="city team"):
        merge_organisations(kept=city_team(), merged=organisation(), by=None)


@pytest.mark.django_db
def test_every_foreign_key_to_a_person_or_organisation_has_its_place_in_a_merge() -> None:
    """Found by walking all models by hand, the other way round than the list does it."""
    from django.apps import apps

    for target in (Person, Organisation):
        listed = {(each.model, each.column) for each in references(target)}
        pointing = {
            (model, field.attname)
            for model in apps.get_models(include_auto_created=True)
            for field in model._meta.local_concrete_fields
            if field.remote_field and field.remote_field.model is target and field.name != "merged_into"
        }
        assert listed == {each for each in pointing if each[0] is not Membership}
        for each in references(target):
            assert each.moves != stays_with_its_holder(each.model)
            if each.model._meta.app_label in SEALED_STORES:
                assert not each.moves
    with pytest.raises(FieldDoesNotExist):
        Membership._meta.get_field("not_a_field")
