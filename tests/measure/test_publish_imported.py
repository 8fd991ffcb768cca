"""Published values brought in: for everyone only, and only with their base."""

import pytest
from django.contrib.auth.models import User
from pytest_django.fixtures import Settings

from weft.demo.recipes import facts
from weft.measure.actions import import_published
from weft.measure.models import Change, Estimate, Release
from weft.measure.recipes import shipped_registry
from weft.measure.rules import SignOffRefused
from weft.record.models import Event
from weft.registry.words import Verdict


@pytest.mark.django_db
def test_imported_values_without_a_base_are_left_out(settings: Settings) -> None:
    settings.DEMO = True
    releases = import_published(facts=facts(""), registry=shipped_registry(), by=None)
    found = Estimate.objects.values_list("indicator", "release__period", "est", "base")
    assert [release.period for release in releases] == ["2018-19", "2021-22"]
    assert sorted(found) == [("E5@1", "2018-19", 0.21, 6600), ("E5@1", "2021-22", 0.16, 8630)]
    assert [v.indicator for v in shipped_registry().imported if not v.base] == ["E4@1", "E4@1", "E6@1"]
    change = Change.objects.get()
    assert (change.verdict, change.difference) == (Verdict.LOWER, -0.05)


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["test", "production"])
def test_outside_the_demonstration_nothing_is_brought_in_without_a_second_person(
    settings: Settings, mode: str
) -> None:
    settings.DEMO, settings.MODE = False, mode
    for by in (None, User.objects.create_user("ana@example.org")):
        with pytest.raises(SignOffRefused, match="a second person signs off"):
            import_published(facts=facts(""), registry=shipped_registry(), by=by)
    assert not Release.objects.exists() and not Estimate.objects.exists()
    assert not Event.objects.filter(action="measure.release.import").exists()
