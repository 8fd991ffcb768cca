"""The pages about people in a real browser: journeys without scripts, accessible, fitting every screen."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import looked_at
from tests.people.make import sign_in
from weft.demo.organisations import build_organisations
from weft.people.actions import merge_people, propose_handover
from weft.people.models import Group, Household, HouseholdMember, Membership, Organisation, Person
from weft.people.models.duplicates import Kind
from weft.people.queries.duplicates import suggested

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WHY = "a test looks"
OFFICER, GUARDIAN = "officer@demonstration.example", "carer@demonstration.example"


def as_somebody(page: Page, live_server: LiveServer, email: str) -> None:
    """Signed in with a second factor shown."""
    client = sign_in(Client(), User.objects.get(username=email))
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])


QUICK = ("person", "members", "compare")  # the others with --all


@pytest.mark.parametrize("chosen", [QUICK, pytest.param((), marks=pytest.mark.slow)], ids=["quick", "every"])
def test_staff_pages_are_accessible_and_fit(
    page: Page, live_server: LiveServer, chosen: tuple[str, ...]
) -> None:
    build_organisations()
    kitchen = Organisation.objects.unscoped(WHY).get(name="Arches Community Kitchen")
    admin = Membership.objects.unscoped(WHY).filter(role="partner_admin").first()
    staff = User.objects.get(username="partner-staff@demonstration.example")
    propose_handover(membership=admin, to=staff.person, by=admin.person.account)
    pair = suggested(Kind.PERSON, 1)[0][0]
    account = Person.objects.unscoped(WHY).get(account=staff)
    merged = merge_people(kept=Person.objects.unscoped(WHY).last(), merged=pair.other, by=None)
    pairs = [suggested(Kind.PERSON, 1)[0][0].one.public_id, suggested(Kind.PERSON, 1)[0][0].other.public_id]
    part = HouseholdMember.objects.unscoped(WHY).filter(part="child").first()
    group = Group.objects.unscoped(WHY).first()
    pages = {
        "people": reverse("people"), "person": reverse("person", args=[account.public_id]),
        "person-add": reverse("person-add"), "organisations": reverse("organisations"),
        "organisation": reverse("organisation", args=[kitchen.public_id]),
        "organisation-add": reverse("organisation-add"), "members": reverse("members", args=[kitchen.public_id]),
        "member-end": reverse("member-end", args=[admin.public_id]),
        "handover": reverse("member-handover", args=[admin.public_id]),
        "verify": reverse("organisation-verify", args=[kitchen.public_id]),
        "group": reverse("group", args=[group.public_id]), "duplicates": reverse("duplicates"),
        "group-add": reverse("group-add", args=[kitchen.public_id]),
        "compare": reverse("duplicates-compare", args=["person", *pairs]),
        "merge": reverse("merge", args=[merged.public_id]),
        "household-staff": reverse("household", args=[part.household.public_id]),
        "guardian-add": reverse("household-guardian-add", args=[part.household.public_id]),
    }  # fmt: skip
    as_somebody(page, live_server, OFFICER)
    for name, address in ((name, pages[name]) for name in chosen or pages):
        page.goto(live_server.url + address)
        assert page.locator("h1").count() == 1, name
        looked_at(page, name)


def test_an_officer_finds_compares_joins_and_parts_without_scripts(
    page_without_scripts: Page, live_server: LiveServer
) -> None:
    build_organisations()
    page = page_without_scripts
    as_somebody(page, live_server, OFFICER)
    page.goto(live_server.url + reverse("people"))
    page.get_by_label("Name, e-mail address or phone number").fill("demonstration vol")
    page.get_by_role("button", name="Find").click()
    assert page.get_by_role("heading", name="1 person").is_visible()
    page.get_by_role("link", name="Look at likely duplicates").click()
    page.locator(".pairs a").first.click()
    page.get_by_role("button", name="Join them").click()
    assert page.get_by_role("link", name="Choose the entry that remains").is_visible()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Join them").click()
    assert "was joined into" in page.locator("h1").inner_text()
    assert Person.objects.unscoped(WHY).exclude(merged_into=None).count() == 1
    page.get_by_role("button", name="Undo").click()
    assert page.get_by_text("this pair is not suggested again").is_visible()
    assert not Person.objects.unscoped(WHY).exclude(merged_into=None).exists()


def test_a_guardian_adds_and_corrects_a_child(page: Page, live_server: LiveServer) -> None:
    build_organisations()
    as_somebody(page, live_server, GUARDIAN)
    page.goto(live_server.url + reverse("households"))
    looked_at(page, "household")
    page.get_by_role("link", name="Add a child").click()
    page.get_by_role("button", name="Add the child").click()
    assert page.get_by_role("link", name="Enter the child’s name").is_visible()
    looked_at(page, "child-add")
    page.get_by_label("Child’s name").fill("Sam Demonstration")
    page.get_by_role("button", name="Add the child").click()
    page.get_by_role("link", name="Correct Sam Demonstration").click()
    page.get_by_label("Child’s name").fill("Samira Demonstration")
    page.get_by_role("button", name="Keep the correction").click()
    assert page.get_by_role("rowheader", name="Samira Demonstration").is_visible()
    page.get_by_role("link", name="Remove Demonstration carer").click()
    page.get_by_role("button", name="Remove").click()  # the other guardian stays
    assert page.url.endswith(reverse("households"))
    looked_at(page, "households")
    assert Household.objects.unscoped(WHY).count() == 2
