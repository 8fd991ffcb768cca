"""Two people release a survey through the web; a third, alone, is refused. On a phone without JavaScript."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import axe_clean, fits, screenshot, strict_html
from tests.measure.samples import write_sav
from tests.people.make import account, sign_in
from weft.measure.actions import change_recipe, estimate_survey, read_survey_file, receive_survey
from weft.measure.columns import still_offered
from weft.measure.models import Release, Survey
from weft.measure.recipes import shipped_registry
from weft.measure.rules import RISKS
from weft.measure.tables.edit import with_suggestions
from weft.measure.tables.recipe import Recipe, SampleDesign, SurveyFacts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FACTS = SurveyFacts(
    name="Survey of the City", period="2025-26", area="London", population="residents aged 16 and over",
    sample="probability", mode="online", response="900 of 5,000 addresses asked (18%)", synthetic=True,
)  # fmt: skip


def estimated_survey(folder: Path, by: User, name: str = FACTS.name) -> Survey:
    file = write_sav(folder / "city.sav", rows=900)
    sent = SimpleUploadedFile("city.sav", file.read_bytes())
    survey = read_survey_file(survey=receive_survey(file=sent, by=by))

    def change(recipe: Recipe) -> Recipe:
        filled = with_suggestions(recipe, still_offered(survey, recipe), shipped_registry())
        return replace(
            filled, survey=replace(FACTS, name=name), design=SampleDesign(weight="wt"), by=("sex",)
        )

    change_recipe(survey=survey, change=change, by=by)
    return estimate_survey(survey=survey)


class Desks:
    """A phone without JavaScript for each person, and one browser that measures what they see."""

    pictures = "sign-off"  # their names begin with it

    def __init__(self, browser: Browser, measuring: Page, host: str) -> None:
        self.browser, self.measuring, self.host = browser, measuring, host
        self.problems: list[str] = []

    def of(self, user: User) -> Page:
        context = self.browser.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800})
        session = str(sign_in(Client(), user).session.session_key)
        context.add_cookies([{"name": "sessionid", "value": session, "url": self.host}])
        return context.new_page()

    def look(self, phone: Page, name: str) -> None:
        self.measuring.context.clear_cookies()
        self.measuring.context.add_cookies(phone.context.cookies())  # type: ignore[arg-type]
        self.measuring.goto(phone.url)
        for check in (
            lambda: strict_html(phone.context.request.get(phone.url).text()),
            lambda: axe_clean(self.measuring),
            lambda: fits(self.measuring, 320),
        ):
            try:
                check()
            except AssertionError as error:
                self.problems.append(f"{name}: {error}")
        screenshot(self.measuring, f"{self.pictures}-{name}", 320)
        screenshot(self.measuring, f"{self.pictures}-{name}", 1200)


def test_two_people_release_a_survey_and_a_third_alone_is_refused(
    browser: Browser, page: Page, live_server: LiveServer, settings: Settings, tmp_path: Path
) -> None:
    settings.WORK_INLINE, settings.UPLOADS = True, tmp_path / "uploads"
    ana, olu = account("ana@example.org", "analyst"), account("olu@example.org", "output_checker")
    eve = account("eve@example.org", "analyst")
    survey = estimated_survey(tmp_path, ana)
    desks = Desks(browser, page, live_server.url)
    address = f"{live_server.url}/measure/surveys/{survey.public_id}/publish"

    maker = desks.of(ana)
    maker.goto(address)
    desks.look(maker, "before")
    maker.get_by_role("button", name="Build the release").click()
    desks.look(maker, "built")
    maker.get_by_role("button", name="Ask for sign-off").click()
    desks.look(maker, "asked")
    assert maker.get_by_role("button", name="Publish").count() == 0

    checker = desks.of(olu)
    checker.goto(f"{live_server.url}/today/")
    checker.get_by_role("link", name="release to sign off").first.click()
    desks.look(checker, "to-sign")
    checker.locator("ul.govuk-list a").first.click()
    desks.look(checker, "figures")
    checker.get_by_role("link", name="Back to the release").click()
    checker.get_by_role("button", name="Sign it off").click()
    assert checker.locator(".govuk-error-summary a").count() == 2 * len(RISKS)
    desks.look(checker, "refused")
    for risk in RISKS:
        checker.locator(f"#id_note_{risk}").fill("Looked at it; nothing was found.")
        checker.locator(f"#id_looked_{risk}").check()
    checker.get_by_role("button", name="Sign it off").click()
    desks.look(checker, "signed")
    checker.goto(f"{live_server.url}/measure/sign-off/")
    desks.look(checker, "list")

    third = desks.of(eve)
    assert third.goto(address).status == 404  # type: ignore[union-attr]
    assert Release.objects.count() == 0
    own = estimated_survey(tmp_path, eve, "Survey of her own")
    third.goto(address.replace(survey.public_id, own.public_id))
    third.get_by_role("button", name="Build the release").click()
    token = third.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    assert third.goto(f"{live_server.url}/measure/sign-off/").status == 404  # type: ignore[union-attr]
    answer = third.request.post(
        f"{live_server.url}/measure/surveys/{own.public_id}/publish/out",
        form={"csrfmiddlewaretoken": str(token)},
        headers={"Referer": live_server.url},
    )
    assert "somebody else has to sign the release off first" in answer.text()
    assert Release.objects.count() == 0

    maker.reload()
    maker.get_by_role("button", name="Publish").click()
    release = Release.objects.get()
    assert maker.url == f"{live_server.url}/measure/releases/{release.public_id}/"
    desks.look(maker, "public")
    assert desks.problems == []
