"""Forms and answers that ask for too much are refused, or end, within two seconds on a quiet machine."""

from time import process_time

import pytest

from tests.forms.engine.make import CLOCK, bind, inputs, start, xform
from weft.forms.engine import (
    AnswerTooLong,
    CyclicForm,
    EndlessForm,
    FailedExpression,
    Filling,
    FillingError,
    Form,
    FormError,
    FormTooLarge,
    TooManyRepeats,
    cells,
    most_instances,
    ripple,
)  # fmt: skip

SECONDS = 4  # of processor time; less than one on a quiet machine, and the tests run beside others
REPEAT = '<repeat nodeset="/data/rep" jr:count="{}"><input ref="/data/rep/q"/></repeat>'
UNCOUNTED = '<repeat nodeset="/data/rep"><input ref="/data/rep/q"/></repeat>'
INSIDE = (
    '<repeat nodeset="/data/r1" jr:count="{0}"><repeat nodeset="/data/r1/r2" jr:count="{0}">'
    '<input ref="/data/r1/r2/q"/></repeat></repeat>'
)
GIVEN = '<rep jr:template=""><q/></rep>'


@pytest.mark.parametrize(
    ("data", "model", "body", "refused"),
    [
        (GIVEN, "", REPEAT.format("count(/data/rep) + 1"), EndlessForm),
        ("<rep><q/></rep>", "", REPEAT.format("count(/data/rep) * 2"), TooManyRepeats),
        (GIVEN, "", REPEAT.format("1000000000"), TooManyRepeats),
        (GIVEN, "", REPEAT.format("1 div 0"), TooManyRepeats),
        ("<a/><b/>", bind("a", calculate="../b") + bind("b", calculate="../a"), "", CyclicForm),
        ("<a/>", bind("a", calculate=". + 1"), "", CyclicForm),
        ("<g><a/></g>", bind("g", relevant="/data/g/a = 1"), "", CyclicForm),
        ("<a/>", bind("a", calculate="1 +"), "", FormError),
        ("<a/>", bind("a", calculate="summ(1)"), "", FormError),
        ("<a/>", bind("a", relevant="'" + "x" * 49_000 + "'"), "", None),
        ("<a/>", "", "<group>" * 70 + inputs("a") + "</group>" * 70, FormTooLarge),
        ("<g>" * 200 + "</g>" * 200, "", "", FormError),
        ("<a/>", bind("a", calculate="concat(" + ",".join(["repeat-not-there"] * 3) + ")"), "", None),
        ("<a/>", "", inputs("b"), FormError),
        ("<a/>", "", "<input/>", FormError),
        ("<a/>", '<setvalue event="xforms-value-changed" value="1"/>', "", FormError),
        ("<a/>", '<setvalue ref="/data/a" event="no-such" value="1"/>', "", FormError),
        ("<a/>", '<instance id="l"/><instance id="l"/>', "", FormError),
        (
            "".join(f"<a{i}/>" for i in range(230)),
            "".join(bind(f"a{i}", relevant=" or ".join(f"/data/a{j} = 1234" for j in range(i))) for i in range(1, 230)),
            "",
            FormTooLarge,
        ),
    ],
)  # fmt: skip
def test_a_hostile_form_is_refused_soon(
    data: str, model: str, body: str, refused: type[Exception] | None
) -> None:
    began = process_time()
    if refused is None:
        start(data, model=model, body=body)
    else:
        with pytest.raises(refused):
            start(data, model=model, body=body)
    assert process_time() - began < SECONDS


def test_a_cycle_is_named() -> None:
    with pytest.raises(CyclicForm, match="/data/a → /data/b → /data/a"):
        start("<a/><b/>", model=bind("a", calculate="../b") + bind("b", calculate="../a"))


@pytest.mark.slow
def test_repeats_in_repeats_cannot_fill_the_memory() -> None:
    with pytest.raises(TooManyRepeats, match="60,000 values"):
        start("<r1><r2><q/></r2></r1>", body=INSIDE.format(9999))


def test_as_many_instances_as_are_allowed_are_kept_and_one_more_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The quick version of the one below."""
    for module in (ripple, cells):
        monkeypatch.setattr(module, "REPEATS_MOST", 100)
    filling = start("<n/>" + GIVEN, body=inputs("n") + REPEAT.format("/data/n"))
    filling.set("/data/n", "100")
    with pytest.raises(TooManyRepeats, match="more than 100 times"):
        filling.set("/data/n", "101")
    form, answers = Form.parse(xform(GIVEN, body=UNCOUNTED)), "<data>" + "<rep/>" * 100
    assert len(list(Filling.load(form, answers + "</data>", CLOCK).walk())) == 200
    with pytest.raises(TooManyRepeats):
        Filling.load(form, answers + "<rep/></data>", CLOCK)


def test_values_are_counted_over_repeats_in_repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    """The quick version of the one above."""
    monkeypatch.setattr(ripple, "CELLS_MOST", 600)
    with pytest.raises(TooManyRepeats, match="600 values"):
        start("<r1><r2><q/></r2></r1>", body=INSIDE.format(99))
    start("<r1><r2><q/></r2></r1>", body=INSIDE.format(9))


@pytest.mark.slow
def test_ten_thousand_instances_are_kept_and_one_more_refused() -> None:
    body = inputs("n") + REPEAT.format("/data/n")
    filling = start(
        "<n/>" + GIVEN + "<total/>", model=bind("total", calculate="count(/data/rep[q != ''])"), body=body
    )
    began = process_time()
    filling.set("/data/n", "10000")
    filling.set("/data/rep[9000]/q", "7")
    assert process_time() - began < SECONDS
    assert filling.state("/data/total").value == "1"
    with pytest.raises(TooManyRepeats):
        filling.set("/data/n", "10001")
    assert filling.form.bind("/data/none").type == "string"


@pytest.mark.slow
def test_ten_thousand_instances_of_four_questions_are_read_in_bounded_time() -> None:
    """As many values as a filling may hold."""
    asked = "".join(f'<input ref="/data/rep/{name}"/>' for name in "abcd")
    model = bind("rep/a", type="int", required="true()") + bind("rep/b", relevant="../a &gt; 2")
    model += bind("rep/c", calculate="../a * 2") + bind("total", calculate="sum(/data/rep/a)")
    body = f'<repeat nodeset="/data/rep">{asked}</repeat>'
    form = Form.parse(xform('<rep jr:template=""><a/><b/><c/><d/></rep><total/>', model=model, body=body))
    one = "<rep><a>5</a><b>hello</b><c/><d>2020-01-01</d></rep>"
    began = process_time()
    filling = Filling.load(form, f"<data>{one * 10_000}<total/></data>", CLOCK)
    assert process_time() - began < SECONDS
    assert filling.state("/data/total").value == "50000"
    assert most_instances(filling.root) == 10_000


def test_a_million_characters_are_kept_and_one_more_refused() -> None:
    filling = start("<a/><b/>", model=bind("b", calculate="string-length(/data/a)"), body=inputs("a"))
    filling.set("/data/a", "x" * 1_000_000)
    assert filling.state("/data/b").value == "1000000"
    with pytest.raises(AnswerTooLong):
        filling.set("/data/a", "x" * 1_000_001)


def test_an_expression_that_fails_says_so() -> None:
    filling = start("<a/><b/>", model=bind("b", calculate="concat(/data/a, 'x')"), body=inputs("a"))
    with pytest.raises(FailedExpression, match="beyond 1,000,000 characters"):
        filling.set("/data/a", "x" * 1_000_000)


def test_values_that_set_each_other_come_to_an_end() -> None:
    setting = '<setvalue event="xforms-value-changed" ref="/data/{}" value="/data/{} + 1"/>'
    body = "".join(
        f'<input ref="/data/{one}">{setting.format(other, one)}</input>' for one, other in ("ab", "ba")
    )
    filling = start("<a/><b/>", body=body)
    with pytest.raises(EndlessForm):
        filling.set("/data/a", "1")


@pytest.mark.parametrize(
    "text", ["<not xml", "<other/>", '<!DOCTYPE a [<!ENTITY x "y">]><data>&x;</data>', ""]
)
def test_answers_that_are_no_answers_are_refused(text: str) -> None:
    form = Form.parse(xform("<a/>", body=inputs("a")))
    with pytest.raises(FillingError):
        Filling.load(form, text, CLOCK)


@pytest.mark.slow
def test_answers_with_too_many_values_are_refused() -> None:
    form = Form.parse(xform("<a/>", body=inputs("a")))
    with pytest.raises(FillingError, match="60,000"):
        Filling.load(form, "<data>" + "<a/>" * 60_001 + "</data>", CLOCK)
    repeating = Form.parse(xform(GIVEN, body=UNCOUNTED))
    with pytest.raises(TooManyRepeats):
        Filling.load(repeating, "<data>" + "<rep/>" * 10_001 + "</data>", CLOCK)


@pytest.mark.parametrize("xml", ["<a/>", "nothing", "<html><head/></html>"])
def test_what_is_no_form_is_refused(xml: str) -> None:
    with pytest.raises(FormError):
        Form.parse(xml)
