"""The organisations and people of the demonstration: all invented, one account for every role of the matrix."""

from itertools import cycle

from django.contrib.auth.models import User
from django.db import transaction

from weft.people.actions import (
    OrganisationDetails,
    PersonDetails,
    add_child,
    add_group,
    add_guardian,
    add_organisation,
    add_person,
    begin_household,
    city_team,
    give_role,
    join_group,
    look_when_due,
    make_account,
    verify_organisation,
)
from weft.people.models import Membership, Organisation, Person
from weft.people.roles.matrix import matrix
from weft.places.models import Area

WHY = "the demonstration"
DOMAIN = "demonstration.example"
# name, kind, borough, numbers (invented: of the right form, of nobody)
ORGANISATIONS: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    ("Arches Community Kitchen", "charity", "E09000028", {"GB-CHC": "9900101"}),
    ("Lantern Youth Trust", "charity", "E09000012", {"GB-CHC": "9900102", "GB-COH": "99001020"}),
    ("Bread and Bicycles", "cic", "E09000022", {"GB-COH": "99001030"}),
    ("Estuary Singers", "informal", "E09000002", {}),
    ("Marsh Lane Allotment Friends", "informal", "E09000031", {}),
    ("Somali Mothers’ Tea", "informal", "E09000007", {}),
    ("Riverbank Primary School", "school", "E09000025", {"GB-EDU": "990104"}),
    ("Hillside Academy", "school", "E09000010", {"GB-EDU": "990105"}),
    ("Thread and Timber Ltd", "employer", "E09000030", {"GB-COH": "99001060"}),
    ("Northern Line Logistics", "employer", "E09000003", {}),
    ("Borough of the Demonstration", "borough", "E09000019", {"GB-LAE": "DMO"}),
    ("The Commons Fund", "funder", "E09000033", {"GB-CHC": "9900107"}),
    ("The Arches Community Kitchen CIC", "cic", "E09000028", {"GB-COH": "99001080"}),
    ("Open Door Cricket", "charity", "E09000005", {"GB-CHC": "9900109"}),
)
FIRST = (
    "Amina", "Bo", "Chidi", "Dilara", "Ewa", "Farhan", "Grace", "Hamza", "Ines", "Jamal", "Keiko", "Lola", "Mateus",
    "Nadia", "Oluwaseun", "Priya", "Quentin", "Rosa", "Samir", "Thandi", "Uzma", "Viktor", "Wanjiru", "Xin", "Yusuf",
    "Zofia",
)  # fmt: skip
LAST = ("Abara", "Brown", "Costa", "Demir", "Eze", "Farah", "Green", "Hassan", "Iqbal", "Jones", "Kowalska")
LANGUAGES = ("en", "en", "en", "so", "tr", "bn", "pl", "ur", "pt")
TAKING_PART = 46
TAKES_PART_AS = ("resident", "resident", "volunteer", "resident", "session_lead")


@transaction.atomic
def build_organisations() -> None:
    """Everything at once, by the actions anybody would use; nothing when it is there already."""
    if Organisation.objects.unscoped(WHY).exclude(kind="city").exists():
        return
    accounts = {role: _account(role) for role in matrix().roles if role != "public"}
    made = [_organisation(*each) for each in ORGANISATIONS]
    _give_roles(accounts, made[0])
    for organisation in made[:10]:
        verify_organisation(organisation=organisation, by=accounts["officer"], reason="seen by the city team")
    people = [
        _person(number, organisation)
        for number, organisation in zip(range(TAKING_PART), cycle(made), strict=False)
    ]
    _households(accounts["carer"].person, people)
    _groups(made, people)
    _likely_duplicates(made[0], people)
    look_when_due()


def _account(role: str) -> User:
    """`session_lead` signs in as session-lead@demonstration.example."""
    return make_account(
        email=f"{role.replace('_', '-')}@{DOMAIN}",
        name=f"Demonstration {matrix().roles[role].label.lower()}",
        by=None,
    )


def _give_roles(accounts: dict[str, User], organisation: Organisation) -> None:
    """City roles in the city team, the others in one organisation; two of those who let others in."""
    for role, account in accounts.items():
        if role != "resident":
            where = city_team() if matrix().roles[role].is_city else organisation
            give_role(account=account, role=role, organisation=where, by=None)
    for role, where in (("partner_admin", organisation), ("system_admin", city_team())):
        second = make_account(email=f"second-{role.replace('_', '-')}@{DOMAIN}", name="Noor Second", by=None)
        give_role(account=second, role=role, organisation=where, by=None)


def _organisation(name: str, kind: str, borough: str, numbers: dict[str, str]) -> Organisation:
    word = name.removeprefix("The ").split()[0].lower()
    about = f"{name} exists only in this demonstration."
    details = OrganisationDetails(
        name, kind, about, f"{word}@{DOMAIN}", f"https://{word}.example", _area(borough), numbers
    )
    return add_organisation(details=details, by=None)


def _person(number: int, organisation: Organisation) -> Person:
    first, last = FIRST[number % len(FIRST)], LAST[(number * 7) % len(LAST)]
    details = PersonDetails(
        name=f"{first} {last}",
        email=f"{first}.{last}.{number}@{DOMAIN}",
        phone=f"020 7946 {number:04}",  # the range Ofcom keeps for drama
        language=LANGUAGES[number % len(LANGUAGES)],
        area=organisation.area,
    )
    role = TAKES_PART_AS[number % len(TAKES_PART_AS)]
    return add_person(details=details, by=None, organisation=organisation, role=role)


def _households(carer: Person, people: list[Person]) -> None:
    """One with two guardians and two children, one with one of each."""
    first = begin_household(guardian=carer, by=None)
    add_guardian(household=first, person=people[0], by=None)
    second = begin_household(guardian=people[1], by=None)
    for household, name in (
        (first, "Mina Demonstration"),
        (first, "Leo Demonstration"),
        (second, "Ada Brown"),
    ):
        add_child(household=household, details=PersonDetails(name=name), by=None)


def _groups(made: list[Organisation], people: list[Person]) -> None:
    for organisation, name in ((made[0], "Wednesday cooks"), (made[3], "Altos")):
        group = add_group(organisation=organisation, name=name, by=None)
        held = Membership.objects.unscoped(WHY).filter(organisation=organisation, person__in=people)
        for person in [each.person for each in held.select_related("person").order_by("pk")[:3]]:
            join_group(group=group, person=person, by=None)


def _likely_duplicates(organisation: Organisation, people: list[Person]) -> None:
    """Two people who were added again (by address, by phone); the third pair are the two kitchens above."""
    again = people[2], people[5]
    for details in (
        PersonDetails(name=again[0].name.split()[0], email=again[0].email.upper()),
        PersonDetails(name=again[1].name + " Lee", phone="+44" + again[1].phone[1:]),
    ):
        add_person(details=details, by=None, organisation=organisation)


def _area(code: str) -> Area | None:
    return Area.objects.filter(code=code, ends_on=None).first()
