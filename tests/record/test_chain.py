"""What is written is what is read: the digest holds for every JSON a caller may give."""

from datetime import date

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from weft.record.actions import record_event, record_fact
from weft.record.chain import EVENTS, FACTS, as_kept, digest_of, row_digest
from weft.record.models import Event, Fact

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.dictionaries(TEXT, JSON, max_size=3), reason=TEXT)
def test_any_json_reads_back_with_the_digest_it_was_written_with(
    values: dict[str, object], reason: str
) -> None:
    made = record_event(by=None, action="test.made", thing="test.thing:1", after=values, reason=reason)
    kept = Event.objects.get(pk=made.pk)
    assert row_digest(EVENTS, kept) == kept.digest == made.digest
    assert kept.after == made.after


@pytest.mark.django_db
def test_a_fact_reads_back_with_its_digest() -> None:
    made = record_fact(kind="test.fact", on=date(2026, 2, 28), quantities={"minutes": 90.0, "share": 1 / 3})
    kept = Fact.objects.get(pk=made.pk)
    assert row_digest(FACTS, kept) == kept.digest
    assert kept.quantities == {"minutes": 90, "share": 1 / 3}


def test_json_is_kept_as_both_databases_give_it_back() -> None:
    given_values = {2: "b", "10": (1, 2), "big": 1e16, "whole": 3.0, "part": 0.1}
    assert as_kept(given_values) == {  # type: ignore[arg-type]
        "2": "b", "10": [1, 2], "big": 10**16, "whole": 3, "part": 0.1,
    }  # fmt: skip


@pytest.mark.parametrize("value", [float("nan"), float("inf"), date(2026, 1, 1), object()])
def test_what_is_no_json_is_refused(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        as_kept({"value": value})


def test_the_digest_is_what_the_documentation_says() -> None:
    """Worked out with `printf '%s' '{"a":"é","n":1}' | sha256sum`."""
    wanted = "f1899de414a50b27e5e783e8625531c113031f2dc3b4157f3bfad6d0d820509d"
    assert digest_of({"n": 1, "a": "é"}) == wanted


@pytest.mark.django_db
def test_what_somebody_wrote_is_a_reason_and_no_purpose() -> None:
    """On both databases alike: SQLite would keep any length, and the other refuse in front of a visitor."""
    with pytest.raises(ValueError, match="belongs in the reason"):
        record_event(by=None, action="a", thing="b:c", purpose="x" * 41)
    kept = record_event(by=None, action="a", thing="b:c", purpose="x" * 40, reason="y" * 400)
    assert (kept.purpose, kept.reason) == ("x" * 40, "y" * 400)
