"""The pages where officers keep forms: bring, refuse, look, publish, take away, add questions."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.browser.checks import strict_html
from tests.forms.intake.books import faulty_workbook, good_workbook
from tests.people.make import KEPT_NOWHERE, account, sign_in

from weft.forms.intake.compiling import Compiled, compile_book
from weft.forms.intake.reading import read_book
from weft.forms.models import Form, FormVersion
from weft.forms.queries.versions import forms_with_versions, versions_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> Client:
    return sign_in(client, account("officer@example.org", "officer"))


@pytest.fixture(autouse=True)
def _read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Quicker than the limited process, which tests/forms/intake/test_guard.py and the browser go through."""

    def compile_here(content: bytes, *, fallback_id: str = "form") -> Compiled:
        return compile_book(read_book(content), fallback_id)

    monkeypatch.setattr("weft.forms.intake.guard.compile_form", compile_here)
    monkeypatch.setattr("weft.forms.views.office_versions.compile_form", compile_here)


def file(content: bytes, name: str = "neighbours.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def bring(officer: Client, content: bytes, **more: object) -> Any:
    return officer.post("/forms/keep/new", {"file": file(content), "used_for": "survey", "once": "k", **more})


def test_a_faulty_workbook_is_told_by_sheet_and_row_and_nothing_is_kept(officer: Client) -> None:
    page = officer.post("/forms/keep/new", {"file": file(faulty_workbook()), "used_for": "survey"})
    assert page.status_code == 422
    strict_html(page)
    text = page.content.decode()
    assert "neighbours.xlsx has 4 faults. Nothing was kept." in text
    assert "Row 4 already has the name “how”." in text
    assert Form.objects.count() == 0


def test_from_a_workbook_to_a_live_form(officer: Client) -> None:
    page = bring(officer, good_workbook())
    assert page.status_code == 302 and page["Location"] == "/forms/keep/neighbours/1/"
    for address in (
        "/forms/keep/",
        "/forms/keep/neighbours/",
        "/forms/keep/neighbours/1/",
        "/forms/keep/neighbours/1/publish",
        "/forms/keep/neighbours/bring",
        "/forms/keep/neighbours/1/questions",
        "/forms/keep/begin",
        "/forms/keep/new",
    ):
        found = officer.get(address)
        assert found.status_code == 200, address
        assert found["Cache-Control"] == KEPT_NOWHERE, address
        strict_html(found)
    assert officer.post("/forms/keep/neighbours/1/publish", {"audience": "invited"}).status_code == 302
    assert FormVersion.objects.get().state == "live"


def test_a_taken_key_is_told_at_the_file(officer: Client) -> None:
    bring(officer, good_workbook())
    page = bring(officer, good_workbook("Others"), once="another")
    assert "The form “Neighbours” has this key already" in page.content.decode()


@pytest.mark.parametrize(
    ("kind", "begins"), [("xlsx", b"PK"), ("md", b"# survey"), ("csv", b"survey\n"), ("source", b"PK")]
)
def test_a_version_is_taken_away_as(officer: Client, kind: str, begins: bytes) -> None:
    bring(officer, good_workbook())
    page = officer.get(f"/forms/keep/neighbours/1/file.{kind}")
    assert page.status_code == 200 and page.content.startswith(begins)
    assert page["Content-Disposition"].startswith('attachment; filename="neighbours-1.')


def test_questions_of_the_bank_make_a_new_draft(officer: Client) -> None:
    bring(officer, good_workbook())
    page = officer.post("/forms/keep/neighbours/1/questions", {"items": ["s_adult"], "once": "q"})
    assert page["Location"] == "/forms/keep/neighbours/2/"
    version = FormVersion.objects.get(number=2)
    assert version.notes["/data/s_adult"]["label"] == "Are you 16 or older?"
    assert "Are you 16 or older?" in officer.get("/forms/keep/neighbours/2/").content.decode()


def test_a_form_begins_from_a_shipped_one_under_a_title_of_its_own(officer: Client) -> None:
    page = officer.post("/forms/keep/begin", {"begin": "outcomes", "title": "After the choir"})
    assert page["Location"] == "/forms/keep/after-the-choir/1/"
    assert Form.objects.get().used_for == "outcomes"
    blank = officer.post("/forms/keep/begin", {"begin": "blank", "title": ""})
    assert "Enter a title for the form" in blank.content.decode()


def test_a_file_that_is_too_large_is_told_on_the_page(officer: Client) -> None:
    page = bring(officer, b"x" * 5_000_001)
    assert "The file is larger than 5 MB" in page.content.decode()


def test_a_version_is_tried_out_and_taken_back(officer: Client) -> None:
    bring(officer, good_workbook())
    officer.post("/forms/keep/neighbours/1/move", {"to": "test"})
    assert FormVersion.objects.get().state == "test"
    officer.post("/forms/keep/neighbours/1/move", {"to": "draft"})
    assert FormVersion.objects.get().state == "draft"
    again = officer.post("/forms/keep/neighbours/1/move", {"to": "close"}, follow=True)
    assert "moved by somebody else meanwhile" in again.content.decode()


def test_a_resident_reaches_none_of_it(client: Client) -> None:
    sign_in(client, account("resident@example.org", "resident"))
    assert client.get("/forms/keep/").status_code in (403, 404)


def test_the_lists_ask_the_database_as_often_for_three_as_for_one(
    officer: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for key in ("one", "two", "three"):
        bring(officer, good_workbook(key.title(), key), once=key)
        with django_assert_num_queries(2):
            [list(form.versions.all()) for form in forms_with_versions()]
    with django_assert_num_queries(1):
        list(versions_of(Form(pk=1)))


def test_a_workbook_may_come_under_any_name(officer: Client) -> None:
    page = officer.post(
        "/forms/keep/new",
        {"file": file(io.BytesIO(good_workbook()).read(), "form.txt"), "used_for": "survey"},
    )
    assert page.status_code == 302
