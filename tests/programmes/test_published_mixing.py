"""Public figures of mixing are published and kept: nobody learns from two of them who was in one session.

five sessions a week over, fifty people who said      a first figure
a late line, a sixth session, four more weeks         nothing moves
five more sessions and four weeks                     the next one, in which the late line is lost
"""

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.gather.teams.make import programme as made
from weft.operations.jobs import JOBS
from weft.programmes.actions import publish_mixing, publish_mixing_due
from weft.programmes.models import Programme, PublishedMixing
from weft.programmes.queries.mixing import mixing_in_public, mixing_of
from weft.programmes.rules import MIXING_KNOWN, MIXING_RESTS, MIXING_SESSIONS, MIXING_SETTLED, mixing_steps
from weft.record.actions import record_fact
from weft.record.models import Event
from weft.stats.mixing import shown_points

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 2)
NOON = datetime(2026, 4, 13, 12, tzinfo=UTC)  # six weeks on
HALF, NINE_AND_ONE = (5, 5), (9, 1)
LOPSIDED = [(10 - old, old) for old in range(11)]


@pytest.fixture
def run() -> Programme:
    return made().programme


def came(run: Programme, number: int, split: Sequence[int], silent: int = 0, on: date | None = None) -> None:
    """One session somebody stood for: so many young, so many old, so many who did not say."""
    said = ["young"] * split[0] + ["old"] * split[1] + [""] * silent
    with transaction.atomic():
        for each in said:
            record_fact(
                kind="gather.attendance",
                on=on or FIRST + timedelta(days=number),
                programme=run.key,
                edition="1",
                traits={"session": f"room {number}", **({"mix.age": each} if each else {})},
                quantities={"people": 1},
            )


def offer(run: Programme, level: str) -> None:
    """One more answer to choose."""
    run.document = deepcopy(run.document)
    run.document["mixing"]["traits"][0]["options"][level] = level.title()
    run.save()


def hold(run: Programme, numbers: Iterable[int], split: Sequence[int] = HALF) -> None:
    for number in numbers:
        came(run, number, split)


def shown(run: Programme) -> tuple[object, ...]:
    (row,) = mixing_in_public(run)
    found = row.row
    return (
        (found.sessions, found.people, found.value, found.low, found.high, row.why)
        if found
        else (row.why_not,)
    )


def test_five_sessions_a_week_over_are_published_with_a_day(client: Client, run: Programme) -> None:
    hold(run, range(4))
    assert publish_mixing(programme=run, by=None, now=NOON) == []
    came(run, 4, HALF)
    publish_mixing(programme=run, by=None, now=NOON)
    assert shown(run) == (5, 50, 60, 40, 60, "")
    page = re.sub(
        r"\s+", " ", re.sub(r"<[^>]*>", " ", client.get(f"/programmes/{run.key}/").content.decode())
    )
    assert "about 50 visits in 5 sessions" in page and "As of 13 April 2026" in page
    assert "Two people who were there differ about 60% to the nearest 10%" in page


def test_a_session_counts_when_it_is_seven_days_over(run: Programme) -> None:
    hold(run, range(5))
    last = datetime(2026, 3, 6, 12, tzinfo=UTC)
    assert publish_mixing(programme=run, by=None, now=last + MIXING_SETTLED - timedelta(days=1)) == []
    assert len(publish_mixing(programme=run, by=None, now=last + MIXING_SETTLED)) == 1


def test_fifty_people_must_have_said(run: Programme) -> None:
    hold(run, range(4))
    came(run, 4, (4, 5))
    assert publish_mixing(programme=run, by=None, now=NOON) == []


def test_a_session_in_which_one_person_said_is_none_of_the_five(run: Programme) -> None:
    """Four and one of them: the difference would be four sessions' own."""
    hold(run, range(4), (7, 7))
    came(run, 4, (1, 0))
    assert publish_mixing(programme=run, by=None, now=NOON) == []


def test_a_late_line_of_an_earlier_session_moves_nothing_in_public(run: Programme) -> None:
    hold(run, range(5))
    publish_mixing(programme=run, by=None, now=NOON)
    before, seen_by_officers = shown(run), mixing_of(run)
    came(run, 0, (0, 6), on=FIRST)
    publish_mixing(programme=run, by=None, now=NOON + 2 * MIXING_RESTS)
    assert shown(run) == before
    assert mixing_of(run) != seen_by_officers  # control: what is counted live moves at once


def test_an_earlier_session_keyed_late_changes_nothing_until_five_came(run: Programme) -> None:
    hold(run, range(1, 6))
    publish_mixing(programme=run, by=None, now=NOON)
    before = shown(run)
    later = NOON + MIXING_RESTS
    came(run, 0, (6, 4))
    hold(run, range(6, 9))
    publish_mixing(programme=run, by=None, now=later)
    assert shown(run) == before
    came(run, 9, HALF)
    publish_mixing(programme=run, by=None, now=later)
    assert shown(run)[:2] == (10, 100)


def test_what_stands_rests_for_four_weeks(run: Programme) -> None:
    hold(run, range(5))
    publish_mixing(programme=run, by=None, now=NOON)
    hold(run, range(5, 15))
    assert publish_mixing(programme=run, by=None, now=NOON + MIXING_RESTS - timedelta(minutes=1)) == []
    assert len(publish_mixing(programme=run, by=None, now=NOON + MIXING_RESTS)) == 1


def test_done_twice_it_is_published_and_told_in_the_record_once(run: Programme) -> None:
    hold(run, range(5))
    assert publish_mixing_due(now=NOON) == "1 figures of mixing were published."
    assert publish_mixing_due(now=NOON) == "0 figures of mixing were published."
    told = Event.objects.get(action="programmes.mixing.publish")
    assert (told.actor, told.after) == ("system", {"age": {
        "sessions": 5, "people": 50, "step": 10, "value": 60, "low": 40, "high": 60, "area": None, "why_not": "",
        "beside": {},
    }})  # fmt: skip
    assert PublishedMixing.objects.count() == 1
    assert "weft.programmes.actions.publish_mixing_due" in [job.path for job in JOBS]


def test_a_small_group_hides_it_with_the_next_publication_and_not_before(run: Programme) -> None:
    hold(run, range(5))
    publish_mixing(programme=run, by=None, now=NOON)
    before = shown(run)
    offer(run, "other")
    with transaction.atomic():
        record_fact(kind="gather.attendance", on=FIRST, programme=run.key, edition="1",
                    traits={"session": "room 0", "mix.age": "other"}, quantities={"people": 1})  # fmt: skip
    publish_mixing(programme=run, by=None, now=NOON + MIXING_RESTS)
    assert shown(run) == before
    hold(run, range(5, 10))
    publish_mixing(programme=run, by=None, now=NOON + MIXING_RESTS)
    assert shown(run) == (
        10,
        0,
        None,
        None,
        None,
        "Too few of some group were there to show it to everybody.",
    )


def test_where_too_few_said_it_is_hidden(run: Programme) -> None:
    for number in range(5):
        came(run, number, HALF, silent=3)
    publish_mixing(programme=run, by=None, now=NOON)
    assert shown(run)[-1] == (
        "Fewer than 80% of those there said, so the others could turn it round. "
        "Ask people again, after they book, and say what it is for."
    )


def test_a_figure_is_one_or_says_why_not(run: Programme) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishedMixing.objects.create(
            programme=run, key="age", published_at=NOON, sessions=5, value=50, why_not="small-group",
            facts_until=1, held_until=FIRST,
        )  # fmt: skip


def test_the_page_looks_it_up_and_counts_no_fact(
    run: Programme, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hold(run, range(5))
    publish_mixing(programme=run, by=None, now=NOON)
    with django_assert_num_queries(1):
        mixing_in_public(run)


def test_nothing_in_public_is_finer_than_the_rule() -> None:
    assert (MIXING_SESSIONS, MIXING_KNOWN, mixing_steps(50), mixing_steps(199)) == (5, 50, (10,), (10,))
    assert mixing_steps(200) == (5, 10)
    assert [int(shown_points(each, 10)) for each in (0, 0.04, 0.449, 0.45, 0.96, 1)] == [
        10,
        10,
        40,
        50,
        90,
        90,
    ]
