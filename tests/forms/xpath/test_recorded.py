"""What ODK Web Forms' own tests expect of an expression, and what we give."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.forms.xpath.recorded import FILE, cases, holds, left_out

pytestmark = [
    pytest.mark.shared_data,
    pytest.mark.skipif(FILE is None, reason="no shared/data/odk folder above the project"),
]
OUT_OF_SCOPE = {
    "CDATA and doctype nodes": 167,
    "error on an unreachable bad call": 29,
    "chance and clock": 27,
    "namespace axis": 8,
    "itext as node": 7,
    "default-namespace name test": 4,
}
EXCEPTIONS: list[str] = []  # in scope and not as recorded: none


def test_scope_is_the_one_written_down() -> None:
    assert Counter(reason for one in cases() if (reason := left_out(one))) == OUT_OF_SCOPE
    assert sum(1 for one in cases() if not left_out(one)) == 2_331


def test_every_case_in_scope_is_as_recorded() -> None:
    ours = [one["expr"] for one in cases() if not left_out(one) and not holds(one)]
    assert ours == EXCEPTIONS


def test_those_out_of_scope_that_hold_all_the_same() -> None:
    """But for chance: a character drawn is the recorded one every sixteenth time."""
    by_rule = [one for one in cases() if left_out(one) not in ("", "chance and clock")]
    passed = Counter(left_out(one) for one in by_rule if holds(one))
    assert passed == {
        "CDATA and doctype nodes": 157,
        "error on an unreachable bad call": 4,
        "itext as node": 1,
    }


def test_bad_call_never_reached_is_no_error_when_not_strict() -> None:
    lazy = [one for one in cases() if left_out(one) == "error on an unreachable bad call"]
    assert sum(holds(one, strict=False) for one in lazy) == 29


def test_a_wrong_value_is_noticed() -> None:
    """The control: the same cases with another value recorded do not hold."""
    true = [one for one in cases() if one.get("kind") == "boolean" and not left_out(one)][:50]
    assert not any(holds(one | {"value": not one["value"]}) for one in true)
