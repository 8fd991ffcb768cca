"""What Measure writes in the record: every step of a survey, which parts were touched, and no answer of anybody."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from tests.measure.releasing import released
from tests.measure.samples import write_sav
from weft.measure.actions import (
    change_recipe,
    correct_release,
    import_published,
    read_survey_file,
    receive_survey,
    remove_survey,
)
from weft.measure.models import Release, Survey
from weft.measure.recipes import shipped_registry
from weft.measure.states import SurveyState
from weft.measure.tables.recipe import SurveyFacts
from weft.record.models import Event


def steps(thing: Survey | Release) -> list[tuple[str, str, dict[str, object]]]:
    """Who did what to a thing and what came of it, in order."""
    kept = Event.objects.filter(thing__endswith=f":{thing.public_id}")
    return [(event.actor, event.action, event.after) for event in kept]


def test_receiving_and_reading_are_recorded(survey: Survey, ana: User, tmp_path: Path) -> None:
    sample = tmp_path / "city.sav"
    who = f"account:{ana.pk}"
    assert steps(survey) == [
        (who, "measure.survey.receive", {"bytes": sample.stat().st_size, "kind": ".sav"}),
        (
            "system",
            "measure.survey.read",
            {"format": survey.format, "rows": 120, "columns": 10, "sha256": survey.sha256},
        ),
    ]


def test_a_file_that_is_refused_leaves_no_word_of_it_in_the_record(ana: User) -> None:
    file = SimpleUploadedFile("Jo Bloggs.sav", b"Jo Bloggs, lonely")
    refused = read_survey_file(survey=receive_survey(file=file, by=ana))
    assert [action for _, action, _ in steps(refused)] == ["measure.survey.receive", "measure.survey.stop"]
    assert steps(refused)[1][2] == {"state": "refused"}
    assert not any("Bloggs" in str(event.__dict__) for event in Event.objects.all())


def test_a_changed_recipe_names_the_parts_and_an_unchanged_one_nothing(survey: Survey, ana: User) -> None:
    change_recipe(survey=survey, change=lambda r: replace(r, survey=replace(r.survey, name="Ours")), by=ana)
    change_recipe(survey=survey, change=lambda r: r, by=ana)
    assert steps(survey)[2:] == [(f"account:{ana.pk}", "measure.recipe.change", {"parts": ["survey"]})]


def test_removing_is_recorded_with_what_was_there(survey: Survey, ana: User) -> None:
    name = survey.public_id
    remove_survey(survey=survey, by=ana)
    event = Event.objects.get(action="measure.survey.remove")
    assert event.thing == f"measure.survey:{name}"
    assert (event.before, event.after) == ({"rows": 120, "sha256": survey.sha256}, {"releases kept": 0})


def test_publishing_names_what_was_replaced_and_the_digest(city: None) -> None:
    first = Release.objects.get(survey__isnull=False, period="2021-22")
    survey, by = first.survey, first.published_by
    assert survey is not None and by is not None
    Survey.objects.unscoped("test").filter(pk=survey.pk).update(state=SurveyState.ESTIMATED)
    survey.refresh_from_db()
    second = released(survey, by)
    count = second.estimates.count()
    after = {"series": second.series, "period": "2021-22", "estimates": count, "digest": second.digest}
    after["contents"] = second.contents_seal
    wanted = (f"account:{by.pk}", "measure.release.publish", after | {"replaces": first.public_id})
    assert steps(second) == [wanted]


def test_correcting_and_importing_are_recorded(db: None, ana: User, settings: Settings) -> None:
    settings.DEMO = True
    facts = SurveyFacts(name="Published", area="London", population="adults", mode="web", source="them")
    releases = import_published(facts=facts, registry=shipped_registry(), by=None)
    assert [steps(release)[0][:2] for release in releases] == [
        ("system", "measure.release.import") for _ in releases
    ]
    correct_release(release=releases[0], text=" A label was wrong. ", on=date(2026, 11, 2), by=ana)
    said = {"on": "2026-11-02", "text": "A label was wrong."}
    assert steps(releases[0])[1] == (f"account:{ana.pk}", "measure.release.correct", said)


def test_a_failure_leaves_neither_survey_nor_event_nor_file(
    ana: User, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("midway")

    monkeypatch.setattr("weft.measure.actions.surveys.record_event", broken)
    with pytest.raises(RuntimeError, match="midway"):
        receive_survey(file=SimpleUploadedFile("city.sav", b"x"), by=ana)
    assert not Survey.objects.unscoped("test").filter(created_by=ana).exists()
    assert list(Path(settings.UPLOADS).iterdir()) == []  # type: ignore[attr-defined]


def test_a_form_sent_twice_makes_one_survey(desk: Client, tmp_path: Path, ana: User) -> None:
    send = sending(desk, write_sav(tmp_path / "city.sav", rows=120))
    page = desk.get("/measure/surveys/new").content.decode()
    once = page.split('name="once" value="')[1].split('"')[0]
    first, second = send(once), send(once)
    kept = Survey.objects.unscoped("test").get(created_by=ana)
    assert first == second
    assert [folder.name for folder in kept.folder.parent.iterdir()] == [kept.public_id]


def test_control_a_page_fetched_again_has_another_key_and_makes_another_survey(
    desk: Client, tmp_path: Path, ana: User
) -> None:
    send = sending(desk, write_sav(tmp_path / "city.sav", rows=120))
    assert send("one") != send("two")
    assert send("") != send("")
    assert Survey.objects.unscoped("test").filter(created_by=ana).count() == 4


def sending(desk: Client, path: Path) -> Callable[[str], str]:
    def send(once: str) -> str:
        sent = {"file": SimpleUploadedFile("city.sav", path.read_bytes()), "once": once}
        response = desk.post("/measure/surveys/new", sent)
        assert response.status_code == 302
        return str(response.headers["Location"])

    return send
