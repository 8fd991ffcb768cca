"""Published values brought in: for everyone only, and only with their base."""

import pytest

from weft.demo.recipes import facts
from weft.measure.actions import import_published
from weft.measure.models import Change, Estimate
from weft.measure.recipes import shipped_registry
from weft.registry.words import Verdict


@pytest.mark.django_db
def test_imported_values_without_a_base_are_left_out() -> None:
    releases = import_published(facts=facts(""), registry=shipped_registry(), by=None)
    found = Estimate.objects.values_list("indicator", "release__period", "est", "base")
    assert [release.period for release in releases] == ["2018-19", "2021-22"]
    assert sorted(found) == [("E5@1", "2018-19", 0.21, 6600), ("E5@1", "2021-22", 0.16, 8630)]
    assert [v.indicator for v in shipped_registry().imported if not v.base] == ["E4@1", "E4@1", "E6@1"]
    change = Change.objects.get()
    assert (change.verdict, change.difference) == (Verdict.LOWER, -0.05)
