"""The attack on public figures of mixing: an insider held all new sessions but one, knows how many came to that one,
and reads every page, those that hide the figure too. With several splits left, or only even ones, nobody's group is a
good guess."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from tests.gather.teams.make import programme as made
from weft.programmes.models import Programme, PublishedMixing
from weft.programmes.queries.mixing.due import next_figure
from weft.programmes.queries.mixing.kinds import WhyNot
from weft.programmes.queries.mixing.measured import pooled
from weft.programmes.queries.mixing.published import InPublic
from weft.programmes.queries.mixing.rooms import Mark, Room, asked_of
from weft.programmes.rules import leaves_doubt
from weft.stats.mixing import Page, Verdict, pooled_opportunity, splits_left

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 2)
NOON = datetime(2026, 4, 13, 12, tzinfo=UTC)
NINE_AND_ONE = (9, 1)
LOPSIDED = [(10 - old, old) for old in range(11)]


@pytest.fixture
def run() -> Programme:
    return made().programme


def room(number: int, split: Sequence[int]) -> Room:
    one = Room(f"room {number}", FIRST + timedelta(days=number), "", people=sum(split))
    one.said["age"] = ["young"] * split[0] + ["old"] * split[1]
    return one


def page(run: Programme, rooms: Sequence[Room]) -> PublishedMixing | None:
    """What would be published of these rooms: sessions until a day, as in a programme."""
    (asked,) = asked_of(run)
    return next_figure(
        run,
        asked,
        lambda at: [one for one in rooms if one.on <= at.day],
        Mark(1, FIRST + timedelta(days=len(rooms) - 1)),
    )


def numbers(splits: Sequence[Sequence[int]], step: int) -> tuple[int, ...]:
    """What a page of these sessions shows: anybody who knows them can work it out."""
    one = Page(tuple(map(str, range(len(splits)))), np.array(splits), step)
    return tuple(int(each) for each in one.told)


def told(row: PublishedMixing) -> tuple[int | None, ...]:
    return (row.value, row.low, row.high)


def is_small(splits: Sequence[Sequence[int]]) -> bool:
    """What a page that hides the figure says: fewer than ten of some group, or one group alone."""
    groups = [many for many in np.array(splits).sum(axis=0) if many]
    return len(groups) < 2 or min(groups) < 10


def could_be(fits: Iterable[Sequence[int]]) -> set[tuple[int, ...]]:
    """Splits, whichever group is the larger; nobody's group is a good guess where all are even."""
    return {tuple(sorted(each)) for each in fits}


def in_doubt(fits: set[tuple[int, ...]]) -> bool:
    """Three ways, in one of which at least three of ten are not of the largest group; or even ones."""
    several = len(fits) >= 3 and min(max(each) for each in fits) <= 7
    return several or all(max(each) <= 6 for each in fits)


Splits = list[tuple[int, int]]
OTHERS: list[Splits] = [
    [(5, 5)] * 4,
    [(6, 4), (4, 6), (5, 5), (7, 3)],
    [(8, 2), (3, 7), (9, 1), (4, 6)],
    [(7, 3)] * 4,
    [(9, 1), (1, 9)] * 2,
]


@pytest.mark.parametrize("others", OTHERS)
def test_a_host_of_four_of_the_first_five_cannot_tell_the_fifth(run: Programme, others: Splits) -> None:
    """The smallest figure there is."""
    published = 0
    for split in LOPSIDED:
        row = page(run, [room(n, each) for n, each in enumerate([*others, split])])
        if row is None:
            continue
        published += 1
        assert in_doubt(could_be(_same_as(row, others))), split
    assert published >= (0 if others == OTHERS[4] else 2)


def _same_as(row: PublishedMixing, others: Splits) -> list[tuple[int, int]]:
    if row.step is None:
        return [each for each in LOPSIDED if is_small([*others, each])]
    return [each for each in LOPSIDED if numbers([*others, each], row.step) == told(row)]


def test_a_first_figure_is_never_hidden_for_a_small_group(run: Programme) -> None:
    """It would tell ten of one group: the only split that makes the other smaller than ten."""
    others: Splits = [(8, 2), (8, 2), (8, 2), (7, 3)]
    assert [each for each in LOPSIDED if is_small([*others, each])] == [(10, 0)]  # control
    shown = [page(run, [room(n, each) for n, each in enumerate([*others, split])]) for split in LOPSIDED]
    assert [row.why_not for row in shown if row is not None and row.why_not] == []
    assert shown[0] is None


@pytest.mark.parametrize("other", [1, 5])
def test_a_figure_is_hidden_where_that_leaves_doubt(run: Programme, other: int) -> None:
    """Nine sessions of two groups; of a third some come to the tenth."""
    _offer_other(run)
    rooms = [room(n, (5, 5)) for n in range(10)]
    first = page(run, rooms[:5])
    assert first is not None
    first.published_at = NOON
    first.save()
    rooms[9].said["age"][:other] = ["other"] * other
    row = page(run, rooms)
    assert row is not None and row.why_not == WhyNot.SMALL_GROUP
    row.published_at = NOON
    row.save()
    assert page(run, [*rooms, *(room(n, (10, 0)) for n in range(10, 15))]) is None  # still hidden: said once


def test_hiding_that_leaves_one_split_is_told_to_be_none() -> None:
    splits = [(8, 2), (8, 2), (8, 2), (7, 3)]
    hidden = [
        Page(tuple("abcde"), np.array([*splits, each]), step=0, smallest=10) for each in ((10, 0), (9, 1))
    ]
    assert [leaves_doubt(splits_left("e", [each])) for each in hidden] == [False, True]
    assert splits_left("e", [hidden[0]]).fit == 1


def test_a_session_in_which_one_person_answered_stops_nothing(run: Programme) -> None:
    """Ten old in all rooms, seven where two or more said: as small as the page says."""
    splits = [(11, 3), (10, 3), (12, 0), (11, 0), (12, 1), (0, 1), (0, 1), (0, 1)]
    assert not is_small(splits) and is_small(splits[:5])  # control: the two ways to count differ
    assert page(run, [room(n, each) for n, each in enumerate(splits)]) is None


def test_small_programmes_of_any_kind_can_be_counted(run: Programme) -> None:
    by_lot, published = np.random.default_rng(11), 0
    for _each in range(60):
        people = by_lot.choice([1, 1, 2, 9, 12, 15], size=8)
        young = by_lot.binomial(people, by_lot.choice([0.5, 0.7, 0.9]))
        row = page(
            run, [room(n, (y, all_ - y)) for n, (y, all_) in enumerate(zip(young, people, strict=True))]
        )
        published += row is not None
    assert published >= 5


def test_everybody_never_reads_a_bolder_verdict_than_those_who_run_it(run: Programme) -> None:
    """The range by formula ends higher than the drawn one; rounded outwards, no verdict follows from that."""
    by_lot, bolder, read = np.random.default_rng(2), 0, 0
    (asked,) = asked_of(run)
    some: list[Splits] = [[(1, 11), (8, 5), (6, 3), (5, 4), (6, 5)]]
    for _each in range(30):
        people = by_lot.integers(8, 15, size=6)
        young = by_lot.binomial(people, by_lot.beta(2, 2, size=6))
        some.append([(int(y), int(n - y)) for y, n in zip(young, people, strict=True)])
    for splits in some:
        rooms = [room(n, each) for n, each in enumerate(splits)]
        own, row = pooled(rooms, asked).found, page(run, rooms)
        if row is None or row.step is None or own is None:
            continue
        read += 1
        verdict = InPublic("age", "Age", row).verdict
        bolder += verdict not in (Verdict.WITHIN, own.verdict)
    assert (bolder, read >= 8) == (0, True)
    nearest = Page(tuple("abcde"), np.array(some[0]), 10)
    assert (
        nearest.value * 100 < 45 and round(nearest.chance[0] * 10) == 5
    )  # control: to the nearest, 40 and 50


def _offer_other(run: Programme) -> None:
    run.document = deepcopy(run.document)
    run.document["mixing"]["traits"][0]["options"]["other"] = "Other"
    run.save()


@pytest.mark.parametrize("others", OTHERS[:3])
def test_who_knows_the_first_five_and_four_of_the_next_cannot_tell_the_last(
    run: Programme, others: Splits
) -> None:
    """Both figures are read; the unknown session is one of the new ones, or one of the old."""
    before, published = [(6, 4), (5, 5), (4, 6), (6, 4), (7, 3)], 0
    for unknown in (9, 0):
        for split in LOPSIDED:
            every = [*before, *others, (5, 5)]
            every[unknown] = split
            PublishedMixing.objects.all().delete()
            both = _publish_both(run, [room(n, each) for n, each in enumerate(every)])
            if both is None:
                continue
            published += 1
            fits = could_be(each for each in LOPSIDED if _fit(every, unknown, each, both))
            assert in_doubt(fits), (unknown, split, fits)
    assert published >= 6


def _publish_both(run: Programme, rooms: list[Room]) -> tuple[PublishedMixing, PublishedMixing] | None:
    first = page(run, rooms[:5])
    if first is None or first.step is None:
        return None
    first.published_at = NOON
    first.save()
    second = page(run, rooms)
    return (first, second) if second is not None and second.step is not None else None


def _fit(every: Splits, unknown: int, guess: tuple[int, int], both: Sequence[PublishedMixing]) -> bool:
    would = [*every[:unknown], guess, *every[unknown + 1 :]]
    return all(
        numbers(would[:many], row.step or 0) == told(row) for many, row in zip((5, 10), both, strict=True)
    )


def test_an_answer_nobody_gave_hides_nobody(run: Programme) -> None:
    """A group of one would have hidden the figure, so nobody takes such splits for possible."""
    rooms = [room(n, each) for n, each in enumerate([*OTHERS[2], (10, 0)])]
    assert page(run, rooms) is None
    _offer_other(run)
    assert page(run, rooms) is None


@pytest.mark.parametrize("others", OTHERS)
def test_control_live_figures_in_whole_per_cents_give_nine_and_one_away(others: Splits) -> None:
    read = _live([*others, NINE_AND_ONE])
    assert could_be(each for each in LOPSIDED if _live([*others, each]) == read) == {(1, 9)}


def _live(splits: Splits) -> tuple[int, ...]:
    counts = np.array(splits)
    found = pooled_opportunity(counts, counts.sum(axis=0))
    assert found is not None
    return tuple(round(100 * each) for each in (found.value, found.low, found.high))
