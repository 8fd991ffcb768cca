"""Conditions over answers have three values, and can do nothing else."""

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.programmes.blueprint.expressions import NotAnExpression, expression, names_in, truth

ANSWERS = {
    "age": 17,
    "area": "E09000007",
    "first_time": "yes",
    "languages": ["ur", "en"],
    "born": "2001-02-03",
}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", True),
        ("age >= 18", False),
        ("age >= 17 and first_time = 'yes'", True),
        ("first_time", True),
        ("not first_time", False),
        ("area in ('E09000007', 'E09000030')", True),
        ("area not in ('E09000007')", False),
        ("'ur' in languages", True),
        ("'pl' in languages", False),
        ("languages = 'en'", True),
        ("born < '2008-11-22'", True),
        ("age = '17'", True),
        ("area < 5", None),
        ("income > 5", None),
        ("income > 5 and age >= 18", False),
        ("income > 5 or age < 18", True),
        ("not (income > 5)", None),
        ("income in (1, 2)", None),
        ("area in (unknown, 'E09000007')", True),
        ("area in (unknown, 'E09000030')", None),
        ("age < 18 or age > 65 and income", True),
        ("(age < 18 or age > 65) and income", None),
    ],
)
def test_an_expression_is_true_false_or_undetermined(text: str, wanted: bool | None) -> None:
    assert truth(text, ANSWERS) is wanted


@pytest.mark.parametrize(
    "text",
    [
        "age >", "age >= 18 and", "(age", "age)", "age = 'x", "age == 1 == 2", "a.b", "a[0]", "f(x)", "1 + 1",
        "__import__('os')", "lambda: 1", "a in ()", "not", "in", "; drop", "a = 1 b", "x" * 501,
        "(" * 30 + "a" + ")" * 30,
        "not " * 40 + "a",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(NotAnExpression):
        expression(text)


def test_the_message_says_where() -> None:
    with pytest.raises(NotAnExpression, match=r"^Expected a name, a number or a text, found the end\.$"):
        expression("age >=")


NAMES = ("a", "b", "c")
TRUTHS = st.sampled_from([True, False, None])
TREES = st.recursive(
    st.sampled_from(NAMES),
    lambda inner: st.one_of(
        inner.map(lambda one: f"not ({one})"),
        st.tuples(inner, st.sampled_from(("and", "or")), inner).map(
            lambda parts: "({}) {} ({})".format(*parts)
        ),
    ),
    max_leaves=8,
)


@given(TREES, st.fixed_dictionaries(dict.fromkeys(NAMES, TRUTHS)))
def test_what_is_known_stays_true_whatever_the_missing_answers_turn_out_to_be(
    text: str, said: dict[str, bool | None]
) -> None:
    """Kleene: a value that is determined is the same for every way the missing answers may be filled in."""
    value = truth(text, said)
    missing = [name for name in NAMES if said[name] is None]
    for number in range(2 ** len(missing)):
        filled = {**said, **{name: bool(number >> at & 1) for at, name in enumerate(missing)}}
        whole = truth(text, filled)
        assert whole is not None
        assert value is None or whole is value


@given(TREES, st.fixed_dictionaries({name: st.booleans() for name in NAMES}))
def test_with_every_answer_given_it_is_ordinary_logic(text: str, said: dict[str, bool]) -> None:
    assert truth(text, said) is bool(eval(text, {"__builtins__": {}}, dict(said)))
    assert names_in(text) <= set(NAMES)


SAID = st.one_of(st.none(), st.text(max_size=3), st.integers(), st.booleans())
TEXTS = st.text(alphabet="ab=<>!()[],'\" .andornti0123456789-_", max_size=60)


@given(TEXTS, st.dictionaries(st.sampled_from("ab"), SAID))
def test_any_text_is_parsed_or_refused_and_never_more(text: str, said: dict[str, Any]) -> None:
    with contextlib.suppress(NotAnExpression):
        assert truth(text, said) in (True, False, None)
