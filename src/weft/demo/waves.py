"""The two waves of the synthetic city, as a survey house would deliver them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from weft.demo.answering import (
    Answered,
    level_codes,
    mixing_answers,
    one_answer,
    person_answers,
    three_item_loneliness,
    tick_answers,
)
from weft.demo.columns import COLUMNS, Column
from weft.demo.items import ITEMS, LONELY, MIXINGS, PERSON, TICKS
from weft.demo.margins import ATTRIBUTION, read_margins
from weft.demo.people import Design, People, draw_people

SEED = 2018
LABEL = "SYNTHETIC demonstration data, no real people"
NOTE = (
    "SYNTHETIC: every respondent is invented. Who lives where follows "
    f"{ATTRIBUTION}; headline per cents follow published figures of the Survey of Londoners. "
    "Differences between groups are made up and may not be quoted."
)
# Samples larger or smaller than a borough's share of adults: the City and three small boroughs,
# and in the second wave the north east, as in the survey this imitates.
FIRST_BOOST = {"E09000001": 3.0, "E09000020": 0.5, "E09000021": 0.5, "E09000029": 0.5}
NORTH_EAST = (
    "E09000002", "E09000012", "E09000016", "E09000025", "E09000026", "E09000030", "E09000031",
)  # fmt: skip
SECOND_BOOST = {
    **{"E09000001": 2.4, "E09000020": 0.4, "E09000021": 0.4, "E09000029": 0.4},
    **dict.fromkeys(NORTH_EAST, 1.4),
}


@dataclass(frozen=True, eq=False)
class Wave:
    """One raw file: its period, its rows and the columns it holds, in file order."""

    period: str
    frame: pl.DataFrame
    columns: Mapping[str, Column]
    label: str = LABEL
    note: str = NOTE
    margins: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def generate(seed: int = SEED) -> tuple[Wave, Wave]:
    """The waves of 2018-19 (6,601 people) and 2021-22 (8,630 people); the same seed gives the same rows."""
    first = Design("2018-19", 6_601, seed, FIRST_BOOST)
    second = Design("2021-22", 8_630, seed, SECOND_BOOST)
    return _wave(first, everything=True), _wave(second, everything=False)


def _wave(design: Design, *, everything: bool) -> Wave:
    people = draw_people(design)
    columns: dict[str, object] = dict(_design_columns(people))
    columns |= _answers(people, everything)
    for name, _, question, gone in PERSON:
        columns |= person_answers(people, name, question.removeprefix("d_"), gone)
    order = [name for name in COLUMNS if name in columns]
    frame = pl.DataFrame({name: columns[name] for name in order})
    return Wave(design.wave, frame, {name: COLUMNS[name] for name in order}, margins=rake_margins())


def _answers(people: People, everything: bool) -> Answered:
    """The answers a wave holds: all of them, or only those with a published figure in the second wave."""
    answers: Answered = {}
    for item in ITEMS:
        percent = item.targets[0] if everything else item.targets[1]
        if percent is not None:
            answers |= one_answer(people, item, percent)
    if everything:
        answers |= three_item_loneliness(people, LONELY)
        for mixing in MIXINGS:
            answers |= mixing_answers(people, mixing)
        for ticks in TICKS:
            answers |= tick_answers(people, ticks)
    return answers


def _design_columns(people: People) -> dict[str, object]:
    codes = np.array(read_margins().codes)
    rake = {"AGE_W": "age_band", "SEX_W": "sex", "ETH_W": "ethnic_group", "TEN_W": "tenure"}
    paper = people.design.stream("mode").random(len(people)) < 0.1 + 0.06 * people.of["age_band"]
    return {
        "SERIAL": np.arange(1, len(people) + 1) + (100_000 if people.design.wave == "2018-19" else 200_000),
        "ADDRESS": people.address + 1,
        "LAD": codes[people.of["borough"]],
        "BOROUGH": people.of["borough"] + 1,
        "MODE": np.where(paper, 2, 1),
        "WT_BASE": people.base.round(6),
        "WT_FINAL": people.weight.round(6),
        **{name: level_codes(people, name, variable) for name, variable in rake.items()},
    }


def rake_margins() -> dict[str, dict[str, float]]:
    """The census shares to rake to: raw column -> option code (or ONS code, for LAD) -> share of adults."""
    margins = read_margins()
    of = {"AGE_W": "age_band", "SEX_W": "sex", "ETH_W": "ethnic_group", "TEN_W": "tenure"}
    shares = {column: margins.city(variable) for column, variable in of.items()}
    adults = margins.adults()
    shares["LAD"] = dict(zip(margins.codes, (adults / adults.sum()).tolist(), strict=True))
    return shares
