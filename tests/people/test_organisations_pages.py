"""The pages of organisations, their members and groups: reach, refusals, roles ended and handed over."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.people.make import account, sign_in
from tests.people.pages import page, person, rows_of, status
from weft.people.actions import (
    city_team,
    propose_handover,
)
from weft.people.models import Group, GroupMember, Handover, Membership, Organisation

WHY = "a test looks"


def test_an_organisation_is_added_once_changed_and_verified(officer: Client) -> None:
    sent = {
        "name": "Arches",
        "kind": "charity",
        "charity": "1 089 464",
        "once": "k",
        "website": "arches.example",
    }
    for _ in range(2):
        text = page(officer, "organisation-add", **sent)
    made = Organisation.objects.unscoped(WHY).get(name="Arches")
    assert made.identifiers == {"GB-CHC": "1089464"} and "Not verified" in text
    assert "Not verified" not in page(officer, "organisation-verify", made.public_id, reason="register")
    page(officer, "organisation-change", made.public_id, **{**sent, "name": "New Arches"})
    made.refresh_from_db()
    assert (made.name, made.is_verified) == ("New Arches", False)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"kind": "charity"}, "Enter the number it is registered under, or choose informal group"),
        ({"kind": "charity", "charity": "12"}, "for example 1089464"),
        ({"kind": "charity", "charity": "SC1"}, "for example SC005336"),
        ({"kind": "cic", "company": "XX123456"}, "for example 09506232"),
        ({"kind": "school", "number": "125554"}, "Choose the register this number belongs to"),
        ({"kind": "city"}, "Choose what the organisation is"),
        ({}, "Choose what the organisation is"),
    ],
)
def test_a_form_says_what_to_enter(officer: Client, sent: dict[str, str], said: str) -> None:
    assert said in page(officer, "organisation-add", name="Arches", **sent)
    assert not Organisation.objects.unscoped(WHY).filter(name="Arches").exists()


def test_partners_reach_their_own_organisation_only(
    staff: Client, arches: Organisation, other: Organisation
) -> None:
    assert rows_of(page(staff, "organisations")) == ["Arches"]
    assert (
        status(staff, "organisation", arches.public_id),
        status(staff, "organisation", other.public_id),
    ) == (200, 404)
    for name in ("organisation-change", "organisation-verify", "members"):
        assert status(staff, name, arches.public_id) == 404
    assert status(staff, "duplicates") == 404


def test_members_show_who_holds_what_and_a_role_is_ended(officer: Client, arches: Organisation) -> None:
    ana = account("ana@demonstration.example", "partner_admin", organisation=arches)
    account("bo@demonstration.example", "volunteer", organisation=arches)
    assert rows_of(page(officer, "members", arches.public_id)) == [
        "ana@demonstration.example",
        "bo@demonstration.example",
    ]
    held = {each.role: each for each in Membership.objects.unscoped(WHY).filter(organisation=arches)}
    refused = page(officer, "member-end", held["partner_admin"].public_id, reason="")
    assert "Arches needs a second administrator" in refused
    assert "ended." in page(officer, "member-end", held["volunteer"].public_id, reason="moved away")
    assert Membership.objects.unscoped(WHY).get(person__account=ana).ends_on is None


def test_anybody_may_leave_and_nobody_ends_the_role_of_another_organisation(
    arches: Organisation, other: Organisation
) -> None:
    bo = account("bo@demonstration.example", "volunteer", organisation=arches)
    admin = account("admin@demonstration.example", "partner_admin", organisation=other)
    held = Membership.objects.unscoped(WHY).get(person=bo.person)
    assert status(sign_in(Client(), admin), "member-end", held.public_id) == 404
    response = sign_in(Client(), bo).post(reverse("member-end", args=[held.public_id]), {"reason": ""})
    assert response.status_code == 302
    held.refresh_from_db()
    assert held.ends_on is not None


def test_an_officer_ends_no_role_of_the_city_team_but_their_own(officer: Client) -> None:
    account("auditor@demonstration.example", "auditor")
    theirs = Membership.objects.unscoped(WHY).get(role="auditor")
    assert status(officer, "member-end", theirs.public_id) == 404
    mine = Membership.objects.unscoped(WHY).get(role="officer")
    assert status(officer, "member-end", mine.public_id) == 200
    assert (
        "End<"
        not in page(officer, "members", city_team().public_id)
        .replace(mine.public_id, "", 1)
        .partition("auditor@")[2]
        .partition("officer@")[0]
    )


def test_a_role_is_handed_over_when_somebody_else_agrees(officer: Client, arches: Organisation) -> None:
    ana = account("ana@demonstration.example", "partner_admin", organisation=arches)
    bo = account("bo@demonstration.example", "partner_staff", organisation=arches)
    desk = sign_in(Client(), ana)
    held = Membership.objects.unscoped(WHY).get(person=ana.person)
    text = page(desk, "member-handover", held.public_id, person=bo.person.public_id)
    assert "Proposed." in text and 'value="agree"' not in text
    assert 'value="agree"' in page(officer, "members", arches.public_id)
    page(officer, "handover", Handover.objects.unscoped(WHY).get(membership=held).public_id, decision="agree")
    now = Membership.objects.unscoped(WHY).get(role="partner_admin", ends_on=None)
    assert now.person == bo.person


def test_a_handover_of_another_organisation_is_out_of_reach(
    arches: Organisation, other: Organisation
) -> None:
    ana = account("ana@demonstration.example", "partner_admin", organisation=arches)
    bo = account("bo@demonstration.example", "partner_staff", organisation=arches)
    admin = sign_in(Client(), account("admin@demonstration.example", "partner_admin", organisation=other))
    held = Membership.objects.unscoped(WHY).get(person=ana.person)
    made = propose_handover(membership=held, to=bo.person, by=ana)
    assert admin.post(reverse("handover", args=[made.public_id]), {"decision": "agree"}).status_code == 404


def test_a_group_lets_people_of_its_organisation_in_and_out(
    staff: Client, arches: Organisation, other: Organisation
) -> None:
    ours, theirs = person("Amina Ours", arches), person("Bo Theirs", other)
    page(staff, "group-add", arches.public_id, name="Choir", once="k")
    group = Group.objects.unscoped(WHY).get()
    assert "Choose a person from the list" in page(
        staff, "group-join", group.public_id, person=theirs.public_id
    )
    assert rows_of(page(staff, "group-join", group.public_id, person=ours.public_id)) == ["Amina Ours"]
    place = GroupMember.objects.unscoped(WHY).get(group=group)
    assert rows_of(page(staff, "group-leave", place.public_id, sure="1")) == []
