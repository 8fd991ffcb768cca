"""Plans, counting, building a release, earlier releases, and cell keys."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.stats.disclosure.city import Size, counts, plan, records
from weft.stats.disclosure import (
    Breakdown,
    Counts,
    Geography,
    Kind,
    Level,
    Population,
    Question,
    Records,
    ReleasePlan,
    Showing,
    ShownAs,
    Space,
    build,
    count_records,
)  # fmt: skip
from weft.stats.disclosure.cell_key import HIDDEN, NoiseTable, perturb, record_keys, ten_five_table
from weft.stats.disclosure.counts import question_key
from weft.stats.disclosure.figures import publish
from weft.stats.disclosure.release import align
from weft.stats.errors import DesignError, UnknownName

TWO = Geography(("north", "south"), (Level("city", ("city",), (0, 0)),))
SIDE = Breakdown("side", ("left", "right"))
ASKED = Question("glad", ("yes", "no"), wave="2026")


def space(*questions: Question, breakdowns: tuple[Breakdown, ...] = (SIDE,)) -> Space:
    return Space(TWO, Population("residents", breakdowns, questions))


def people(n: int) -> Records:
    half = np.arange(n) % 2
    return Records(half, {"side": np.arange(n) // 2 % 2}, {"glad@2026": (np.arange(n) % 5 == 0).astype(int)})


def made(n: int, *questions: Question) -> Counts:
    return count_records(space(*questions), people(n))


def test_realistic_plan_lists_thousands_of_tables() -> None:
    assert len(plan(Size(2000)).tables()) == 39 * 18 * 4 * 2


def test_counts_add_up_along_every_axis() -> None:
    true = made(400, ASKED)
    for tie in true.space.sums:
        values = np.moveaxis(true.values, tie.axis, 0)
        assert np.array_equal(values[tie.parent], values[list(tie.parts)].sum(axis=0))
    assert true.values[2, 0, 0] == 400
    assert question_key(true.space, 0) == "glad@2026"


def test_release_gives_each_missing_figure_a_reason_in_plain_words() -> None:
    people = Population("residents", (SIDE,), (ASKED,))
    out = build(ReleasePlan(TWO, (people,)), {"residents": made(100, ASKED)})
    cells = {(c.place, c.group, c.answer): c for c in out.cells()}
    assert len(cells) == 3 * 3 * 2
    assert cells["city", "", ""].value == 100
    assert cells["city", "", "yes"].value == 80
    assert cells["city", "", "yes"].is_share
    assert cells["north", "left", ""].why == "Not shown: fewer than 30 people"
    assert all(bool(c.why) == (c.showing not in (Showing.SHOWN, Showing.LOW_BASE)) for c in cells.values())
    assert out.certificates["residents"].narrowest >= 5


def test_counts_alone_are_rounded_to_five() -> None:
    said = publish(made(102))
    assert said.value[2, 0, 0] == 100
    assert (said.lo[2, 0, 0], said.hi[2, 0, 0]) == (98, 102)


def test_end_of_a_share_is_said_under_and_over() -> None:
    answers, same = np.r_[np.ones(4, int), np.zeros(196, int)], np.zeros(200, int)
    said = publish(count_records(space(ASKED), Records(same, {"side": same}, {"glad@2026": answers})))
    assert said.showing[0, 0, 1] == Showing.OVER
    assert said.value[0, 0, 1] == 94
    turned = Records(same, {"side": same}, {"glad@2026": 1 - answers})
    said = publish(count_records(space(ASKED), turned))
    assert (said.showing[0, 0, 1], said.value[0, 0, 1]) == (Showing.UNDER, 6)


def test_impossible_cells_are_structural_zeros_and_not_protected() -> None:
    banned = np.zeros((2, 2, 1), bool)
    banned[0, 1] = True
    rows = Records(np.zeros(50, int), {"side": np.zeros(50, int)}, {})
    true = count_records(space(), rows, {("side", ""): banned})
    assert publish(true).showing[0, 2, 0] == Showing.STRUCTURAL_ZERO
    assert not true.small[0, 2, 0]
    with pytest.raises(DesignError, match="impossible cell"):
        count_records(space(), rows, {("side", ""): ~banned})


def test_exempt_projects_are_exact_and_people_never_exempt() -> None:
    grants = Population("grants", (SIDE,), (), Kind.PROJECTS, True)
    true = count_records(Space(TWO, grants), people(12))
    out = build(ReleasePlan(TWO, (grants,)), {"grants": true})
    assert [c.value for c in out.cells()][:3] == [6, 3, 3]
    assert out.certificates["grants"].withdrawn_share == 0
    with pytest.raises(DesignError, match="people declared exempt"):
        Population("residents", (SIDE,), is_exempt=True)


def test_plan_refuses_what_does_not_fit() -> None:
    with pytest.raises(DesignError, match="codes that do not fit"):
        Level("city", ("city",), (0,)) and Geography(("a", "b"), (Level("city", ("city",), (0,)),))
    with pytest.raises(DesignError, match="no breakdown"):
        Population("residents", ())
    with pytest.raises(UnknownName, match="No population 'x'"):
        plan(Size(100)).population("x")
    assert plan(Size(100)).population("residents 2025").name == "residents 2025"


def test_counting_refuses_missing_and_strange_codes() -> None:
    with pytest.raises(UnknownName, match="No breakdown 'side'"):
        count_records(space(), Records(np.zeros(3, int), {}, {}))
    with pytest.raises(DesignError, match="codes out of range"):
        count_records(space(), Records(np.zeros(3, int), {"side": np.full(3, 2)}, {}))
    with pytest.raises(UnknownName, match="No population 'residents'"):
        build(ReleasePlan(TWO, (Population("residents", (SIDE,)),)), {})


def test_earlier_release_is_found_by_its_names() -> None:
    rows = records(Size(900, areas=2, regions=1, breakdowns=2, waves=1), 3)
    wide = plan(Size(900, areas=2, regions=1, breakdowns=2, waves=1))
    full = wide.populations[0]
    lean = replace(full, breakdowns=full.breakdowns[:1])
    old = build(
        ReleasePlan(wide.geography, (lean,)), {lean.name: count_records(Space(wide.geography, lean), rows)}
    )
    new_space = Space(wide.geography, full)
    new = build(wide, {full.name: count_records(new_space, rows)}, [old])
    said = align(old.populations[lean.name].said, new_space)
    assert int(said.visible.sum()) == int(old.populations[lean.name].said.visible.sum())
    assert new.certificates[full.name].narrowest >= 5
    with pytest.raises(DesignError, match="is_shown=False"):
        align(new.populations[full.name].said, Space(wide.geography, lean))


def test_figures_an_earlier_release_showed_are_not_planned_again() -> None:
    hidden = (replace(SIDE, is_shown=False), Breakdown("other", ("a", "b")))
    assert not space(ASKED, breakdowns=hidden).planned[:, 1:3].any()
    assert not space(replace(ASKED, is_shown=False)).planned[:, :, 1:].any()
    assert space(replace(ASKED, answers=("a", "b", "c"), shown_as=ShownAs.COUNT)).planned.all()


def test_areas_without_coarser_places_are_one_family() -> None:
    alone = Space(Geography(("north", "south")), Population("residents", (SIDE,)))
    assert [f.parent for f in alone.families] == [None]
    assert [f.parent for f in space().families] == [2]


def test_same_people_get_the_same_noise_and_small_counts_are_hidden() -> None:
    keys = record_keys(40, np.random.default_rng(1))
    noise = np.zeros((751, 256), np.int64)
    noise[1:] = np.arange(256) % 5 - 2
    cells = np.arange(40) // 20
    first = perturb(cells, keys, NoiseTable(noise), 3)
    assert first.tolist() == perturb(1 - cells, keys, NoiseTable(noise), 3)[[1, 0, 2]].tolist()
    assert first[2] == HIDDEN
    assert perturb(np.zeros(13, int), keys[:13], ten_five_table(), 1).tolist() == [15]
    assert perturb(np.zeros(1003, int), np.zeros(1003, int), ten_five_table(), 1).tolist() == [1005]


def test_noise_table_is_read_from_the_ons_format() -> None:
    table = NoiseTable.from_ptable(np.array([12]), np.array([3]), np.array([-2]))
    assert perturb(np.zeros(12, int), np.r_[3, np.zeros(11, int)], table, 1).tolist() == [10]


def test_noise_table_must_be_whole() -> None:
    with pytest.raises(DesignError, match="not 751 counts by 256 keys"):
        NoiseTable(np.zeros((3, 3), np.int64))


def test_city_is_the_same_each_time() -> None:
    size = Size(300, areas=3, regions=1, breakdowns=1, waves=1)
    a, b = (counts(size, 1)[1]["residents 2025"].values for _ in range(2))
    assert np.array_equal(a, b)
