"""Somebody who knows five people: any five of an area, and the five chosen to do most harm."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from tests.stats.disclosure.city import BREAKDOWNS, QUESTIONS, Size, counts, records
from weft.stats._types import Flags, Ints
from weft.stats.disclosure import Geography, Population, Question, Showing, ShownAs, Space, attack
from weft.stats.disclosure.audit import Audit, Audited, audit
from weft.stats.disclosure.bounds import Intervals
from weft.stats.disclosure.counts import Counts, Records, count_records
from weft.stats.disclosure.figures import publish, take_out
from weft.stats.disclosure.insiders import insider_widths
from weft.stats.disclosure.plan import Breakdown
from weft.stats.disclosure.rules import INSIDER_RECORDS, MOST_HIDDEN, MOST_WITHDRAWN, NARROWEST

TOWN = Size(6000, areas=8, regions=2, breakdowns=4, waves=1)
SEEDS = range(1, 6)
DRAWS, WORST = 12, 6
GLAD = (Question("glad", ("yes", "no")),)


class Unguarded(Audit):
    """The control: as audited against everybody outside only."""

    def _guard_against_insiders(self, outside: Intervals) -> Intervals:
        return outside


@cache
def released(seed: int) -> tuple[Counts, Audited]:
    (true,) = counts(TOWN, seed)[1].values()
    return true, audit(true)


def known_of(true: Counts, people: Records, rows: Ints) -> Ints:
    some = Records(
        people.areas[rows],
        {name: codes[rows] for name, codes in people.groups.items()},
        {name: codes[rows] for name, codes in people.answers.items()},
    )
    return count_records(true.space, some).values


def drawn(true: Counts, people: Records, draws: int) -> list[Ints]:
    """Five people of one area, drawn."""
    rng = np.random.default_rng(5)
    areas = rng.choice(people.areas, draws)
    five = [rng.choice(np.flatnonzero(people.areas == a), INSIDER_RECORDS, replace=False) for a in areas]
    return [known_of(true, people, rows) for rows in five]


def chosen(true: Counts, people: Records, out: Audited) -> list[Ints]:
    """For each of the cells an insider can narrow most: five people in it and beside it, in each way there is."""
    found = []
    space, widths = true.space, np.where(true.small, insider_widths(true, out.intervals), 10**9)
    for flat in np.argsort(widths, axis=None, kind="stable")[:WORST]:
        place, cut, answer = np.unravel_index(flat, widths.shape)
        here = space.place_parts[place][people.areas] > 0
        of, said = _who(people, space.cut_names[cut]), _who(people, space.answer_names[answer][::2])
        for who in (here & of & said, here & ~of & said, here & of & ~said, here & said, here & of):
            rows = np.flatnonzero(who)
            if len(rows):
                found.append(known_of(true, people, rows[:INSIDER_RECORDS]))
    return found


def _who(people: Records, part: tuple[str, ...]) -> Flags:
    """Who is in a group or gave an answer; everybody where it is none of the finest."""
    name, group = part
    names = BREAKDOWNS | QUESTIONS
    if name not in names:
        return np.ones(len(people.areas), bool)
    code = int(group.split()[-1]) - 1 if name in BREAKDOWNS else QUESTIONS[name][0].index(group)
    return {**people.groups, **people.answers}[name] == code


def narrowest(true: Counts, out: Audited, insiders: list[Ints]) -> int:
    """The narrowest interval any of them has for the people they do not know."""
    widths = []
    for known in insiders:
        found = attack.insider([out.said], known)
        assert np.all((found.lo <= true.values - known) & (true.values - known <= found.hi))
        widths.append(int(found.width[true.small].min()))
    return min(widths)


@pytest.mark.parametrize("seed", SEEDS)
def test_insider_who_knows_five_people_narrows_no_small_cell_below_five(seed: int) -> None:
    true, out = released(seed)
    assert narrowest(true, out, drawn(true, records(TOWN, 100 * seed), DRAWS)) >= NARROWEST


@pytest.mark.parametrize("seed", SEEDS)
def test_guard_against_insiders_stays_within_three_per_cent_of_the_figures(seed: int) -> None:
    _, out = released(seed)
    assert out.certificate.narrowest >= NARROWEST
    assert out.certificate.withdrawn_share <= MOST_WITHDRAWN


@pytest.mark.parametrize("seed", SEEDS)
def test_five_people_chosen_to_do_harm_come_no_closer_than_the_certificate_says(seed: int) -> None:
    true, out = released(seed)
    insiders = chosen(true, records(TOWN, 100 * seed), out)
    assert narrowest(true, out, insiders) >= out.certificate.inside


def test_control_without_the_guard_an_insider_narrows_cells() -> None:
    true, out = released(1)
    bare = Unguarded(true, ()).run()
    insiders = chosen(true, records(TOWN, 100), bare)
    assert bare.certificate.narrowest >= NARROWEST
    assert narrowest(true, bare, insiders) < NARROWEST
    assert bare.certificate.inside < out.certificate.inside


def ten() -> Counts:
    """Forty people: ten said yes, and of another forty all but ten."""
    place = Geography(("north",))
    asked = (Question("glad", ("yes", "no")), Question("walks", ("often", "never"), ShownAs.COUNT))
    space = Space(place, Population("residents", (Breakdown("side", ("left", "right")),), asked))
    side = np.repeat([0, 1], 40)
    glad = np.concatenate([np.arange(40) >= 10, np.arange(40) < 10]).astype(int)
    return count_records(space, Records(np.zeros(80, int), {"side": side}, {"glad": glad, "walks": glad}))


@pytest.mark.parametrize(
    ("cell", "says"),
    [((0, 1, 1), Showing.UNDER), ((0, 2, 1), Showing.OVER), ((0, 1, 3), Showing.SMALL_COUNT),
     ((0, 2, 3), Showing.WITHDRAWN)],
)  # fmt: skip
def test_a_ten_that_is_taken_out_says_what_every_small_number_says(
    cell: tuple[int, int, int], says: Showing
) -> None:
    true = ten()
    said = publish(true)
    assert said.visible[cell]
    take_out(said, true, cell, Showing.WITHDRAWN)
    rest = true.values[cell[0], cell[1], 0] - true.values[cell]
    assert said.showing[cell] == says
    assert said.lo[cell] <= true.values[cell] <= said.hi[cell]
    assert said.rest_lo[cell] <= rest <= said.rest_hi[cell]


def test_five_known_in_a_small_cell_leave_it_five_wide() -> None:
    """Of 0 to 9 five known would leave 5 to 9, one too narrow: why a ten taken out must look like a small number."""
    true = ten()
    said = publish(true)
    take_out(said, true, (0, 1, 3), Showing.WITHDRAWN)
    assert (said.lo[0, 1, 3], said.hi[0, 1, 3]) == (0, MOST_HIDDEN)
    assert MOST_HIDDEN - INSIDER_RECORDS == NARROWEST


def test_a_withdrawn_base_of_thousands_is_not_taken_for_a_smaller_one() -> None:
    """Trying whole bases one by one ends somewhere; what lies beyond the last is not ruled out by that."""
    space = Space(
        Geography(("north",)), Population("residents", (Breakdown("side", ("left", "right")),), GLAD)
    )
    rows = np.zeros(5000, np.int64)
    true = count_records(space, Records(rows, {"side": rows}, {"glad": np.arange(5000) % 2}))
    said = publish(true)
    take_out(said, true, (0, 0, 0), Showing.WITHDRAWN)
    take_out(said, true, (0, 1, 0), Showing.WITHDRAWN)
    for found in (attack.granularity([said]), attack.linked([said])):
        assert np.all((found.lo <= true.values) & (true.values <= found.hi))
