"""The pages of the journey: what each keeps, and what each refuses."""

import json
import math
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.browser.checks import strict_html
from weft.measure.actions import change_recipe, move
from weft.measure.models import Proposal, Survey
from weft.measure.recipes import recipe_of
from weft.measure.states import SurveyState, WrongState
from weft.measure.tables.recipe import Recipe, SampleDesign, SurveyFacts

Send = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def send(desk: Client, survey: Survey) -> Send:
    """Send a page's form; its status and the messages of its error summary."""

    def send_one(page: str, **answers: object) -> tuple[int, list[str]]:
        response = desk.post(f"/measure/surveys/{survey.public_id}/{page}", answers)
        survey.refresh_from_db()
        if response.status_code != 200:
            return response.status_code, []
        strict_html(response)
        return 200, [error for errors in response.context["form"].errors.values() for error in errors]

    return send_one


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("", b"", "Choose a survey file"),
        ("answers.csv", b"", "The file is empty. Choose the file that holds the answers"),
        (
            "answers.pdf",
            b"%PDF",
            "Weft does not read files of that kind. Save it as CSV, SPSS .sav, Stata .dta or Parquet",
        ),
    ],
)
def test_upload_refuses_what_is_no_survey(desk: Client, name: str, content: bytes, said: str) -> None:
    response = desk.post("/measure/surveys/new", {"file": SimpleUploadedFile(name, content)} if name else {})
    assert response.context["form"].errors["file"] == [said]
    strict_html(response)
    assert Survey.objects.unscoped("test").count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_file_that_cannot_be_read_says_what_where_and_what_to_do(desk: Client) -> None:
    response = desk.post(
        "/measure/surveys/new", {"file": SimpleUploadedFile("a.csv", b"a,a\n1,2\n")}, follow=True
    )
    survey = Survey.objects.unscoped("test").get()
    assert survey.state == SurveyState.REFUSED
    assert survey.problem["remedy"] in response.content.decode().replace("&#x27;", "'")
    assert not (survey.folder / "upload").exists()


def test_while_reading_the_hub_shows_progress_and_looks_again(desk: Client, survey: Survey) -> None:
    Survey.objects.unscoped("test").filter(pk=survey.pk).update(
        state=SurveyState.READING, progress=0.4, doing="Columns"
    )
    page = desk.get(f"/measure/surveys/{survey.public_id}/")
    strict_html(page)
    assert '<meta http-equiv="refresh" content="1">' in page.content.decode()
    assert 'value="0.40"' in page.content.decode()


def test_about_keeps_nothing_until_it_is_right_and_loses_nothing_typed(send: Send, survey: Survey) -> None:
    status, errors = send("about", name="City survey", period="last year", response="Growth caused by luck")
    assert status == 200
    assert "Start the period with a year, for example 2021-22 or 2024" in errors
    assert "Choose how people came to answer" in errors
    assert any("“caused”" in error for error in errors)
    assert survey.recipe == {}


def test_two_tabs_that_save_different_parts_keep_both(survey: Survey) -> None:
    in_one_tab, in_another = (
        Survey.objects.unscoped("test").get(pk=survey.pk),
        Survey.objects.unscoped("test").get(pk=survey.pk),
    )

    def facts(recipe: Recipe) -> Recipe:
        return Recipe(**{**recipe.__dict__, "survey": SurveyFacts(name="City survey")})

    def design(recipe: Recipe) -> Recipe:
        return Recipe(**{**recipe.__dict__, "design": SampleDesign(weight="wt")})

    change_recipe(survey=in_one_tab, change=facts, by=survey.created_by)
    change_recipe(survey=in_another, change=design, by=survey.created_by)
    kept = recipe_of(Survey.objects.unscoped("test").get(pk=survey.pk))
    assert (kept.survey.name, kept.design.weight) == ("City survey", "wt")


def test_a_change_while_tables_are_worked_out_is_refused(send: Send, survey: Survey) -> None:
    move(survey=survey, to=SurveyState.ESTIMATING)
    assert send("about", name="x") == (302, [])
    with pytest.raises(WrongState):
        change_recipe(survey=survey, change=lambda recipe: recipe, by=survey.created_by)


def test_one_suggestion_can_be_accepted_alone(send: Send, survey: Survey) -> None:
    assert send("columns/", accept="2") == (302, [])
    assert list(survey.recipe["answers"]) == ["q_lonely_direct"]
    assert survey.recipe["answers"]["q_lonely_direct"]["codes"]["1"] == "often_or_always"
    assert send("columns/", accept="not a number") == (302, [])


def test_every_value_must_have_a_meaning(send: Send, survey: Survey) -> None:
    send("columns/", accept="2")
    status, errors = send("columns/2/codes", value_0="", value_1="missing:dont_know")
    assert status == 200
    assert "Say what -9 “Prefer not to say” means" in errors
    assert len(errors) == 6


def test_a_second_column_for_one_question_asks_what_to_do(send: Send, survey: Survey) -> None:
    send("columns/2/", question="q_lonely_direct")
    status, errors = send("columns/3/", question="q_lonely_direct")
    assert (status, errors) == (
        200,
        ["lonely answers this question already. Choose what to do with both columns"],
    )
    assert send("columns/3/", question="q_lonely_direct", together="beside") == (302, [])
    assert survey.recipe["answers"]["q_lonely_direct"]["column"] == ["lonely", "rely"]


def test_a_box_of_a_tick_all_question(send: Send, survey: Survey) -> None:
    assert send("columns/5/", question="q_formal_vol:money") == (302, [])
    assert survey.recipe["answers"]["q_formal_vol"]["options"] == {"money": "cycled"}
    meanings = {
        f"value_{i}": meaning
        for i, meaning in enumerate(["missing:refused", "ticked", "ticked", "not_ticked"])
    }
    assert send("columns/5/codes", **meanings) == (302, [])
    assert survey.recipe["answers"]["q_formal_vol"]["ticked"] == ["1", "2"]
    assert send("columns/5/", question="") == (302, [])
    assert "answers" not in survey.recipe


def test_an_own_measure_can_be_made_renamed_and_taken_away(send: Send, survey: Survey) -> None:
    own = {"text": "When?", "label": "Cycled last week", "kind": "share", "theme": "outcomes", "good": "high"}
    status, errors = send("columns/5/own", **own)
    assert (status, errors) == (200, ["Choose the answers that count: at least one, and not all of them"])
    assert send("columns/5/own", **own, counts=["v0"]) == (302, [])
    assert survey.recipe["definitions"]["indicators"][0]["numerator"] == {
        "question": "local/cycled_last_week",
        "in": ["v0"],
    }
    codes = {
        f"value_{i}": m for i, m in enumerate(["missing:not_answered", "option:v0", "option:v1", "option:v2"])
    }
    words = {"label_0": "Last week", "label_1": "Before", "label_2": "Never"}
    assert send("columns/5/codes", **codes, **words) == (302, [])
    assert survey.recipe["definitions"]["questions"][0]["options"]["v0"] == "Last week"
    send("columns/5/", question="")
    assert "definitions" not in survey.recipe


def test_design_wants_the_first_column_before_the_second(send: Send, survey: Survey) -> None:
    status, errors = send("design", strata_2="borough", lonely="adjust")
    assert (status, errors) == (200, ["Choose the first column before the second"])
    assert send("design", weight="wt", strata="strat", psu="point", lonely="adjust", area="borough") == (
        302,
        [],
    )
    assert survey.recipe["design"] == {"weight": "wt", "strata": ["strat"], "psu": ["point"]}


def test_areas_are_suggested_by_name_and_none_may_be_left_open(
    desk: Client, send: Send, survey: Survey
) -> None:
    send("design", lonely="adjust", area="borough")
    form = desk.get(f"/measure/surveys/{survey.public_id}/areas").context["form"]
    assert [form[f"place_{i}"].value() for i in range(3)] == ["E09000007", "E09000012", "E09000030"]
    status, errors = send("areas", place_0="E09000007", place_1="none")
    assert (status, errors) == (200, ["Choose the area for “Tower Hamlets”"])
    assert send("areas", place_0="E09000007", place_1="none", place_2="E09000030") == (302, [])
    assert survey.recipe["areas"]["codes"] == {"1": "E09000007", "2": "", "3": "E09000030"}


def test_population_totals_are_typed_pasted_or_sent_as_a_file(send: Send, survey: Survey) -> None:
    send("columns/", accept="all")
    send("breakdowns", by=["sex"], indicators=["R1"])
    assert send("weights/sex", level_0="4,500", level_1="four")[1] == [
        "Enter the number of people for “Male” in figures"
    ]
    assert send("weights/sex", pasted="Women, 12")[1][0] == "Line 1: “Women” is not one of the groups"
    assert send("weights/sex", pasted="Female\t4 500\nmale\t4,300") == (302, [])
    assert survey.recipe["rake"]["margins"] == {"sex": {"female": 4500.0, "male": 4300.0}}
    csv = SimpleUploadedFile("totals.csv", b"group,people\nfemale,10\nmale,20\n")
    assert send("weights/sex", file=csv) == (302, [])
    assert survey.recipe["rake"]["margins"] == {"sex": {"female": 10.0, "male": 20.0}}
    assert send("weights", source="Census", lowest="2", highest="")[1] == [
        "Enter a lower bound from 0 up to but not including 1",
        "Enter an upper bound of more than 1",
    ]
    assert send("weights", remove="sex") == (302, [])
    assert "rake" not in survey.recipe


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("weft: recipe/1\ndesign: {weight: wieght}", "design, weight: the file has no column 'wieght'. "),
        (
            "weft: recipe/1\nanswers: {q_none: {column: sex}}",
            "answers, q_none: is not a question of the bank. ",
        ),
        ("survey: {}", "weft: the first line must be `weft: recipe/1`. "),
        ("a: &x [1]\nb: *x", "recipe.yaml:1: Anchors and aliases (& and *) are not read. "),
        ("weft: [", "recipe.yaml:2: This is not readable YAML."),
    ],
)
def test_a_recipe_that_does_not_fit_is_refused_by_path(
    send: Send, survey: Survey, text: str, said: str
) -> None:
    status, errors = send("recipe", file=SimpleUploadedFile("recipe.yaml", text.encode()))
    assert status == 200
    assert errors[0].startswith(said)
    assert survey.recipe == {}


def test_a_problem_of_the_check_links_to_the_page_that_mends_it(
    desk: Client, send: Send, survey: Survey
) -> None:
    send("columns/2/", question="q_lonely_direct")
    send("columns/3/", question="q_lonely_direct", together="beside")
    recipe = recipe_of(survey)
    answering = recipe.answers["q_lonely_direct"]
    answering.codes.pop("1")
    change_recipe(survey=survey, change=lambda _: recipe, by=survey.created_by)
    from weft.measure.actions import estimate_survey

    estimate_survey(survey=survey)
    page = desk.get(f"/measure/surveys/{survey.public_id}/check")
    assert f"/measure/surveys/{survey.public_id}/columns/2/codes" in page.content.decode()


def test_evidence_kept_in_the_database_comes_back_as_it_was() -> None:
    from weft.measure.tables.evidence import DesignReport, Evidence, Missing, Row
    from weft.measure.tables.gaps import Gap
    from weft.measure.tables.kept import as_data, from_data
    from weft.registry.words import Verdict

    gap = Gap(0.1, 0.02, 0.06, 0.14, 0.001, 0.002, Verdict.HIGHER)
    row = Row("R1@1", "age_band", "16_24", "16 to 24", 0.17, 0.02, 0.13, 0.21, 610, 104, 1.6, 540.0, gap)
    design = DesignReport(6601, 4100.0, 1.6, 0.1, 7.7, ("BOROUGH: one address. Join it.",))
    kept = Evidence(
        (row,), (Missing("R1@1", {"refused": 0.02}, {"refused": 130}),), design, labels={"age_band": "Age"}
    )
    assert from_data(json.loads(json.dumps(as_data(kept)))) == kept
    empty = replace(row, est=math.nan, gap=None)
    back = from_data(json.loads(json.dumps(as_data(replace(kept, rows=(empty,))))))
    assert math.isnan(back.rows[0].est) and back.rows[0].gap is None


def test_a_public_id_is_never_taken_for_an_option(monkeypatch: pytest.MonkeyPatch) -> None:
    from weft.record import ids

    offered = iter(["-abc", "--", "abc-"])
    monkeypatch.setattr(ids.secrets, "token_urlsafe", lambda _bytes: next(offered))
    assert ids.public_id() == "abc-"


def test_of_two_first_releases_of_a_wave_at_once_the_second_is_told(
    desk: Client, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import IntegrityError

    from weft.measure.views import releasing

    def taken(**_: object) -> None:
        raise IntegrityError("one_current_release_a_wave")

    monkeypatch.setattr(releasing, "publish_release", taken)
    Proposal.objects.unscoped("test").create(survey=survey, title="x", maker=survey.created_by)
    Survey.objects.unscoped("test").filter(pk=survey.pk).update(evidence={"rows": []})
    answer = desk.post(f"/measure/surveys/{survey.public_id}/publish/out")
    assert (answer.status_code, answer["Location"]) == (302, f"/measure/surveys/{survey.public_id}/publish")
    (said,) = get_messages(answer.wsgi_request)
    assert "published by someone else at the same moment" in str(said)
