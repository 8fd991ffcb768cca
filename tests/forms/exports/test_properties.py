"""Whatever route people take through whatever form: the same columns, every refusal kept, old columns never lost."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from tests.forms.exports import small
from weft.forms.exports.cells import Answered, rows_of
from weft.forms.exports.columns import columns_of, value_in
from weft.forms.exports.plan import MAIN, Plan, plan_of
from weft.forms.outline import Outline, read_outline
from weft.forms.states import Reason

REASONS = {reason.value for reason in Reason}
FORMS = Path(__file__).resolve().parents[4] / "shared" / "data" / "xlsforms"


def names(plan: Plan) -> dict[str, list[str]]:
    return {table.name: [column.name for column in columns_of(table, plan.language)] for table in plan.tables}


def whole(answered: Answered, plan: Plan) -> None:
    """Every cell of every row holds an answer or a reason, never both, never neither."""
    width = {table.name: len(table.questions) for table in plan.tables}
    for row in rows_of(answered, plan):
        assert len(row.cells) == width[row.table]
        for cell in row.cells:
            assert bool(cell.value) != bool(cell.reason)
            assert not cell.reason or cell.reason in REASONS


def nothing_lost(answered: Answered, plan: Plan) -> None:
    """Each refusal and each "don't know" that was given stands in exactly one cell."""
    if answered.is_partial:
        return
    told = [cell.reason for row in rows_of(answered, plan) for cell in row.cells]
    for reason in ("refused", "dont_know"):
        assert told.count(reason) >= list(answered.reasons.values()).count(reason)


def typed(answered: Answered, plan: Plan) -> None:
    for row in rows_of(answered, plan):
        table = next(each for each in plan.tables if each.name == row.table)
        for column in columns_of(table, plan.language):
            if column.index >= 0:
                value_in(column, row.cells[column.index])


def check(outline: Outline, number: int, plan: Plan, seed: int) -> None:
    before = names(plan)
    answered = small.at_random(outline, number, random.Random(seed))
    whole(answered, plan)
    nothing_lost(answered, plan)
    typed(answered, plan)
    assert names(plan) == before


@given(seed=st.integers(0, 2**32), number=st.sampled_from((1, 2)))
@settings(max_examples=60)
def test_any_route_exports_to_the_same_columns(seed: int, number: int) -> None:
    plan = plan_of([(1, small.first()), (2, small.second())])
    check(small.first() if number == 1 else small.second(), number, plan, seed)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=30)
def test_a_form_changed_after_answers_never_breaks_an_old_export(seed: int) -> None:
    """What the first version's respondents said reads the same before and after the second version."""
    old, new = plan_of([(1, small.first())]), plan_of([(1, small.first()), (2, small.second())])
    answered = small.at_random(small.first(), 1, random.Random(seed))
    for before, after in zip(rows_of(answered, old), rows_of(answered, new), strict=True):
        keys = {table.name: [q.key for q in table.questions] for table in new.tables}[before.table]
        old_keys = [q.key for table in old.tables if table.name == before.table for q in table.questions]
        now = dict(zip(keys, after.cells, strict=True))
        assert [now[key] for key in old_keys] == list(before.cells)


def test_later_versions_keep_the_order_of_the_columns() -> None:
    old = names(plan_of([(1, small.first())]))
    new = names(plan_of([(1, small.first()), (2, small.second())]))
    for table, columns in old.items():
        assert [name for name in new[table] if name in columns] == columns
    added = [name for name in new[MAIN] if name not in old[MAIN]]
    assert added == ["groups__garden", "years_here", "years_here__reason", "belief", "belief__reason"]


def test_the_check_notices_a_lost_refusal() -> None:
    """Control: an answer that says nothing and gives no reason is found."""
    plan = plan_of([(1, small.first())])
    lost = Answered(
        1, small.instance(small.first(), {"/data/about/height": "1"}), {"/data/nowhere": "refused"}
    )
    with pytest.raises(AssertionError):
        nothing_lost(lost, plan)


def workbooks() -> list[Path]:
    return sorted(FORMS.glob("*.xls*")) if FORMS.is_dir() else []


@pytest.mark.shared_data
@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(not workbooks(), reason="the real forms lie beside the project, not in it")
def test_any_route_through_any_real_form_exports_to_the_same_columns() -> None:
    read = 0
    for path in workbooks():
        try:
            outline = read_outline(str(convert(path).xform))
        except PyXFormError:
            continue  # refused at intake
        plan = plan_of([(1, outline)])
        read += 1
        for seed in range(4):
            check(outline, 1, plan, seed)
        every = [column.name.lower() for table in plan.tables for column in columns_of(table, "")]
        assert len({(t.name, c.name.lower()) for t in plan.tables for c in columns_of(t, "")}) == len(every)
    assert read >= 27
