"""Installing a blueprint, opening it, and taking over a newer version."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.programmes.make import blueprint, changed, folder, programme
from weft.forms.models import Form, FormVersion
from weft.programmes.actions import (
    Aim,
    change_words,
    close_programme,
    install,
    open_edition,
    open_programme,
    upgrade,
)
from weft.programmes.blueprint.reading import read_blueprint
from weft.programmes.errors import (
    AlreadyOpen,
    NotTheSame,
    NotThoseDays,
    NotThoseWords,
    UnknownMeasure,
    WrongState,
)
from weft.programmes.models import Programme, Requirement
from weft.programmes.rules import NOT_KEYS
from weft.programmes.urls import urlpatterns
from weft.record.models import Event

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def test_a_programme_is_installed_with_its_requirements_and_its_forms(tmp_path: Path) -> None:
    made = programme(tmp_path)
    assert (made.key, made.title, made.state, made.version) == ("cooking", "Cooking together", "draft", "1.0")
    assert list(made.requirements.values_list("key", "role", "valid_months")) == [("hygiene", "host", 36)]
    assert list(Form.objects.values_list("key", "used_for")) == [("cooking-after", "outcomes")]
    assert Event.objects.get(action="programmes.programme.install").after["version"] == "1.0"


def test_a_second_press_installs_once(tmp_path: Path) -> None:
    first = install(blueprint=blueprint(tmp_path), by=None, once="one press")
    assert install(blueprint=blueprint(tmp_path), by=None, once="one press") == first
    assert install(blueprint=blueprint(tmp_path), by=None, once="another").key == "cooking-2"
    assert (Programme.objects.count(), FormVersion.objects.count()) == (2, 1)


@pytest.mark.parametrize("name", sorted(NOT_KEYS))
def test_a_programme_takes_the_address_of_no_other_page(tmp_path: Path, name: str) -> None:
    found = replace(blueprint(tmp_path), document={**blueprint(tmp_path).document, "id": name})
    assert install(blueprint=found, by=None).key == f"{name}-2"


def test_every_page_beside_the_public_ones_is_named_in_the_rule() -> None:
    first = {
        str(route.pattern).split("/")[1]
        for route in urlpatterns
        if str(route.pattern).startswith("programmes/")
    }
    assert {each for each in first if each and "<" not in each} == NOT_KEYS


def test_words_are_kept_where_they_may_be_said(tmp_path: Path) -> None:
    made = install(blueprint=blueprint(tmp_path), words={"title": " Eat with us "}, by=None)
    assert (made.title, made.words) == ("Eat with us", {"title": "Eat with us"})
    change_words(programme=made, words={"steps/book/title": "Say you come", "title": ""}, by=None)
    assert (made.title, made.words) == ("Cooking together", {"steps/book/title": "Say you come"})
    assert made.told["steps"][0]["title"] == "Say you come"
    assert made.document["steps"][0]["title"] == "Book a place"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("id", "other"),
        ("required_elements/0", "None"),
        ("indicators/people/fact", "gather.booking"),
        ("steps/nowhere/title", "Lost"),
        ("title/__class__", "x"),
        ("title", "x" * 201),
        ("activities/meal/places/seat/total", "many"),
        ("activities/meal/places/seat/newcomers", "13"),
    ],
)
def test_what_is_recorded_and_counted_is_no_citys_to_change(tmp_path: Path, path: str, said: str) -> None:
    made = programme(tmp_path)
    with pytest.raises(NotThoseWords):
        change_words(programme=made, words={path: said}, by=None)
    made.refresh_from_db()
    assert made.words == {}


def test_an_edition_opens_with_the_targets_the_blueprint_proposes(tmp_path: Path) -> None:
    made = programme(tmp_path)
    edition = open_edition(programme=made, key="2026", title="2026", starts_on=FIRST, ends_on=LAST, by=None)
    assert list(edition.targets.values_list("measure", "group", "amount")) == [("people", "", 48)]


def test_an_edition_opens_with_targets_of_its_own(tmp_path: Path) -> None:
    aims = [Aim("people", 60), Aim("people", 20, "first_time = 'yes'")]
    edition = open_edition(
        programme=programme(tmp_path),
        key="2026",
        title="2026",
        starts_on=FIRST,
        ends_on=LAST,
        targets=aims,
        by=None,
    )
    assert list(edition.targets.values_list("group", "amount")) == [("", 60), ("first_time = 'yes'", 20)]


def test_an_edition_that_cannot_be_is_refused(tmp_path: Path) -> None:
    made = programme(tmp_path)
    days = {"starts_on": FIRST, "ends_on": LAST}
    with pytest.raises(NotThoseDays):
        open_edition(programme=made, key="a", title="A", starts_on=LAST, ends_on=FIRST, by=None)
    with pytest.raises(UnknownMeasure):
        open_edition(programme=made, key="a", title="A", **days, targets=[Aim("money", 1)], by=None)
    open_edition(programme=made, key="a", title="A", **days, by=None)
    with pytest.raises(AlreadyOpen):
        open_edition(programme=made, key="a", title="A", **days, by=None)
    assert made.editions.count() == 1


def test_opening_publishes_the_forms_and_closing_keeps_them(tmp_path: Path) -> None:
    made = open_programme(programme=programme(tmp_path), by=None)
    assert (made.state, FormVersion.objects.get().state) == ("open", "live")
    with pytest.raises(WrongState):
        open_programme(programme=made, by=None)
    close_programme(programme=made, by=None)
    assert open_programme(programme=made, by=None).state == "open"


def test_a_newer_version_keeps_the_words_of_the_city(tmp_path: Path) -> None:
    made = programme(tmp_path)
    change_words(programme=made, words={"title": "Eat with us", "steps/ask/title": "Ask them"}, by=None)
    there = folder(tmp_path)
    changed(there, 'version: "1.0"', 'version: "1.1"')
    changed(there, "key: ask,", "key: later,")
    changed(there, "valid_months: 36", "valid_months: 24")
    upgrade(programme=made, blueprint=read_blueprint(there), by=None)
    assert (made.version, made.title, made.words) == ("1.1", "Eat with us", {"title": "Eat with us"})
    assert Requirement.objects.get().valid_months == 24
    assert FormVersion.objects.count() == 1


def test_only_a_newer_version_of_the_same_blueprint_is_taken_over(tmp_path: Path) -> None:
    made = programme(tmp_path)
    with pytest.raises(NotTheSame):
        upgrade(programme=made, blueprint=blueprint(tmp_path), by=None)
    with pytest.raises(NotTheSame):
        upgrade(programme=made, blueprint=blueprint(tmp_path, "dining"), by=None)
