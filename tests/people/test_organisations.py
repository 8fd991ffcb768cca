"""Organisations: what a new one brings, what takes a verification away, which numbers have the right form."""

import pytest
from django.contrib.auth.models import User

from tests.people.make import account
from weft.people.actions import (
    OrganisationDetails,
    add_group,
    add_organisation,
    add_person,
    change_organisation,
    city_team,
    join_group,
    leave_group,
    verify_organisation,
)
from weft.people.actions.persons import PersonDetails
from weft.people.actions.refusals import AlreadyEnded, NotVerifiable, Refused
from weft.people.models import Organisation
from weft.people.rules.identifiers import SCHEMES, NotAnIdentifier, tidy_identifier, tidy_identifiers
from weft.people.rules.organisations import lacks_identifier, own_domain, plain_name
from weft.record.models import Event

GOOD = (
    ("GB-CHC", "1089464", "1089464"),
    ("GB-CHC", " 1 089 464 ", "1089464"),
    ("GB-CHC", "279417", "279417"),
    ("GB-CHC", "GB-CHC-1173575", "1173575"),
    ("GB-CHC", "1089464-12", "1089464-12"),
    ("GB-SC", "sc005336", "SC005336"),
    ("GB-NIC", "NIC100012", "100012"),
    ("GB-NIC", "100012", "100012"),
    ("GB-COH", "9506232", "09506232"),
    ("GB-COH", "07444723", "07444723"),
    ("GB-COH", "SC 123456", "SC123456"),
    ("GB-COH", "ni123456", "NI123456"),
    ("GB-COH", "OC301234", "OC301234"),
    ("GB-COH", "CE012345", "CE012345"),
    ("GB-COH", "RC000123", "RC000123"),
    ("GB-COH", "IP12345R", "IP12345R"),
    ("GB-COH", "R0000012", "R0000012"),
    ("GB-EDU", "URN 125554", "125554"),
    ("GB-UKPRN", "10010014", "10010014"),
    ("GB-LAE", "cmd", "CMD"),
    ("GB-MPR", "235C", "235C"),
    ("GB-MPR", "IP031455", "IP031455"),
    ("GB-NHS", "RAX", "RAX"),
    ("GB-REV", "X6243", "X6243"),
    ("GB-CASC", "2a36d1ee", "2A36D1EE"),
    ("GB-GOR", "OT1211", "OT1211"),
)
BAD = (
    ("GB-CHC", "SC005336"),
    ("GB-CHC", "108946"[:5]),
    ("GB-CHC", "0089464"),
    ("GB-CHC", "1089464-"),
    ("GB-CHC", "1089464-0"),
    ("GB-CHC", "１０８９４６４"),
    ("GB-SC", "005336"),
    ("GB-NIC", "200012"),
    ("GB-COH", "123456789"),
    ("GB-COH", "XX123456"),
    ("GB-COH", "SC12345"),
    ("GB-COH", "IP12345X"),
    ("GB-COH", ""),
    ("GB-EDU", "12555"),
    ("GB-UKPRN", "20010014"),
    ("GB-LAE", "CM1"),
    ("GB-NHS", "CAMDEN"),
    ("GB-CASC", "not hex!"),
    ("XX-YYY", "1"),
)


@pytest.mark.parametrize(("scheme", "number", "kept"), GOOD)
def test_a_number_of_its_register_is_kept_as_the_register_writes_it(
    scheme: str, number: str, kept: str
) -> None:
    assert tidy_identifier(scheme, number) == kept


@pytest.mark.parametrize(("scheme", "number"), BAD)
def test_a_number_of_another_form_is_refused(scheme: str, number: str) -> None:
    with pytest.raises(NotAnIdentifier) as refused:
        tidy_identifier(scheme, number)
    assert refused.value.scheme == scheme


def test_every_example_has_the_form_of_its_scheme() -> None:
    assert {code: tidy_identifier(code, scheme.example) for code, scheme in SCHEMES.items()} == {
        code: scheme.example for code, scheme in SCHEMES.items()
    }


def test_empty_numbers_are_left_out_and_unknown_schemes_refused() -> None:
    assert tidy_identifiers({"GB-COH": "9506232", "GB-CHC": "  "}) == {"GB-COH": "09506232"}
    with pytest.raises(NotAnIdentifier):
        tidy_identifiers({"XX": "1"})


@pytest.mark.parametrize(
    ("kind", "schemes", "lacks"),
    [
        ("charity", ["GB-SC"], ()),
        ("charity", ["GB-COH"], ("GB-CHC", "GB-SC", "GB-NIC", "GB-REV")),
        ("cic", [], ("GB-COH",)),
        ("school", ["GB-EDU"], ()),
        ("borough", [], ("GB-LAE",)),
        ("informal", [], ()),
        ("employer", [], ()),
    ],
)
def test_which_kinds_bring_a_number(kind: str, schemes: list[str], lacks: tuple[str, ...]) -> None:
    assert lacks_identifier(kind, schemes) == lacks


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("The Arches Ltd.", "arches"),
        ("ARCHES C.I.C.", "arches"),
        ("Bread & Roses", "bread and roses"),
        ("The Ltd", "the ltd"),
    ],
)
def test_names_without_their_legal_words(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_an_address_anybody_can_have_says_nothing() -> None:
    assert (own_domain("a@arches.example"), own_domain("a@GMAIL.com"), own_domain("")) == (
        "arches.example",
        "",
        "",
    )


@pytest.fixture
def officer(db: None) -> User:
    return account("officer@demonstration.example", "officer")


def choir(**also) -> OrganisationDetails:
    return OrganisationDetails(**{"name": "Estate choir", "kind": "informal", **also})


def test_an_informal_group_starts_unverified_and_a_charity_without_number_is_refused(officer: User) -> None:
    assert not add_organisation(details=choir(), by=officer).is_verified
    with pytest.raises(Refused, match="Enter the number"):
        add_organisation(details=choir(kind="charity"), by=officer)
    with pytest.raises(Refused, match="one city team"):
        add_organisation(details=choir(kind="city"), by=officer)
    with pytest.raises(NotAnIdentifier):
        add_organisation(details=choir(identifiers={"GB-COH": "123456789"}), by=officer)


def test_the_same_key_adds_one_organisation(officer: User) -> None:
    assert len({add_organisation(details=choir(), by=officer, key="k").pk for _ in range(2)}) == 1


def test_a_new_name_or_number_takes_the_verification_away_and_a_new_website_does_not(officer: User) -> None:
    made = add_organisation(details=choir(email="info@choir.example"), by=officer)
    verify_organisation(organisation=made, by=officer, reason="seen at the estate hall")
    change_organisation(organisation=made, details=choir(website="https://choir.example"), by=officer)
    assert made.is_verified
    change_organisation(organisation=made, details=choir(name="Another choir"), by=officer)
    made.refresh_from_db()
    assert (made.verified_at, made.verified_by) == (None, None)
    events = Event.objects.filter(thing=f"people.organisation:{made.public_id}")
    assert [each.action.rpartition(".")[2] for each in events] == ["add", "verify", "change", "change"]
    assert "choir.example" not in str([each.after for each in events if each.action.endswith("add")])


def test_nobody_verifies_their_own_organisation_nor_the_city_team(officer: User) -> None:
    made = add_organisation(details=choir(), by=officer)
    member = account("m@demonstration.example", "volunteer", organisation=made)
    for organisation, by in ((made, member), (city_team(), officer)):
        with pytest.raises(NotVerifiable):
            verify_organisation(organisation=organisation, by=by)


def test_the_city_team_keeps_its_kind(officer: User) -> None:
    with pytest.raises(Refused, match="stays the city team"):
        change_organisation(organisation=city_team(), details=choir(), by=officer)


def test_a_group_holds_people_who_take_part_with_its_organisation(officer: User) -> None:
    made = add_organisation(details=choir(), by=officer)
    group = add_group(organisation=made, name="Altos", by=officer, key="g")
    assert add_group(organisation=made, name="Altos", by=officer, key="g") == group
    with pytest.raises(Refused, match="of this name"):
        add_group(organisation=made, name=" Altos ", by=officer)
    ours = add_person(details=PersonDetails(name="Ana"), by=officer, organisation=made)
    theirs = add_person(details=PersonDetails(name="Bo"), by=officer)
    place = join_group(group=group, person=ours, by=officer)
    assert join_group(group=group, person=ours, by=officer) == place
    with pytest.raises(Refused, match="takes part with the organisation"):
        join_group(group=group, person=theirs, by=officer)
    leave_group(place=place, by=officer)
    with pytest.raises(AlreadyEnded):
        leave_group(place=place, by=officer)
    assert Organisation.objects.unscoped("a test looks").filter(groups=group).get() == made
