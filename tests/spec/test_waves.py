"""Two waves of one city's survey: 6,601 people in 2018-19, 8,630 in 2021-22, with a design effect of 1.6.

The source reports the first and last as unchanged and the second as a fall. Forgetting the design effect
would have announced a rise in favours between neighbours that the survey does not show.
"""

from dataclasses import replace

import pytest

import weft.stats as ws
from weft.measure.comparing import Wave, compare_waves
from weft.registry.load import load_registry

REGISTRY = load_registry()
BEFORE, AFTER, DESIGN_EFFECT = 6601, 8630, 1.6

#   measure                 before  after  verdict                with the design effect forgotten
TABLE = [
    ("O1@1",                0.81,   0.80,  "no clear difference", "no clear difference"),
    ("E5@1",                0.21,   0.16,  "clearly lower",       "clearly lower"),
    ("R4@1",                0.45,   0.47,  "no clear difference", "clearly higher"),
]  # fmt: skip


def verdict(before: float, after: float, deff: float) -> str:
    change = ws.independent(ws.published(after, AFTER, deff), ws.published(before, BEFORE, deff))
    return str(ws.verdict(change))


@pytest.mark.parametrize(("key", "before", "after", "said", "forgotten"), TABLE)
def test_verdict_by_the_statistics(key, before, after, said, forgotten):
    assert verdict(before, after, DESIGN_EFFECT) == said
    assert verdict(before, after, 1.0) == forgotten


def wave(period: str, shares: dict[str, float], n: int, **changes) -> Wave:
    cells = {key: ws.published(share, n, DESIGN_EFFECT) for key, share in shares.items()}
    unrounded = {
        key: {"est": c.est, "se": c.se, "df": c.df, "n": n, "counted": round(share * n)}
        for (key, c), share in zip(cells.items(), shares.values(), strict=True)
    }
    parts = {"population": "residents aged 16 and over", "mode": "online and paper", "sample": "probability"}
    return Wave(period=period, unrounded=unrounded, **{**parts, **changes})


EARLIER = wave("2018-19", {key: before for key, before, *_ in TABLE}, BEFORE)
LATER = wave("2021-22", {key: after for key, _, after, *_ in TABLE}, AFTER)


def test_verdict_on_the_page_of_two_releases():
    changes = compare_waves(EARLIER, LATER, REGISTRY)
    said = {change["indicator"]: str(change["verdict"]) for change in changes}
    assert said == {key: verdict for key, _, _, verdict, _ in TABLE}


def test_a_clear_change_is_given_in_points_with_its_interval():
    (change,) = [c for c in compare_waves(EARLIER, LATER, REGISTRY) if c["indicator"] == "E5@1"]
    assert (change["difference"], change["lo"], change["hi"]) == (-0.05, -0.07, -0.03)


#   what differs                                      why the series is broken
BREAKS = [
    ({"population": "residents aged 18 and over"},    "the population changed"),
    ({"mode": "face to face"},                        "people answered in different ways"),
    ({"sample": "quota"},                             "people were sampled in different ways"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "reason"), BREAKS)
def test_no_change_is_given_where_the_waves_do_not_match(changes, reason):
    found = list(compare_waves(replace(EARLIER, **changes), LATER, REGISTRY))
    assert {(str(c["verdict"]), c["reason"]) for c in found} == {("not comparable", reason)}


def test_no_change_is_given_where_neither_sample_was_random():
    earlier, later = (replace(each, sample="self_selected") for each in (EARLIER, LATER))
    reasons = {change["reason"] for change in compare_waves(earlier, later, REGISTRY)}
    assert reasons == {"people were not sampled at random in both"}


def test_no_change_is_given_across_versions_of_a_definition():
    earlier, later = wave("2018-19", {"R4@0": 0.45}, BEFORE), wave("2021-22", {"R4@1": 0.47}, AFTER)
    (change,) = compare_waves(earlier, later, REGISTRY)
    assert change["reason"] == "the definition changed"


def test_a_measure_only_one_wave_has_is_left_out():
    assert list(compare_waves(wave("2018-19", {"R1@1": 0.08}, BEFORE), LATER, REGISTRY)) == []
