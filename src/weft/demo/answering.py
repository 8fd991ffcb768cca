"""Synthetic answers: a hidden leaning for each person, its level solved to give the published per cent."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from weft.demo.columns import COLUMNS, DONT_KNOW, NOT_ASKED, REFUSED, code_of, tick_columns
from weft.demo.items import UCLA_COLUMNS, UCLA_TARGET, Item, Leaning, Mixing, Shares, Ticks
from weft.demo.margins import Floats
from weft.demo.people import People

Ints = NDArray[np.int64]
Booleans = NDArray[np.bool_]
Answered = dict[str, Ints]
OFTEN = {"daily": 0.3, "few_times_a_week": 0.4, "weekly": 0.3}
SELDOM = {"once_or_twice": 0.6, "not_at_all": 0.4}
POSITIVE = {"very_positive": 0.4, "fairly_positive": 0.6}
NOT_POSITIVE = {"neither": 0.85, "fairly_negative": 0.12, "very_negative": 0.03}
ANY_TONE = {"very_positive": 0.2, "fairly_positive": 0.4, "neither": 0.35, "fairly_negative": 0.05}


def counted(people: People, name: str, leaning: Leaning, percent: float, base: Booleans) -> Booleans:
    """Who says yes, such that the weighted share among the base is the per cent wanted.

    The intercept of a logistic model is found by bisection; each person's own chance stays fixed meanwhile.
    """
    draw = people.design.stream(f"yes/{name}")
    push = leaning.load * people.traits[leaning.trait]
    for level, effect in leaning.by.items():
        push = push + effect * people.is_level(level)
    push = push + 0.12 * draw.standard_normal(len(people.levels["borough"]))[people.of["borough"]]
    needed = _logit(draw.random(len(people))) - push
    weight = np.where(base, people.weight, 0.0)
    low, high = -30.0, 30.0
    for _ in range(60):
        middle = (low + high) / 2
        share = weight[needed < middle].sum() / weight.sum()
        low, high = (middle, high) if share < percent / 100 else (low, middle)
    yes: Booleans = needed < high
    return yes


def _logit(share: Floats) -> Floats:
    odds: Floats = np.log(share) - np.log1p(-share)
    return odds


def chosen(draw: np.random.Generator, column: str, options: Shares, n: int) -> Ints:
    """A code of the column for each of n people, by how often each option is chosen."""
    codes = [int(code) if not COLUMNS[column].codes else code_of(column, code) for code in options]
    shares = np.array(list(options.values()))
    drawn: Ints = draw.choice(codes, n, p=shares / shares.sum()).astype(np.int64)
    return drawn


def one_answer(people: People, item: Item, percent: float) -> Answered:
    """The codes of a question with one answer, don't know and refused among them."""
    draw, n = people.design.stream(item.column), len(people)
    gone = draw.random(n) < item.gone
    outside = (draw.random(n) < sum(item.outside.values())) & ~gone
    yes = counted(people, item.column, item.leaning, percent, ~gone & ~outside)
    codes = np.where(yes, chosen(draw, item.column, item.yes, n), chosen(draw, item.column, item.no, n))
    if item.outside:
        codes = np.where(outside, chosen(draw, item.column, item.outside, n), codes)
    return {item.column: np.where(gone, _unsaid(draw, n, item.unsure), codes)}


def _unsaid(draw: np.random.Generator, n: int, unsure: float) -> Ints:
    return np.where(draw.random(n) < unsure, DONT_KNOW, REFUSED).astype(np.int64)


def mixing_answers(people: People, mixing: Mixing) -> Answered:
    """How often, and how positive; the second is not asked of people who spent no such time."""
    often, tone = f"MIXF{mixing.name}", f"MIXP{mixing.name}"
    draw, n = people.design.stream(often), len(people)
    gone, untold = draw.random(n) < mixing.gone, draw.random(n) < 0.01
    yes = counted(people, often, mixing.leaning, mixing.target, ~gone & ~untold)
    lukewarm = draw.random(n) < 0.2
    frequent = yes | lukewarm | untold
    how_often = np.where(frequent, chosen(draw, often, OFTEN, n), chosen(draw, often, SELDOM, n))
    how = np.where(yes, chosen(draw, tone, POSITIVE, n), chosen(draw, tone, ANY_TONE, n))
    how = np.where(lukewarm & ~yes, chosen(draw, tone, NOT_POSITIVE, n), how)
    how = np.where(untold, _unsaid(draw, n, 0.6), how)
    how_often = np.where(gone, _unsaid(draw, n, 0.6), how_often)
    never = how_often == code_of(often, "not_at_all")
    return {often: how_often, tone: np.where(never | (how_often < 0), NOT_ASKED, how)}


def tick_answers(people: People, ticks: Ticks) -> Answered:
    """A nought or one for each box; every box the same code where there is no answer."""
    draw, n = people.design.stream(ticks.stem), len(people)
    gone = draw.random(n) < ticks.gone
    yes = counted(people, ticks.stem, ticks.leaning, ticks.target, ~gone)
    boxes = _boxes(people, ticks, draw) & yes[:, None]
    answered = dict(zip(ticks.yes, boxes.T, strict=True))
    for option, share in ticks.beside.items():
        answered[option] = draw.random(n) < share * np.where(yes, 2.0, 0.7)
    answered["none"] = ~np.any(list(answered.values()), axis=0)
    unsaid = _unsaid(draw, n, 0.4)
    columns = tick_columns(ticks.stem, ticks.question)
    return {columns[code]: np.where(gone, unsaid, answered[code].astype(np.int64)) for code in columns}


def _boxes(people: People, ticks: Ticks, draw: np.random.Generator) -> Booleans:
    """One to three boxes of each person, drawn without replacement by Gumbel noise."""
    n, options = len(people), list(ticks.yes)
    liking = np.log(np.array(list(ticks.yes.values()))) + draw.gumbel(size=(n, len(options)))
    for option, levels in ticks.drawn_to.items():
        at_level = np.max([people.is_level(level) for level in levels], axis=0)
        liking[:, options.index(option)] += np.where(at_level > 0, 1.2, -1.2)
    place = np.argsort(np.argsort(-liking, axis=1), axis=1)
    many = draw.choice([1, 2, 3], n, p=[0.55, 0.3, 0.15])
    boxes: Booleans = place < many[:, None]
    return boxes


def three_item_loneliness(people: People, leaning: Leaning) -> Answered:
    """Three scores from 1 to 3 whose sum is 8 or 9 for the share wanted."""
    draw, n = people.design.stream("UCLA"), len(people)
    gone = draw.random((n, 3)) < 0.015
    complete: Booleans = ~np.any(gone, axis=1)
    high = counted(people, "UCLA", leaning, UCLA_TARGET, complete)
    scores = np.where(high[:, None], 3, draw.choice([1, 2, 3], (n, 3), p=[0.55, 0.4, 0.05]))
    scores[np.arange(n), draw.integers(0, 3, n)] -= (high & (draw.random(n) < 0.6)).astype(np.int64)
    scores[~high & (scores.sum(axis=1) >= 8), 0] = 1
    unsaid = _unsaid(draw, n, 0.4)
    return {
        name: np.where(gone[:, place], unsaid, scores[:, place]).astype(np.int64)
        for place, name in enumerate(UCLA_COLUMNS)
    }


def person_answers(people: People, name: str, variable: str, gone: float) -> Answered:
    """A characteristic as answered: some prefer not to say."""
    codes = level_codes(people, name, variable)
    refused = people.design.stream(f"unsaid/{name}").random(len(people)) < gone
    return {name: np.where(refused, REFUSED, codes)}


def level_codes(people: People, name: str, variable: str) -> Ints:
    """The raw code of each person's level."""
    codes: Mapping[str, int] = {code: number for number, code in COLUMNS[name].codes.items()}
    table = np.array([codes[level] for level in people.levels[variable]])
    picked: Ints = table[people.of[variable]]
    return picked
