"""The R script says what the design says. That R then gives the same figures: tests/oracles."""

from __future__ import annotations

from typing import Any

import pytest

import weft.stats as ws
from tests.stats.slices import SHARE, sample

PEOPLE = sample(300).with_columns(age_group="age")
DRAWN: dict[str, Any] = {"weights": "wt", "strata": "borough", "psu": "address", "fpc": "addresses"}
MARGIN = {"Ash": 10.0, "Birch": 10.0, "Cedar": 10.0, "Elm": 10.0, "Fir": 10.0, "Gorse": 10.0}


def lines(ev: ws.Evidence, start: str) -> list[str]:
    return [line for line in ev.code("R", "people.csv").splitlines() if line.startswith(start)]


def test_the_design_in_r() -> None:
    ev = ws.Design(PEOPLE, lonely="remove", **DRAWN).evidence(SHARE, by="age")
    assert lines(ev, "design <- svydesign") == [
        "design <- svydesign(ids = ~address, strata = ~borough, nest = TRUE, fpc = ~addresses, "
        "weights = ~wt, data = people)"
    ]
    assert lines(ev, "options") == [
        'options(survey.lonely.psu = "remove", survey.adjust.domain.lonely = FALSE, digits = 15)'
    ]
    strict = ws.Design(PEOPLE, strict_domains=True, **DRAWN).evidence(SHARE)
    assert lines(strict, "options") == [
        'options(survey.lonely.psu = "adjust", survey.adjust.domain.lonely = TRUE, digits = 15)'
    ]
    plain = ws.Design(PEOPLE).evidence(SHARE)
    assert lines(plain, "design <- svydesign") == [
        "design <- svydesign(ids = ~1, weights = rep(1, nrow(people)), data = people)"
    ]


def test_every_kind_of_item_in_r() -> None:
    items = [SHARE, ws.mean("score"), ws.total("score"), ws.ratio("score", "hours")]
    ev = ws.Design(PEOPLE, **DRAWN).evidence(items, by="age", ci="korn-graubard")
    assert lines(ev, "add_")[3:8] == [
        'add_figures("prop(belong: Yes + Rather)", c(), ~.item_1, svymean)',
        'add_intervals("prop(belong: Yes + Rather)", c(), ~.item_1, "beta")',
        'add_figures("prop(belong: Yes + Rather)", c("age"), ~.item_1, svymean)',
        'add_intervals("prop(belong: Yes + Rather)", c("age"), ~.item_1, "beta")',
        'add_gaps("prop(belong: Yes + Rather)", c("age"), ~.item_1)',
    ]
    assert lines(ev, "add_figures")[-1] == (
        'add_figures("ratio(score / hours)", c("age"), ~.item_4, svyratio, denominator = ~hours)'
    )


def test_levels_keep_their_order_and_names_their_quotes() -> None:
    people = {"age group": ["16-24", 'over "65"'], "rooms": [2, 10], "owns": [True, False], "y": [1.0, 2.0]}
    ev = ws.Design(people).evidence(ws.mean("y"), by=["age group", "rooms", "owns"], ci="wilson")
    assert lines(ev, "people[[") == [
        'people[["age group"]] <- factor(people[["age group"]], levels = c("16-24", "over \\"65\\""))',
        'people[["rooms"]] <- factor(people[["rooms"]], levels = c(2, 10), labels = c("2", "10"))',
        'people[["owns"]] <- factor(people[["owns"]], levels = c(FALSE, TRUE), labels = c("False", "True"))',
    ]


def test_calibration_in_r() -> None:
    design = ws.Design(PEOPLE, **DRAWN)
    raked = design.rake({"borough": MARGIN, "rooms": {"1": 1.0, "2": 1.0, "3": 1.0, "10": 1.0}})
    totals = lines(raked.evidence(SHARE), "totals")[0]
    assert totals.endswith('"boroughGorse" = 10.0, "rooms2" = 15.0, "rooms3" = 15.0, "rooms10" = 15.0)')
    fitted = design.calibrate({"borough": MARGIN, "hours": 90.0}, "logit", (0.001, 50.0)).evidence(SHARE)
    assert lines(fitted, "design <- calibrate") == [
        'design <- calibrate(design, ~0 + borough + hours, totals, calfun = "logit", bounds = c(0.001, 50.0),'
    ]
    assert '"hours" = "numeric"' in fitted.code("R")


def test_what_r_cannot_repeat_is_refused() -> None:
    design = ws.Design(PEOPLE, weights="wt")
    with pytest.raises(ws.UnknownName, match="No language 'Stata'"):
        design.evidence(SHARE).code("Stata")
    with pytest.raises(ws.DesignError, match="trimmed weights"):
        design.rake({"borough": MARGIN}, trim=(0.001, 100)).evidence(SHARE).code("R")
    with pytest.raises(ws.DesignError, match="trimmed weights"):
        design.rake({"borough": MARGIN}).trim_weights((0, 1e9)).evidence(SHARE).code("R")
    with pytest.raises(ws.DesignError, match="no design with strata"):
        ws.jackknife(ws.Design(PEOPLE[:20])).evidence(SHARE).code("R")
