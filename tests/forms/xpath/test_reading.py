"""Compiling: what is refused and how it is said, which paths are read, and the tree they are read from."""

from __future__ import annotations

import pytest

from tests.forms.xpath.make import FORM, ask, compiled, node, text, world
from weft.forms.xpath import (
    Context,
    Moment,
    Node,
    ReadPath,
    UnknownFunction,
    UnknownPrefix,
    WrongArguments,
    XPathError,
    XPathEvaluationError,
    XPathSyntaxError,
    compile_expression,
    in_document_order,
    parse_xml,
)


@pytest.mark.parametrize(
    ("source", "kind", "said"),
    [
        ("", XPathSyntaxError, "The expression is empty (character 1)"),
        ("1 +", XPathSyntaxError, "A value is missing before the end (character 4)"),
        ("1 + )", XPathSyntaxError, "A value is missing before ')' (character 5)"),
        ("1 2", XPathSyntaxError, "'2' cannot stand here (character 3)"),
        ("(1", XPathSyntaxError, "')' is missing before the end (character 3)"),
        ("count(a b)", XPathSyntaxError, "')' is missing before 'b' (character 9)"),
        ("/data/", XPathSyntaxError, "A name is missing before the end (character 7)"),
        ("/data/'x'", XPathSyntaxError, "A name is missing before 'x' (character 7)"),
        ("/data/string(a)", XPathSyntaxError, "string() cannot be a step of a path (character 13)"),
        ("up::a", XPathSyntaxError, "No axis up:: (character 1)"),
        ("'abc", XPathSyntaxError, "A text starts here and its closing quotation mark is missing (character 1)"),
        ("$name", XPathSyntaxError, "'$' cannot stand here (character 1)"),
        ("1 or explode()", UnknownFunction, "No function explode() (character 6). Did you mean exp()?"),
        ("selekted(a, 'b')", UnknownFunction, "No function selekted() (character 1). Did you mean selected()?"),
        ("zzzz()", UnknownFunction, "No function zzzz() (character 1)."),
        ("jr:choicename('a', 'b')", UnknownFunction,
            "No function jr:choicename() (character 1). Did you mean jr:choice-name()?"),
        ("h:concat('a')", UnknownFunction, "No function h:concat() (character 1). Did you mean concat()?"),
        ("no:concat('a')", UnknownPrefix, "The prefix no: has no namespace (character 1)"),
        ("/data/no:a", UnknownPrefix, "The prefix no: has no namespace (character 7)"),
        ("not()", WrongArguments, "not() needs 1 arguments and has 0 (character 1)"),
        ("pi(1)", WrongArguments, "pi() takes 0 arguments and has 1 (character 1)"),
        ("count('a')", WrongArguments, "count(): A path is needed here, and this is a string (character 1)"),
        ("1/a", XPathSyntaxError, "A path is needed here, and this is a number (character 1)"),
    ],
)  # fmt: skip
def test_refusal_says_what_and_where(source: str, kind: type[XPathError], said: str) -> None:
    with pytest.raises(kind) as refused:
        compile_expression(source)
    assert str(refused.value) == said


def test_prefixes_are_the_callers() -> None:
    assert ask("count(//*)") == 18.0
    found = compile_expression("/data/x:meta", {"x": "http://openrosa.org/xforms"})
    at = world()
    assert found.string(Context(at.root, at)) == "uuid:1"


def test_not_strict_fails_only_when_reached() -> None:
    lazy, at = compile_expression("if(/data/age > 18, 'adult', explode())", strict=False), world()
    assert lazy.string(Context(at.root, at)) == "adult"
    with pytest.raises(UnknownFunction):
        compile_expression("explode()", strict=False).evaluate(Context(at.root, at))


def test_value_that_is_no_node_is_said_to_be_none() -> None:
    at = world()
    with pytest.raises(XPathEvaluationError, match="gives a value and not nodes"):
        compiled("1 + 1").nodes(Context(at.root, at))
    assert compiled("1 + 1").boolean(Context(at.root, at)) is True
    assert repr(compiled("1 + 1")) == "Expression('1 + 1')"


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        ("/data/age >= 18", [("root", "/data/age")]),
        (". > 0 and . < ../most", [("node", ""), ("node", "../most")]),
        ("-(/data/a) | /data/b", [("root", "/data/a"), ("root", "/data/b")]),
        ("sum(/data/child[years > ../limit]/years)", [("root", "/data/child/years"),
        ("root", "/data/child/../limit"), ("root", "/data/child/years")]),
        ("instance('x')/list/item[name = /data/f]/label", [("instance:x", "list/item/name"),
        ("root", "/data/f"), ("instance:x", "list/item/label")]),
        ("/data/child[a = current()/../b]/c", [("root", "/data/child/a"), ("node", "../b"),
        ("root", "/data/child/c")]),
        ("current()", [("node", "")]), ("instance('x')", [("instance:x", "")]),
        ("instance(/data/which)/list", [("root", "/data/which"), ("unknown", "list")]),
        ("once(/data/a)", [("root", "/data/a"), ("node", "")]), ("string-length()", [("node", "")]),
        ("jr:choice-name(/data/a, '/data/a')", [("root", "/data/a")]),
        ("jr:choice-name('x', /data/b)", [("root", "/data/b")]),
        ("(/data/a)[. = 1]/b", [("root", "/data/a"), ("root", "/data/a/b")]),
        ("//a/@b/ancestor::*/text()/o:p", [("root", "////a/@b/ancestor::*/text()/o:p")]),
        ("concat('a', today())", []),
    ],
)  # fmt: skip
def test_paths_an_expression_reads(source: str, paths: list[tuple[str, str]]) -> None:
    found = [
        (one.origin, ("/" if one.origin == "root" else "") + "/".join(one.steps))
        for one in compile_expression(source, {"o": "u"}).paths
    ]
    assert found == list(dict.fromkeys(paths))


def test_clock_and_chance_are_known_beforehand() -> None:
    assert compiled("/data/born < today()").uses_clock
    assert not compiled("/data/born < date('2026-01-01')").uses_clock
    assert compiled("randomize(/data/a)").uses_chance
    assert compiled("1").paths == ()
    assert ReadPath("root", ("data",)) in compiled("/data").paths


def test_date_is_a_number_with_a_text() -> None:
    found = ask("date('2026-11-22')")
    assert isinstance(found, Moment)
    assert (found, found.text) == (20779.0, "2026-11-22")
    assert Moment.none().text == "Invalid Date"


def test_tree_is_read_and_changed() -> None:
    whole = parse_xml(f"<?x y?><!-- c -->{FORM}")
    data = whole.first("data")
    assert data is not None
    assert (data.get("id"), data.get("none"), data.name, repr(data)) == (
        "visit",
        None,
        "data",
        "<element data>",
    )
    assert [one.name for one in whole.children] == ["x", "", "data"]
    assert whole.children[1].string_value() == " c "
    child = data.named("child")[0]
    again = data.insert(data.children.index(child) + 1, child.copy())
    assert [one.string_value() for one in data.named("child")] == ["Ben4", "Ben4", "Cleo9", "Dov"]
    data.remove(again)
    assert (len(data.named("child")), again.parent) == (3, None)
    years = child.elements()[1]
    years.set_text("5")
    years.set_text("6")
    assert years.string_value() == "6"
    years.set_text("")
    assert (years.string_value(), years.children) == ("", [])
    years.append(Node("element", "deep"))
    years.set_text("7")
    assert [one.kind for one in years.children] == ["text"]


def test_attributes_and_namespaces_are_kept_by_a_copy() -> None:
    data = parse_xml("<data xmlns='u' xmlns:o='v' a='1' o:b='2' xml:lang='fr'><o:c/></data>").children[0]
    assert (data.ns, data.get("a"), data.get("b", "v"), data.children[0].ns) == ("u", "1", "2", "v")
    data.set("d", "3")
    same = data.copy()
    assert [one.text for one in same.attributes.values()] == ["1", "2", "fr", "3"]
    assert (same.namespace("o"), same.children[0].namespace("o"), same.namespace("q")) == ("v", "v", None)
    assert same.namespace("xml") == "http://www.w3.org/XML/1998/namespace"
    assert same.root() is same and same.children[0].root() is same


def test_nodes_are_put_in_the_order_of_the_document() -> None:
    at = world()
    some = [node(at, path) for path in ("/data/child[2]", "/data/@id", "/data", "/data/child[1]/first")]
    other = parse_xml("<z/>")
    assert in_document_order([*some, some[0], other]) == [some[2], some[1], some[3], some[0], other]


def test_deep_text_counts_every_part() -> None:
    assert text("string(/data/child[2])") == "Cleo9"
    assert text(".", "/data/@version") == "7"
