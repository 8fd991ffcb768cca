"""The pages of programmes: gallery, installing, words, editions, a newer version, evidence."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.browser.checks import strict_html
from tests.people.make import account, sign_in
from tests.programmes.make import changed, folder, organisation, programme
from weft.people.models import Organisation
from weft.programmes.actions import open_edition, open_programme, submit_evidence
from weft.programmes.models import Evidence, Programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def on_the_shelf(tmp_path: Path, settings: Settings) -> Path:
    settings.BLUEPRINTS = [tmp_path]
    return folder(tmp_path)


@pytest.fixture
def officer(client: Client) -> Client:
    return sign_in(client, account("officer@example.org", "officer"))


def text_of(client: Client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status
    if status == 200:
        strict_html(answer)
    return answer.content.decode()


def test_the_gallery_shows_what_is_on_the_shelf_and_what_cannot_be_used(
    officer: Client, on_the_shelf: Path
) -> None:
    changed(folder(on_the_shelf.parent, "broken"), "purpose:", "porpoise:")
    page = text_of(officer, "/programmes/blueprints/")
    assert "Cooking together" in page and "thread-b-relationships" in page
    assert "blueprint.yaml, line 6: “porpoise” is not known here. Did you mean “purpose”?" in page


def test_a_blueprint_is_previewed_with_what_people_are_told(officer: Client, on_the_shelf: Path) -> None:
    page = text_of(officer, "/programmes/blueprints/cooking/")
    assert "Food hygiene certificate" in page and "have everything erased" in page
    text_of(officer, "/programmes/blueprints/other/", 404)
    text_of(officer, "/programmes/blueprints/broken-off/", 404)


def test_an_officer_installs_words_and_opens_a_programme(officer: Client, on_the_shelf: Path) -> None:
    text_of(officer, "/programmes/blueprints/cooking/install")
    said = {
        "organisation": "",
        "title": "Eat here",
        "purpose": "Meet.",
        "languages": ["en", "ur"],
        "once": "k",
    }
    assert (
        officer.post("/programmes/blueprints/cooking/install", said)["Location"] == "/programmes/run/cooking/"
    )
    made = Programme.objects.get()
    assert (made.title, made.languages, made.organisation) == ("Eat here", ["en", "ur"], None)
    text_of(officer, "/programmes/run/cooking/edition")
    run = {
        "title": "Spring",
        "starts_on": "2026-03-01",
        "ends_on": "2026-06-30",
        "target.people": "24",
        "grant": "1200.50",
    }
    officer.post("/programmes/run/cooking/edition", run)
    made.refresh_from_db()
    edition = made.editions.get()
    assert (made.state, edition.key, edition.grant_pence) == ("open", "spring", 120050)
    assert list(edition.targets.values_list("measure", "amount")) == [("people", 24)]
    assert "Spring" in text_of(officer, "/programmes/run/cooking/")


def test_an_edition_that_ends_first_is_told_what_to_do(officer: Client, tmp_path: Path) -> None:
    programme(tmp_path)
    run = {"title": "Spring", "starts_on": "2026-03-01", "ends_on": "2026-02-01"}
    page = officer.post("/programmes/run/cooking/edition", run)
    strict_html(page)
    assert "Enter a last day after the first" in page.content.decode()


@pytest.mark.parametrize("part", ["about", "lists", "steps", "roles", "activities", "figures"])
def test_every_part_can_be_worded_beside_its_original(officer: Client, tmp_path: Path, part: str) -> None:
    programme(tmp_path)
    assert "The blueprint says" in text_of(officer, f"/programmes/run/cooking/words/{part}")


def test_words_that_are_too_long_stay_on_the_page(officer: Client, tmp_path: Path) -> None:
    made = programme(tmp_path)
    page = officer.post("/programmes/run/cooking/words/steps", {"steps.book.title": "x" * 201})
    strict_html(page)
    assert "Write at most 200 characters." in page.content.decode()
    said = {"steps.book.title": "Come along", "steps.host.title": made.document["steps"][1]["title"]}
    officer.post("/programmes/run/cooking/words/steps", said)
    made.refresh_from_db()
    assert made.words == {"steps/book/title": "Come along"}


def test_languages_and_areas_are_chosen(officer: Client, tmp_path: Path) -> None:
    made = programme(tmp_path)
    text_of(officer, "/programmes/run/cooking/where")
    officer.post("/programmes/run/cooking/where", {"languages": ["en", "pl"]})
    made.refresh_from_db()
    assert made.languages == ["en", "pl"]


def test_a_newer_version_is_shown_before_it_is_taken_over(officer: Client, on_the_shelf: Path) -> None:
    made = programme(on_the_shelf.parent)
    text_of(officer, "/programmes/run/cooking/upgrade", 404)
    changed(on_the_shelf, 'version: "1.0"', 'version: "1.1"')
    changed(on_the_shelf, "Ask what changed", "Ask what lasted")
    assert "Version 1.1 of the blueprint is there." in text_of(officer, "/programmes/run/cooking/")
    page = text_of(officer, "/programmes/run/cooking/upgrade")
    assert "1 change<" in page and "<del>Ask what changed</del><br><ins>Ask what lasted</ins>" in page
    officer.post("/programmes/run/cooking/upgrade")
    made.refresh_from_db()
    assert made.version == "1.1"


def test_a_partner_runs_the_programmes_of_their_organisation_only(client: Client, tmp_path: Path) -> None:
    own, other = organisation("Own"), organisation("Other")
    programme(tmp_path, own)
    programme(tmp_path, other, "dining")
    sign_in(client, account("partner@example.org", "partner_admin", organisation=own))
    page = text_of(client, "/programmes/run/")
    assert "/programmes/run/cooking/" in page and "/programmes/run/dining/" not in page
    text_of(client, "/programmes/run/dining/", 404)
    assert client.post("/programmes/run/dining/move", {"to": "open"}).status_code == 404


def test_a_partner_installs_for_their_own_organisation_only(client: Client, on_the_shelf: Path) -> None:
    own, other = organisation("Own"), organisation("Other")
    sign_in(client, account("partner@example.org", "partner_admin", organisation=own))
    said = {"title": "A", "purpose": "B", "languages": ["en"]}
    for wrong in ("", other.public_id):
        client.post("/programmes/blueprints/cooking/install", {**said, "organisation": wrong})
    assert Programme.objects.count() == 0
    client.post("/programmes/blueprints/cooking/install", {**said, "organisation": own.public_id})
    assert Programme.objects.get().organisation == own


def test_evidence_is_offered_by_the_person_and_checked_by_another(client: Client, tmp_path: Path) -> None:
    made = open_programme(programme=programme(tmp_path), by=None)
    resident = account("ada@example.org")
    sign_in(client, resident)
    text_of(client, "/my/evidence/")
    text_of(client, "/my/evidence/offer")
    asked = made.requirements.get()
    assert client.post("/my/evidence/offer", {"requirement": asked.pk})["Location"] == "/my/evidence/"
    assert "Waiting to be checked" in text_of(client, "/my/evidence/")
    shown = Evidence.objects.unscoped("test").get()
    text_of(client, f"/programmes/evidence/{shown.public_id}/", 404)

    staff = sign_in(Client(), account("officer@example.org", "officer"))
    assert "Food hygiene certificate" in text_of(staff, "/programmes/evidence/")
    text_of(staff, f"/programmes/evidence/{shown.public_id}/")
    wrong = staff.post(f"/programmes/evidence/{shown.public_id}/", {"what": "refused"})
    assert "Say why, in a few words" in wrong.content.decode()
    staff.post(f"/programmes/evidence/{shown.public_id}/", {"what": "verified", "seen_on": "2026-11-01"})
    assert Evidence.objects.unscoped("test").get().state == "verified"
    assert "ada@example.org" in text_of(staff, "/programmes/run/cooking/")


def test_a_partner_checks_only_what_a_requirement_lets_them(client: Client, tmp_path: Path) -> None:
    own = organisation("Own")
    made = programme(tmp_path, own)
    ada = account("ada@example.org").person
    shown = submit_evidence(requirement=made.requirements.get(), person=ada, by=None)
    sign_in(client, account("partner@example.org", "partner_staff", organisation=own))
    address = f"/programmes/evidence/{shown.public_id}/"
    text_of(client, address, 404)
    made.requirements.update(verified_by="partner_staff")
    text_of(client, address)


def test_what_people_must_show_names_the_role_in_words(officer: Client, tmp_path: Path) -> None:
    made = open_programme(programme=programme(tmp_path), by=None)
    asked = made.requirements.get()
    title = next(each["title"] for each in made.told["roles"] if each["key"] == asked.role)
    assert title != asked.role
    assert f'{asked.label} <span class="soft">{title}' in text_of(officer, f"/programmes/run/{made.key}/")


def test_queries_do_not_grow_with_programmes(
    officer: Client, tmp_path: Path, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for wanted in (1, 3):
        while Programme.objects.count() < wanted:
            made = programme(tmp_path, Organisation.objects.create(name="x", kind="informal"))
            days = {"starts_on": "2026-01-01", "ends_on": "2026-02-01"}
            from datetime import date

            first, last = (date.fromisoformat(day) for day in days.values())
            open_edition(programme=made, key="a", title="A", starts_on=first, ends_on=last, by=None)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            text_of(officer, "/programmes/run/")
        counts.append(len(caught))
    assert counts[0] == counts[1]
