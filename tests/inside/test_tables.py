"""Tables inside: perturbed by the keys of their people, the same in every table and session, small counts hidden."""

from pathlib import Path

import numpy as np
import pytest
from django.conf import settings

from tests.inside.make import LONELY, RELY, SEX, a_table, admitted, described, rae
from tests.people.make import account
from weft.inside.actions import ask_table, close_opening, open_survey
from weft.inside.keys import FOLDER, keys_of
from weft.inside.models import Admission, Opening, Table
from weft.inside.rules import Refused, TooManyCells
from weft.inside.tables import room as rooms
from weft.inside.tables.asking import Asked, refuse_asked
from weft.inside.tables.crossing import cross
from weft.inside.tables.perturbed import _share, figures_of
from weft.inside.tables.room import room_of
from weft.record.models import Event


def row(table: Table, *of: str) -> dict[str, object]:
    return next(row for row in table.figures["rows"] if tuple(filter(None, row["of"])) == of)


def test_keys_are_made_once_for_a_file_and_read_by_nobody_else(opened: Opening) -> None:
    kept = Path(settings.UPLOADS) / FOLDER / f"{opened.sha256}.npy"
    before = kept.read_bytes()
    assert (kept.stat().st_mode & 0o777, len(keys_of(opened.sha256, 900))) == (0o600, 900)
    assert keys_of(opened.sha256, 900).min() >= 0 and keys_of(opened.sha256, 900).max() <= 255
    assert kept.read_bytes() == before
    with pytest.raises(ValueError, match="do not belong to this file"):
        keys_of(opened.sha256, 899)


def test_the_same_people_show_the_same_number_in_every_table_and_session(held: Admission) -> None:
    by_sex, crossed = a_table(held.opening, "sex"), a_table(held.opening, "sex", "cycled", "area")
    assert row(by_sex, "Female")["counts"] == row(crossed, "Female")["counts"]
    assert row(a_table(held.opening))["counts"] == row(crossed)["counts"]
    only = a_table(held.opening, "cycled", only="sex=female")
    assert row(only)["counts"] == row(by_sex, "Female")["counts"]
    rooms._room.cache_clear()  # as in another process
    assert figures_of(cross(room_of(held.opening), Asked.of(LONELY, ("sex",)))) == by_sex.figures


def test_an_opening_after_this_one_by_somebody_else_draws_no_new_noise(held: Admission) -> None:
    before = a_table(held.opening, "sex").figures
    close_opening(opening=held.opening, by=held.given_by)
    eve = account("eve@example.org", "analyst")
    again = open_survey(survey=described(eve), why="Once more", by=eve)
    admitted(again)
    assert a_table(again, "sex").figures == before


def test_control_other_keys_give_other_numbers(held: Admission) -> None:
    before = a_table(held.opening, "sex").figures
    (Path(settings.UPLOADS) / FOLDER / f"{held.opening.sha256}.npy").unlink()
    rooms._room.cache_clear()
    assert figures_of(cross(room_of(held.opening), Asked.of(LONELY, ("sex",)))) != before
    rooms._room.cache_clear()


def test_people_left_out_by_the_recipe_change_nothing_for_the_others(held: Admission) -> None:
    """A row keeps its key wherever it stands among the rows that are kept."""
    everyone = row(a_table(held.opening, what=LONELY, only="sex=female"))
    recipe = held.opening.recipe | {"keep": {"column": "sex", "values": ["1"]}}
    kept = room_of(held.opening, recipe)
    assert (kept.prepared.rows < 900, figures_of(cross(kept, Asked.of(LONELY, ())))["rows"][0]["counts"]) == (
        True, everyone["counts"]
    )  # fmt: skip


def test_numbers_are_at_most_four_people_off_and_small_ones_hidden(held: Admission) -> None:
    room, table = room_of(held.opening), a_table(held.opening, "sex", "cycled", "area")
    true = cross(room, Asked.from_data(table.asked)).counted()
    shown = [[r["base"], *r["counts"]] for r in table.figures["rows"]]
    off = [
        n - t
        for ns, ts in zip(shown, true.tolist(), strict=True)
        for n, t in zip(ns, ts, strict=True)
        if n is not None
    ]
    assert (min(off), max(off)) == (-4, 4)
    assert abs(np.mean(off)) < 1
    assert min(n for ns in shown for n in ns if n is not None) == 10
    assert sum(n is None for ns in shown for n in ns) > 100


@pytest.mark.parametrize(
    ("count", "base", "weight", "share"),
    [
        (40, 29, 1.0, ["", None]), (-1, 200, 1.0, ["under", 6]), (195, 200, 1.0, ["over", 94]),
        (80, 200, 1.0, ["is", 40]), (80, 200, 1.5, ["is", 60]), (30, 90, 1.0, ["about", 35]),
        (185, 200, 2.0, ["is", 99]), (12, 200, 0.01, ["is", 1]),
    ],
)  # fmt: skip
def test_shares_are_made_of_perturbed_counts_and_rounded(
    count: int, base: int, weight: float, share: list[object]
) -> None:
    assert _share(count, base, weight, 1.0) == share


def test_a_share_weighs_perturbed_counts_by_the_mean_weight(held: Admission) -> None:
    room, table = room_of(held.opening), a_table(held.opening)
    first = table.figures["rows"][0]
    gave = next(room.answers(LONELY)).gave
    answered = room.answered(LONELY)
    means = room.weights[gave].mean() / room.weights[answered].mean()
    assert first["shares"][0] == ["is", round(100 * first["counts"][0] / first["base"] * means)]


def test_sex_by_age_and_age_by_sex_are_one_table_that_costs_once(held: Admission) -> None:
    one, other = a_table(held.opening, "sex", "cycled"), a_table(held.opening, "cycled", "sex")
    held.refresh_from_db()
    other.refresh_from_db()
    assert (one.pk == other.pk, held.used, other.times) == (True, 1, 2)
    said = Event.objects.filter(thing=f"inside.table:{one.public_id}").order_by("number")
    assert [event.action for event in said] == ["inside.table.make", "inside.table.again"]
    assert said[0].after["digest"] == one.digest


def test_the_log_holds_nothing_of_a_person(held: Admission) -> None:
    """Neither the row nor the event names a key, an answer of one person, or a number under ten."""
    table = a_table(held.opening, "sex", "cycled", "area")
    said = Event.objects.get(thing=f"inside.table:{table.public_id}")
    assert sorted(said.after) == ["asked", "digest", "opening"]
    counts = [n for r in table.figures["rows"] for n in (r["base"], *r["counts"]) if n is not None]
    assert min(counts) >= 10
    assert "key" not in str(table.figures)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Asked.of("question:nobody_asked", ()), "Choose what to count"),
        (Asked.of(LONELY, ("religion",)), "Choose the breakdowns"),
        (Asked.of(LONELY, ("sex", "cycled", "strat")), "up to 2 breakdowns"),
        (Asked.of(LONELY, (), "sex=9"), "Choose whom to count"),
        (Asked.of("indicator:E1@1", ()), "Choose what to count"),
    ],
)
def test_what_the_room_does_not_have_is_refused_with_what_to_do(
    held: Admission, asked: Asked, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        ask_table(opening=held.opening, asked=asked, by=rae())
    held.refresh_from_db()
    assert held.used == 0


def test_a_table_too_large_is_refused_with_its_size(held: Admission) -> None:
    with pytest.raises(TooManyCells, match="would have 10,080 cells"):
        refuse_asked(room_of(held.opening), Asked.of(LONELY, ("lifesat", "cycled", "area")))
    assert refuse_asked(room_of(held.opening), Asked.of(RELY, ("sex", "lifesat"))) is None


def test_nobody_makes_tables_who_is_not_admitted_or_no_longer(held: Admission) -> None:
    with pytest.raises(Refused, match="not admitted"):
        ask_table(
            opening=held.opening, asked=Asked.of(SEX, ()), by=account("sam@example.org", "accredited_analyst")
        )
    Admission.objects.unscoped("test").update(ends_on=held.starts_on)
    with pytest.raises(Refused, match="not admitted"):
        a_table(held.opening)
    assert Table.objects.unscoped("test").count() == 0


def test_a_survey_closed_to_analysts_makes_no_more_tables(held: Admission) -> None:
    close_opening(opening=held.opening, by=held.given_by)
    with pytest.raises(Refused, match="not admitted"):
        a_table(held.opening)
