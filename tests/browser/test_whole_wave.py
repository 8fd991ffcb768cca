"""One wave from a list of 500 addresses to a figure on the city's page, answered in every way there is.

On a phone without JavaScript in Arabic, on another device with a return code, on paper keyed by two people who
disagree, with a field app, on the telephone, at the door. Reminders go to nobody who answered.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.hands import tab_to
from tests.browser.test_fieldwork import press
from tests.browser.wave_answers import (
    answer_in_arabic,
    answer_on_paper,
    answer_on_the_telephone,
    answer_on_two_devices,
    answer_with_a_field_app,
    answer_with_an_interviewer,
)
from tests.browser.wave_form import fielded_form
from tests.browser.wave_walk import Walk, bring_addresses, codes_of, plan_by_keyboard, print_due
from tests.fielding.make import again, answered, cases
from tests.people.make import account
from weft.fielding.models import Case, Contact, Fieldwork
from weft.forms.models import Response
from weft.measure.models import Release, Survey
from weft.measure.rules import RISKS
from weft.places.models import Area

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BY_WEB = 66  # cases answered without a browser, so that there is something to publish


@pytest.fixture
def walk(browser: Browser, page: Page, live_server: LiveServer, settings: Settings, tmp_path: Path) -> Walk:
    settings.DEMO, settings.WORK_INLINE, settings.UPLOADS = True, True, tmp_path / "uploads"
    for area, name in (("E09000007", "Camden"), ("E09000012", "Hackney")):
        Area.objects.create(code=area, name=name, kind="borough")
    return Walk(browser, page, live_server.url)


def remind(walk: Walk, officer: Page, wave: Fieldwork, asked: list[Case], done: set[int]) -> None:
    """The reminder reaches exactly the codes nobody has answered."""
    silent = [case for case in asked if case.pk not in done]
    batch = print_due(officer, walk, wave, len(silent))
    sent = Contact.objects.filter(batch=batch, occurrence="reminder1", sent_at__isnull=False)
    assert codes_of(wave, sent.values("case")) == codes_of(wave, [case.pk for case in silent])
    assert Contact.objects.filter(case__in=done, sent_at=None, stopped_at=None).count() == 0


def close_wave(walk: Walk, officer: Page, wave: Fieldwork) -> None:
    officer.goto(f"{walk.host}/measure/fieldwork/{wave.public_id}/close")
    tab_to(officer, "main input[value=all_in]")
    officer.keyboard.press("Space")
    tab_to(officer, "main form button")
    officer.keyboard.press("Enter")
    officer.get_by_text("Nobody can say any more who answered what.").wait_for()


def bring_and_rake(walk: Walk, analyst: Page, wave: Fieldwork) -> str:
    """Into Measure, the design looked at, the weights moved to how many women and men there are."""
    analyst.goto(f"{walk.host}/measure/fieldwork/{wave.public_id}/")
    press(analyst, "Bring the answers into Measure")
    hub = analyst.url
    for part in ("design", "areas", "breakdowns"):
        analyst.goto(hub + part)
        press(analyst, "Save and continue")
    analyst.goto(hub + "weights")
    analyst.get_by_role("link", name="Sex").click()
    analyst.get_by_label("Female").fill("4500")
    analyst.get_by_label("Male", exact=True).fill("4300")
    press(analyst, "Save")
    analyst.get_by_label("Where the totals come from").fill("Census 2021")
    press(analyst, "Save and continue")
    press(analyst, "Work out the tables")
    walk.look(analyst, "tables")
    return hub


def publish(walk: Walk, analyst: Page, hub: str) -> None:
    """Built, signed off by somebody else, published."""
    analyst.goto(hub + "publish")
    press(analyst, "Build the release")
    press(analyst, "Ask for sign-off")
    checker = walk.visitor(account("olu@demonstration.example", "output_checker"))
    checker.goto(f"{walk.host}/measure/sign-off/")
    checker.locator("main a[href*='/sign-off/']").first.click()
    for risk in RISKS:
        checker.locator(f"#id_note_{risk}").fill("Looked at it; nothing was found.")
        checker.locator(f"#id_looked_{risk}").check()
    press(checker, "Sign it off")
    checker.context.close()
    analyst.reload()
    walk.look(analyst, "publish")
    press(analyst, "Publish")


def test_a_wave_is_answered_in_every_way_and_becomes_a_public_figure(walk: Walk) -> None:
    form = fielded_form()
    officer = walk.visitor(account("office@demonstration.example", "officer"), scripts=True)
    wave = plan_by_keyboard(officer, walk)
    bring_addresses(officer)
    print_due(officer, walk, wave, 500)
    asked = cases(wave)
    answer_in_arabic(walk, asked[0])
    answer_on_two_devices(walk, asked[1])
    answer_on_paper(walk, officer, wave, asked[2])
    answer_with_a_field_app(walk, officer, form, asked[3])
    answer_on_the_telephone(walk, officer, wave, asked[4])
    answer_with_an_interviewer(walk, officer, asked[5])
    told = {again(case).outcome: again(case).state for case in asked[:6]}
    assert told == {"1.1": "answered"}
    modes = Response.objects.unscoped("test").filter(about__startswith="fielding.case:", state="submitted")
    assert sorted(modes.values_list("mode", "language")) == [
        ("collect", ""), ("interviewer", "English (en)"), ("paper", ""), ("telephone", "English (en)"),
        ("web", "Arabic (ar)"), ("web", "English (en)"),
    ]  # fmt: skip
    for place, case in enumerate(asked[6:BY_WEB]):
        sex, belong = ("female", "male")[place % 2], ("fairly_strongly", "not_very_strongly")[place % 5 > 2]
        lonely = "often_or_always" if place % 3 else "never"
        answered(case, q_lonely_direct=lonely, d_sex=sex, q_belong_local=belong)
    remind(walk, officer, wave, asked, {case.pk for case in asked[:BY_WEB]})
    close_wave(walk, officer, wave)
    analyst = walk.visitor(account("ana@demonstration.example", "analyst"))
    hub = bring_and_rake(walk, analyst, wave)
    assert Survey.objects.unscoped("test").get().rows == BY_WEB
    publish(walk, analyst, hub)
    release = Release.objects.get()
    assert analyst.url == f"{walk.host}/measure/releases/{release.public_id}/"
    resident = walk.visitor()
    resident.goto(f"{walk.host}/measure/")
    walk.look(resident, "picture")
    # 20 of 33 women and 20 of 33 men are lonely: 61 % however they are raked, in round figures of so small a base.
    row = resident.get_by_role("row", name="Often or always lonely")
    assert "about 60%" in row.inner_text()
    assert walk.problems == []
