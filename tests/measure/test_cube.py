"""The cube of a release: what the audit takes out, what attackers then learn, and what earlier releases add."""

import json

import numpy as np
import pytest

from weft.measure.cube import kept
from weft.measure.cube.attack import attack_release
from weft.measure.cube.build import Cube, build_cube
from weft.measure.cube.kept import Known
from weft.measure.cube.plan import UNSAID, plan_of
from weft.measure.recipes import shipped_registry
from weft.measure.tables.evidence import Evidence, Row
from weft.measure.tables.sampling import DesignReport
from weft.registry.figure import WHY_WITHDRAWN, Figure, Hidden, NoInterval, SampleType, Source
from weft.stats.disclosure.figures import suppress_only
from weft.web import showing

SIZES = {"a": 60, "b": 71, "c": 50}


def evidence(counted: list[dict[str, int]], sizes: dict[str, int], everyone: int = 0) -> Evidence:
    """Indicators X0, X1 … of one breakdown; everyone: people besides who are in no group."""
    rows = []
    for i, given in enumerate(counted):
        whole = sum(sizes.values()) + everyone, sum(given.values())
        cells = [("", "", *whole), *(("g", level, n, given[level]) for level, n in sizes.items())]
        for breakdown, level, n, c in cells:
            share = c / n
            ends = max(0.0, share - 0.04), min(1.0, share + 0.04)
            rows.append(
                Row(f"X{i}@1", breakdown, level, level or "Everyone", share, 0.02, *ends, n, c, 1.0, 200.0)
            )
    return Evidence(tuple(rows), (), DesignReport(100, 100.0, 1.0, 0.5, 2.0, ()))


def drawn(seed: int = 1, questions: int = 10) -> Evidence:
    """Three small groups, one with a small number in every question."""
    chance = np.random.default_rng(seed)
    sizes = {"a": 105, "b": int(chance.integers(101, 130)), "c": int(chance.integers(40, 60))}
    counted = [
        {k: int(chance.integers(2, 9) if k == "c" else chance.integers(3, n - 3)) for k, n in sizes.items()}
        for _ in range(questions)
    ]
    return evidence(counted, sizes)


@pytest.fixture(scope="module")
def cube() -> Cube:
    return build_cube(plan_of(drawn(), "Town"))


def frozen(cube: Cube) -> list[Known]:
    return [kept.from_data(json.loads(json.dumps(each))) for each in cube.kept()]


def test_a_figure_that_gives_another_away_is_taken_out_and_says_so(cube: Cube) -> None:
    shown = cube.shown(drawn())
    assert cube.certificate["withdrawn"] == 2
    assert [said.reason for said in shown].count(WHY_WITHDRAWN) == 2
    assert all(said.est is None for said in shown if said.reason)


@pytest.mark.parametrize(
    ("why", "said"), [(WHY_WITHDRAWN, "not shown"), ("Fewer than 30 people answered", "under 30")]
)
def test_a_withdrawn_base_is_not_said_to_be_small(why: str, said: str) -> None:
    source = Source("Survey", SampleType.PROBABILITY)
    hidden = Figure(
        definition=shipped_registry().indicator("R4@1"),
        value=Hidden(why),
        base=None,
        period="2025",
        area="Town",
        source=source,
        interval=NoInterval(why),
    )
    assert showing.base(hidden) == said


def test_no_attacker_learns_a_small_number_of_what_is_left(cube: Cube) -> None:
    found = attack_release(frozen(cube), programmes=True)
    assert {each.attack: (each.cells, each.narrow) for each in found} == {
        each.attack: (cube.certificate["cells"], 0) for each in found
    }
    assert len(found) == 6


def test_control_without_the_rules_attackers_learn_small_numbers(cube: Cube) -> None:
    exact = [Known(suppress_only(counts), counts.small) for counts in cube.plan.counts.values()]
    assert any(each.narrow for each in attack_release(exact, programmes=True))


def test_the_same_release_again_shows_the_same(cube: Cube) -> None:
    again = build_cube(cube.plan, [frozen(cube)])
    was, now = ([s.est for s in each.shown(drawn())] for each in (cube, again))
    assert now == was
    assert not any(each.narrow for each in attack_release(frozen(again), [frozen(cube)]))


def test_what_corrected_answers_made_untrue_does_not_join_the_audit(cube: Cube) -> None:
    other = build_cube(plan_of(drawn(seed=5), "Town"), [frozen(cube)])
    assert other.certificate["narrowest"] >= 5


def test_indicators_with_one_base_are_one_population_and_people_in_no_group_are_counted() -> None:
    same = evidence([{"a": 30, "b": 30, "c": 20}, {"a": 20, "b": 40, "c": 25}], SIZES, everyone=7)
    plan = plan_of(same, "Town")
    (people,) = plan.release.populations
    assert [b.groups for b in people.breakdowns] == [("a", "b", "c", UNSAID)]
    counts = plan.counts[people.name]
    assert counts.values[0, :, 0].tolist() == [188, 60, 71, 50, 7]
    assert plan.summary == {
        "place": "Town", "indicators": ["X0@1", "X1@1"], "breakdowns": ["g"], "populations": 1, "tables": 2,
        "figures": 15,
    }  # fmt: skip
