"""Whatever route is taken through a form, some things always hold."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.forms.engine.make import CLOCK, bind, inputs, xform
from weft.forms.engine import Filling, Form, ReadOnly, UnknownReference

MODEL = (
    bind("a", type="int")
    + bind("b", relevant="/data/a &gt; 2", required="true()")
    + bind("g", relevant="/data/b != ''")
    + bind("g/c", constraint=". != 'no'")
    + bind("rep/q", type="decimal")
    + bind("rep/twice", calculate="../q * 2", relevant="../q &gt; 1")
    + bind("total", calculate="sum(/data/rep/twice) + count(/data/rep)")
)
BODY = (
    inputs("a", "b")
    + '<group ref="/data/g"><input ref="/data/g/c"/></group>'
    + '<group ref="/data/rep"><label>R</label><repeat nodeset="/data/rep"><input ref="/data/rep/q"/></repeat></group>'
)
FORM = Form.parse(xform("<a/><b/><g><c>start</c></g><rep><q/><twice/></rep><total/>", model=MODEL, body=BODY))
REFS = ("/data/a", "/data/b", "/data/g/c", "/data/rep[1]/q", "/data/rep[2]/q")
VALUES = st.sampled_from(["", "1", "3", "no", "é&<\"'>", "2.5"])
STEPS = st.one_of(
    st.tuples(st.just("set"), st.sampled_from(REFS), VALUES),
    st.tuples(st.just("leave"), st.sampled_from(REFS), st.sampled_from(["refused", "dont_know", ""])),
    st.tuples(st.just("add"), st.just("/data/rep"), st.just("")),
    st.tuples(st.just("remove"), st.just("/data/rep"), st.just("1")),
)


def take(filling: Filling, steps: list[tuple[str, str, str]]) -> None:
    for act, ref, value in steps:
        try:
            if act == "add":
                filling.add(ref)
            elif act == "remove" and len(filling.root.kids[FORM.shape.slots[ref]]):
                filling.remove(ref, int(value))
            elif act in ("set", "leave"):
                getattr(filling, act)(ref, value)
        except (UnknownReference, ReadOnly):
            continue


def all_states(filling: Filling) -> list[object]:
    return [filling.state(place.ref) for place in filling.walk(include_irrelevant=True) if place.ref]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(STEPS, max_size=12))
def test_a_draft_loaded_again_stands_as_it_stood(steps: list[tuple[str, str, str]]) -> None:
    filling = Filling.new(FORM, CLOCK)
    take(filling, steps)
    again = Filling.load(FORM, filling.full_xml(), CLOCK)
    again.reasons = dict(filling.reasons)
    assert all_states(again) == all_states(filling)
    assert again.xml() == filling.xml()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(STEPS, max_size=12))
def test_results_are_what_a_fresh_start_gives(steps: list[tuple[str, str, str]]) -> None:
    """Working out only what hears of a change comes to the same as working out everything."""
    filling = Filling.new(FORM, CLOCK)
    take(filling, steps)
    before = all_states(filling)
    filling.ripple.mark_all(filling.root)
    filling.happening.settle()
    assert all_states(filling) == before


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(STEPS, max_size=8), VALUES)
def test_an_answer_comes_back_with_its_relevance(steps: list[tuple[str, str, str]], value: str) -> None:
    filling = Filling.new(FORM, CLOCK)
    take(filling, steps)
    filling.set("/data/a", "5")
    filling.set("/data/b", value)
    filling.set("/data/a", "1")
    assert filling.state("/data/b").value == ""
    filling.set("/data/a", "5")
    assert filling.state("/data/b").value == value
