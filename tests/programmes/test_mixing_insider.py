"""The attack on public figures of mixing: an insider held all new sessions but one, knows how many came to that one,
and reads every page. With several splits left, or only even ones, nobody's group is a good guess."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from tests.gather.teams.make import programme as made
from weft.programmes.models import Programme, PublishedMixing
from weft.programmes.queries.mixing.due import next_figure
from weft.programmes.queries.mixing.rooms import Mark, Room, asked_of
from weft.stats.mixing import Page, pooled_opportunity, shown_points

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
    return tuple(int(shown_points(each, step)) for each in (one.value, *one.chance))


def told(row: PublishedMixing) -> tuple[int | None, ...]:
    return (row.value, row.low, row.high)


def could_be(fits: Iterable[Sequence[int]]) -> set[tuple[int, ...]]:
    """Splits, whichever group is the larger; nobody's group is a good guess where all are even."""
    return {tuple(sorted(each)) for each in fits}


def in_doubt(fits: set[tuple[int, ...]]) -> bool:
    return len(fits) >= 3 or all(each[-1] <= 6 for each in fits)


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
        if row is None or row.step is None:
            continue
        published += 1
        fits = could_be(each for each in LOPSIDED if numbers([*others, each], row.step) == told(row))
        assert in_doubt(fits), (split, fits)
    assert published >= 2


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
    rooms = [room(n, each) for n, each in enumerate([*OTHERS[2], (2, 8)])]
    assert page(run, rooms) is None
    run.document = deepcopy(run.document)
    run.document["mixing"]["traits"][0]["options"]["other"] = "Other"
    run.save()
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
