"""An analyst makes tables and takes one out through two checkers, on a phone without JavaScript."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.test_sign_off import Desks
from tests.inside.make import LONELY, checkers, described, rae
from tests.people.make import account
from weft.inside.models import Admission, Output
from weft.measure.rules import RISKS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Rooms(Desks):
    """Pictures under names of their own."""

    pictures = "inside"


def agree(phone: Page) -> None:
    for risk in RISKS:
        phone.locator(f"#id_note_{risk}").fill("Looked at it; nothing was found.")
        phone.locator(f"#id_looked_{risk}").check()
    phone.get_by_role("button", name="Let it leave").click()


def test_a_table_is_made_checked_by_two_and_taken_out(
    browser: Browser, page: Page, live_server: LiveServer, settings: Settings, tmp_path: Path
) -> None:
    settings.UPLOADS = tmp_path / "uploads"
    ana, rae_, (olu, mei) = account("ana@example.org", "analyst"), rae(), checkers()
    described(ana)
    desks, host = Rooms(browser, page, live_server.url), live_server.url

    opener = desks.of(ana)
    opener.goto(f"{host}/measure/inside/openings/")
    opener.get_by_role("link", name="Open a survey").click()
    opener.get_by_label("Survey").select_option(label="Survey of the City 2025-26")
    opener.get_by_label("What it is opened for").fill("A study of loneliness with the university")
    opener.get_by_role("button", name="Open it").click()
    opener.get_by_label("Analyst").select_option(label=rae_.email)
    opener.get_by_label("What they will use the tables for").fill("Chapter two")
    opener.get_by_role("button", name="Admit").click()
    desks.look(opener, "opening")
    opener.goto(f"{host}/measure/inside/openings/")

    analyst = desks.of(rae_)
    analyst.goto(f"{host}/measure/inside/")
    desks.look(analyst, "home")
    analyst.get_by_role("link", name="Survey of the City 2025-26").click()
    analyst.get_by_role("button", name="Make the table").click()
    assert analyst.locator(".govuk-error-summary a").inner_text() == "Choose what to count"
    analyst.get_by_label("What to count").select_option(LONELY)
    analyst.get_by_label("Split by").select_option(label="Sex")
    analyst.get_by_role("button", name="Make the table").click()
    address = analyst.url
    assert "199 tables left" in analyst.locator("main").inner_text()
    desks.look(analyst, "table")
    assert analyst.get_by_role("link", name="CSV").count() == 0
    analyst.get_by_role("link", name="Take this table out").click()
    desks.look(analyst, "take-out")
    analyst.get_by_role("button", name="Ask for it to leave").click()
    assert analyst.locator(".govuk-error-summary a").count() == 2
    analyst.get_by_label("What it is for").fill("A figure in chapter two")
    analyst.get_by_label("Where it goes").fill("The published report")
    analyst.get_by_role("button", name="Ask for it to leave").click()
    output = Output.objects.unscoped("test").get()
    own = analyst.url
    assert analyst.goto(f"{host}/measure/airlock/{output.public_id}/").status == 404  # type: ignore[union-attr]

    first = desks.of(olu)
    first.goto(f"{host}/today/")
    first.get_by_role("link", name="output to check").first.click()
    desks.look(first, "check")
    first.get_by_role("link", name="True counts").click()
    desks.look(first, "counts")
    first.get_by_role("link", name="Back to the output").click()
    agree(first)
    assert "A second checker looks at it now" in first.locator("main").inner_text()
    assert first.get_by_role("button", name="Let it leave").count() == 0
    analyst.goto(own)
    assert analyst.get_by_role("link", name="Take the file").count() == 0

    second = desks.of(mei)
    second.goto(f"{host}/measure/airlock/")
    desks.look(second, "airlock")
    second.get_by_role("link", name=output.title).click()
    agree(second)
    second.goto(f"{host}/measure/inside/log/")
    desks.look(second, "log")

    analyst.goto(own)
    desks.look(analyst, "cleared")
    with analyst.expect_download() as taking:
        analyst.get_by_role("link", name="Take the file").click()
    said = Path(taking.value.path()).read_text()
    assert said.splitlines()[0] == "table,Sex,answer,people,per cent,base,weighted,data"
    output.refresh_from_db()
    assert (output.taken, taking.value.suggested_filename.endswith(".csv")) == (1, True)

    Admission.objects.unscoped("test").update(used=200)
    analyst.goto(address)
    assert analyst.get_by_role("heading", level=1).inner_text() == output.title
    analyst.get_by_role("link", name="Make another table").click()
    desks.look(analyst, "builder")
    analyst.get_by_label("What to count").select_option(LONELY)
    analyst.get_by_role("button", name="Make the table").click()
    assert (
        analyst.get_by_role("heading", level=1).inner_text() == "You have used every table of your admission"
    )
    desks.look(analyst, "spent")
    analyst.goto(f"{host}/measure/inside/survey/{output.opening.public_id}/out")
    desks.look(analyst, "file-out")
    assert desks.problems == []
