"""My data: what the pages show, change and give out; one person's, and nobody else's."""

import csv
import io
import json
import zipfile

import html5lib
import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.browser.checks import strict_html
from tests.people.make import account, sign_in
from weft.people.actions import give_role
from weft.people.matching.models import Profile
from weft.people.models import Organisation, Person
from weft.people.mydata.actions.correct import correct_person
from weft.people.mydata.actions.download import download_data
from weft.people.mydata.archive import harmless
from weft.people.mydata.subject import held_about, with_merged
from weft.people.vault.actions import answer
from weft.people.vault.models import Answer
from weft.places.models import Area
from weft.record.models import DataKey, Event

pytestmark = pytest.mark.django_db
MINE = [
    "/my/",
    "/my/correct",
    "/my/download",
    "/my/erase",
    "/my/monitoring",
    "/my/monitoring/tenure",
    "/my/matching",
]


@pytest.fixture
def ada() -> User:
    return account("ada@example.org")


@pytest.fixture
def signed_in(client: Client, ada: User) -> Client:
    return sign_in(client, ada)


@pytest.mark.parametrize("path", MINE)
def test_every_page_is_strict_and_never_stored(path: str, signed_in: Client) -> None:
    response = signed_in.get(path)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    strict_html(response)


@pytest.mark.parametrize("path", MINE)
def test_nobody_sees_them_without_signing_in(path: str, client: Client) -> None:
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, f"/sign-in?next={path}")


def test_the_page_names_what_is_kept(signed_in: Client, ada: User) -> None:
    give_role(account=ada, role="volunteer", by=None, organisation=bow())
    text = signed_in.get("/my/").content.decode()
    for said in ("ada@example.org", "Bow Gardeners", "Volunteer", "Your roles", "You"):
        assert said in text
    assert "vault.read" not in [event.action for event in Event.objects.all()]


def bow() -> Organisation:
    return Organisation.objects.create(name="Bow Gardeners", kind="charity")


MY_DATA_QUERIES = 44  # one or two a table that may hold something about a person


def test_the_page_asks_the_database_as_often_with_one_role_as_with_three(
    signed_in: Client, ada: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        place = Organisation.objects.create(name=f"Place {number}", kind="charity")
        give_role(account=ada, role="volunteer", by=None, organisation=place)
    with django_assert_max_num_queries(MY_DATA_QUERIES):
        signed_in.get("/my/")


def test_correcting_writes_one_sealed_event_of_what_changed(signed_in: Client, ada: User) -> None:
    area = Area.objects.create(code="E09000030", name="Tower Hamlets", kind="borough")
    values = {"name": "Ada Lovelace", "phone": "07700 900123", "language": "en", "area": str(area.pk)}
    response = signed_in.post("/my/correct", values)
    assert (response.status_code, response["Location"]) == (302, "/my/")
    person = Person.objects.unscoped("test").get(account=ada)
    assert (person.name, person.phone, person.language, person.area) == (
        "Ada Lovelace",
        "07700 900123",
        "en",
        area,
    )
    event = Event.objects.latest("number")
    assert (event.action, sorted(event.after)) == (
        "people.person.correct",
        ["area", "language", "name", "phone"],
    )
    assert "Lovelace" not in json.dumps([event.before, event.after])
    signed_in.post("/my/correct", values)
    assert Event.objects.latest("number") == event  # nothing changed, nothing recorded


def test_an_empty_name_says_what_to_do(signed_in: Client) -> None:
    response = signed_in.post("/my/correct", {"name": ""})
    assert "Enter your name" in response.content.decode()


def test_only_ones_own_fields_are_corrected(ada: User) -> None:
    with pytest.raises(ValueError, match="only the name, phone number, language and area"):
        correct_person(person=ada.person, values={"email": "x@example.org"}, by=ada)


def test_the_download_holds_everything_and_is_an_event(signed_in: Client, ada: User) -> None:
    answer(person=ada.person, answers={"tenure": "social_rent"}, by=ada)
    signed_in.post("/my/matching", {"interests": ["walking"], "consent": "on"})
    response = signed_in.post("/my/download")
    assert response["Content-Type"] == "application/zip" and "no-store" in response["Cache-Control"]
    zipped = zipfile.ZipFile(io.BytesIO(response.content))
    told = json.loads(zipped.read("my-data.json"))
    assert told["You"] == [
        {"Name": "ada@example.org", "E-mail address": "ada@example.org", "Phone number": "", "Language": "",
         "Area": "", "Account": "ada@example.org"}
    ]  # fmt: skip
    [given] = told["Your answers to the equality questions"]
    assert given["Monitoring answer"] == "Rented from a council or housing association"
    assert told["Your matching profile"][0]["Interests"] == "Walking"
    made = next(row for row in told["What was done, in the record"] if row["What"] == "people.account.make")
    assert (
        json.loads(made["After"])["email"] == "ada@example.org" and made["Who did it"] == "the service itself"
    )
    assert [event.action for event in Event.objects.order_by("-number")[:2]] == [
        "people.person.download",
        "vault.read",
    ]
    rows = list(csv.DictReader(io.StringIO(zipped.read("csv/people-person.csv").decode("utf-8-sig"))))
    assert rows[0]["Name"] == "ada@example.org"


def test_the_page_in_the_zip_needs_nothing_from_elsewhere(ada: User) -> None:
    page = zipfile.ZipFile(io.BytesIO(download_data(person=ada.person, by=ada))).read("my-data.html").decode()
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(page)
    assert "src=" not in page and "href=" not in page and "url(" not in page


def test_the_download_says_nothing_about_anybody_else(ada: User) -> None:
    bo = account("bo-secret@example.org")
    give_role(account=ada, role="officer", by=bo)
    correct_person(person=bo.person, values={"name": "Bo Hidden"}, by=ada)  # ada did it, to somebody else
    held = json.dumps([one.rows for one in held_about(ada.person, by=ada)], default=str)
    assert "people.person.correct" in held and "people.membership.give" in held
    assert "secret" not in held and "Hidden" not in held and bo.person.public_id not in held


def test_a_merged_persons_entries_are_given_out_together(ada: User) -> None:
    other = Person.objects.create(name="Ada L.", merged_into=ada.person)
    assert with_merged(other) == with_merged(ada.person) == [ada.person, other]
    names = [row["Name"] for one in held_about(ada.person, by=ada) if one.title == "You" for row in one.rows]
    assert names == ["ada@example.org", "Ada L."]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_no_spreadsheet_takes_a_value_for_a_formula(start: str) -> None:
    assert harmless(f"{start}SUM(A1)") == f"'{start}SUM(A1)"
    assert harmless("O'Neill") == "O'Neill"


def test_answering_is_optional_and_each_page_leads_to_the_next(signed_in: Client, ada: User) -> None:
    assert signed_in.post("/my/monitoring/age_band", {}).headers["Location"] == "/my/monitoring/sex"
    assert Answer.objects.unscoped("test").count() == 0
    signed_in.post("/my/monitoring/age_band", {"answer": "age_16_24"})
    assert "16 to 24" in signed_in.get("/my/monitoring").content.decode()
    assert (
        signed_in.post("/my/monitoring/caring", {"answer": "cares"}).headers["Location"] == "/my/monitoring"
    )
    signed_in.post("/my/monitoring/caring", {"remove": "yes"})
    assert Answer.objects.unscoped("test").get().question == "age_band@1"


def test_an_answer_off_the_list_is_not_kept(signed_in: Client) -> None:
    response = signed_in.post("/my/monitoring/tenure", {"answer": "castle"})
    assert "Choose one of the answers, or leave all of them empty" in response.content.decode()
    assert signed_in.get("/my/monitoring/height").status_code == 404


def test_opting_out_takes_one_request(signed_in: Client, ada: User) -> None:
    answer(person=ada.person, answers={"tenure": "social_rent"}, by=ada)
    signed_in.post("/my/monitoring/withdraw")
    assert not Answer.objects.unscoped("test").exists()
    assert not DataKey.objects.filter(store="vault").exists()


def test_matching_needs_its_own_consent_and_is_withdrawn_at_once(signed_in: Client, ada: User) -> None:
    assert (
        "Tick the box to agree" in signed_in.post("/my/matching", {"interests": ["walking"]}).content.decode()
    )
    assert not Profile.objects.unscoped("test").exists()
    signed_in.post("/my/matching", {"interests": ["walking", "games"], "consent": "on"})
    profile = Profile.objects.unscoped("test").get()
    assert profile.opened()["interests"] == ["games", "walking"] and "walking" not in profile.interests
    assert len({len(getattr(profile, name)) for name in ("languages", "interests", "times")}) == 1
    signed_in.post("/my/matching/withdraw")
    assert (
        not Profile.objects.unscoped("test").exists()
        and not DataKey.objects.filter(store="matching").exists()
    )


@pytest.mark.parametrize("role", ["partner_admin", "analyst", "system_admin", "volunteer"])
def test_nobody_else_may_erase_a_person(role: str, client: Client, ada: User) -> None:
    where = bow() if role in ("partner_admin", "volunteer") else None
    sign_in(client, account("bo@example.org", role, organisation=where))
    assert client.get(f"/people/{ada.person.public_id}/erase").status_code == 404


@pytest.mark.parametrize("role", ["officer", "auditor"])
def test_an_officer_erases_who_asked_with_a_reason(role: str, client: Client, ada: User) -> None:
    sign_in(client, account("bo@example.org", role))
    path = f"/people/{ada.person.public_id}/erase"
    assert "Choose why this person is erased" in client.post(path, {"sure": "yes"}).content.decode()
    back = {"officer": path.removesuffix("erase"), "auditor": "/"}[role]
    assert client.post(path, {"sure": "no", "why": "asked_in_writing"})["Location"] == back
    assert Person.objects.unscoped("test").get(pk=ada.person.pk).erased_at is None
    assert client.post(path, {"sure": "yes", "why": "asked_in_writing"})["Location"] == "/my/erased"
    assert (
        client.post(path, {"sure": "yes", "why": "asked_in_writing"})["Location"] == "/my/erased"
    )  # again: nothing
    assert Event.objects.filter(action="people.person.erase").count() == 1


def test_roles_and_household_are_said_in_words_and_reached_from_my_data(client: Client, ada: User) -> None:
    give_role(account=ada, role="officer", by=None)
    page = sign_in(client, ada).get("/my/").content.decode()
    assert "Programme officer" in page and "<dd>officer</dd>" not in page
    assert 'href="/household/"' in page
    assert client.get("/household/").status_code == 200
