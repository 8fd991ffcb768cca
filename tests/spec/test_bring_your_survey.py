"""Bring your survey, in plain words: from an SPSS file to a published release, one page after the other."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from tests.browser.checks import strict_html
from tests.measure.releasing import checker
from tests.measure.samples import write_sav
from tests.people.make import account, sign_in
from weft.measure.models import Estimate, Proposal, Release, Survey
from weft.measure.rules import RISKS
from weft.measure.states import SurveyState

pytestmark = pytest.mark.django_db(transaction=True)

ABOUT = {
    "name": "Survey of the City",
    "period": "2025-26",
    "place": "E12000007",
    "area": "",
    "population": "residents aged 16 and over",
    "sample": "probability",
    "mode": "online and on paper",
    "response": "900 of 5,000 addresses asked (18%)",
    "limits": "People without English were rarely reached.",
    "source": "The city council",
    "synthetic": "on",
}


class Walk:
    """An analyst at the browser, who sees every page before sending it."""

    def __init__(self, client: Client, survey: Survey) -> None:
        self.client, self.survey = client, survey

    def address(self, page: str) -> str:
        return f"/measure/surveys/{self.survey.public_id}/{page}"

    def sees(self, page: str) -> str:
        response = self.client.get(self.address(page))
        assert response.status_code == 200, (page, response.status_code)
        assert "no-store" in response["Cache-Control"]
        strict_html(response)
        return response.content.decode()

    def is_released(self) -> None:
        """Built and asked for here, signed off by somebody else, published here."""
        for step in ("publish/build", "publish/ask"):
            assert self.client.post(self.address(step)).status_code == 302
        checking = sign_in(Client(), checker())
        waiting = Proposal.objects.unscoped("test").filter(survey=self.survey).latest("pk")
        looked = {f"note_{risk}": "Looked at it." for risk in RISKS} | {
            f"looked_{risk}": "on" for risk in RISKS
        }
        assert checking.post(f"/measure/sign-off/{waiting.public_id}/", looked).status_code == 302
        assert self.client.post(self.address("publish/out")).status_code == 302

    def says(self, page: str, **answers: object) -> str:
        """Send the form of a page with what it shows already, changed by the answers; where it leads."""
        shown = self.client.get(self.address(page))
        form = shown.context.get("form")
        data = (
            {name: value for name in form.fields if (value := form[name].value()) not in (None, False)}
            if form
            else {}
        )
        response = self.client.post(self.address(page), {**data, **answers})
        wrong = (
            response.context["form"].errors
            if response.status_code == 200 and response.context.get("form")
            else ""
        )
        assert response.status_code == 302, (page, wrong)
        return response["Location"]


@pytest.fixture
def walk(client: Client, tmp_path: Path, settings: Settings) -> Walk:
    """An analyst signed in, who has just uploaded the survey."""
    settings.WORK_INLINE, settings.UPLOADS = True, tmp_path / "uploads"
    sign_in(client, account("ana@example.org", "analyst"))
    sent = SimpleUploadedFile("city.sav", write_sav(tmp_path / "city.sav").read_bytes())
    response = client.post("/measure/surveys/new", {"file": sent})
    assert response.status_code == 302
    return Walk(client, Survey.objects.unscoped("test").get())


def test_a_survey_goes_from_upload_to_a_published_release(walk: Walk) -> None:
    walk.survey.refresh_from_db()
    assert walk.survey.state == SurveyState.READ
    assert (walk.survey.rows, walk.survey.column_count) == (900, 10)
    assert "900 rows, 10 columns" in walk.sees("")
    assert "How often do you feel lonely?" in walk.sees("read")

    # What the survey is.
    walk.sees("about")
    assert walk.says("about", **ABOUT) == walk.address("columns/")

    # What each column is: suggestions accepted, then a measure of our own.
    assert "Accept all 4 suggestions" in walk.sees("columns/")
    assert walk.says("columns/", accept="all") == walk.address("columns/")
    assert "Prefer not to say" in walk.sees("columns/2/codes")
    walk.says("columns/2/codes")
    walk.sees("columns/5/")
    walk.sees("columns/5/own")
    own = {"text": "When did you last cycle?", "label": "Cycled last week", "kind": "share", "counts": ["v0"]}
    assert walk.says("columns/5/own", **own) == walk.address("columns/5/codes")
    walk.sees("columns/5/codes")
    walk.says("columns/5/codes")

    # How people were chosen and where they live.
    walk.sees("design")
    design = {"weight": "wt", "strata": "strat", "psu": "point", "area": "borough"}
    assert walk.says("design", **design) == walk.address("areas")
    assert "Tower Hamlets" in walk.sees("areas")
    assert walk.says("areas") == walk.address("breakdowns")

    # Which groups, and the population they should match.
    walk.sees("breakdowns")
    assert walk.says("breakdowns") == walk.address("weights")
    walk.sees("weights")
    walk.sees("weights/sex")
    walk.says("weights/sex", pasted="group, people\nFemale, 4,500\nMale, 4,300")
    assert walk.says("weights", source="Census 2021", lowest="0.2", highest="5") == walk.address("check")

    # Check, evidence, publish.
    assert "Work out the tables" in walk.sees("check")
    walk.says("check")
    walk.survey.refresh_from_db()
    assert (walk.survey.state, walk.survey.problem) == (SurveyState.ESTIMATED, {})
    assert "Raked in" in walk.sees("check")
    assert "Cycled last week" in walk.sees("evidence")
    assert "Internal: not for publication." in walk.sees("evidence/R1@1")
    walk.sees("evidence/local/cycled_last_week@1")
    assert "Nobody publishes alone" in walk.sees("publish")
    walk.is_released()

    release = Release.objects.get()
    assert (release.series, release.period, release.sample_size) == (
        "survey-of-the-city-london",
        "2025-26",
        900,
    )
    assert release.recipe["answers"]["q_lonely_direct"]["missing"]["-8"] == "dont_know"
    lonely = Estimate.objects.get(release=release, indicator="R1@1", breakdown="")
    assert lonely.showing == "shown"
    assert lonely.est is not None and 0.05 < lonely.est < 0.16
    assert (
        Estimate.objects.filter(
            release=release, indicator="R1@1", breakdown="area", est__isnull=False
        ).count()
        == 3
    )


def test_the_recipe_taken_away_fills_the_next_wave(walk: Walk, tmp_path: Path) -> None:
    walk.says("about", **ABOUT)
    walk.says("columns/", accept="all")
    walk.says("design", weight="wt", strata="strat", psu="point")
    recipe = walk.client.get(walk.address("recipe.yaml")).content
    sent = SimpleUploadedFile("next.sav", write_sav(tmp_path / "next.sav", rows=600).read_bytes())
    walk.client.post("/measure/surveys/new", {"file": sent})
    following = Walk(walk.client, Survey.objects.unscoped("test").exclude(pk=walk.survey.pk).get())
    following.sees("recipe")
    following.says("recipe", file=SimpleUploadedFile("recipe.yaml", recipe))
    following.survey.refresh_from_db()
    walk.survey.refresh_from_db()
    facts = {key: said for key, said in walk.survey.recipe["survey"].items() if key != "period"}
    assert following.survey.recipe == walk.survey.recipe | {"survey": facts}
    assert "when people answered this time" in following.sees("")
    following.says("check")
    assert "This cannot be published yet" in following.sees("publish")


def test_before_publishing_the_page_says_which_wave_it_is_compared_with(walk: Walk) -> None:
    walk.says("about", **ABOUT)
    walk.says("columns/", accept="all")
    walk.says("check")
    nothing = "Nothing: no earlier wave is published under exactly this name and place"
    assert nothing in walk.sees("publish")
    walk.is_released()
    walk.says("about", **ABOUT | {"period": "2031"})
    walk.says("check")
    page = walk.sees("publish")
    assert nothing not in page
    assert "Compared with" in page and f"{ABOUT['name']} {ABOUT['period']}</dd>" in page


def test_a_survey_that_may_not_be_published_says_why_and_where_to_change_it(walk: Walk) -> None:
    walk.says("columns/", accept="all")
    walk.says("check")
    page = walk.sees("publish")
    assert "This cannot be published yet" in page
    assert f'href="{walk.address("about")}">Change this' in page
    walk.client.post(walk.address("publish"))
    assert Release.objects.count() == 0


def test_removing_a_survey_deletes_its_file(walk: Walk) -> None:
    folder = walk.survey.folder
    assert (folder / "upload").exists()
    walk.sees("remove")
    walk.says("remove")
    assert not folder.exists()
    assert Survey.objects.unscoped("test").count() == 0
