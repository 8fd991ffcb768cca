"""Paths of every kind, and what is taken when the engine is not strict."""
# ruff: noqa: E501 - small forms read better on one line

from tests.forms.engine.make import CLOCK, asked, bind, inputs, xform
from weft.forms.engine import Filling, Form


def test_what_odk_takes_is_taken_when_not_strict() -> None:
    model = bind("a", relevant="/data/b = ''") + bind("b", relevant="/data/a = 1")
    form = Form.parse(xform("<a/><b/>", model=model, body=inputs("a", "zz")), strict=False)
    filling = Filling.new(form, CLOCK)
    assert asked(filling) == ["/data/a"]


def test_paths_of_every_kind_are_heard() -> None:
    """Each result follows its source, whatever way its path takes."""
    paths = {
        "p1": "//a", "p2": "/data/*[1]", "p3": "../a", "p4": "current()/../a", "p5": "ancestor::data/a", "p6": "/data/a | /data/zz",
        "p7": "-(-/data/a)", "p8": "../preceding-sibling::a | ../a", "p9": "instance('a')/data/a", "p10": "/data/g/@k",
        "p11": "indexed-repeat(/data/rep/q, /data/rep, 1)", "p12": "self::node()/../a/text()/.. | /data/a", "p13": "(/data/a)[1]",
        "p14": "descendant-or-self::*/../a", "p15": "string(/data/a/..//a)", "p16": "/data/following-sibling::x | /data/a",
    }  # fmt: skip
    data = '<a/><g k="3"/><rep><q/></rep>' + "".join(f"<{name}/>" for name in paths)
    model = "".join(bind(name, calculate=path) for name, path in paths.items() if name != "p15")
    body = inputs("a") + '<repeat nodeset="/data/rep"><input ref="/data/rep/q"/></repeat>'
    form = Form.parse(xform(data, model=model, body=body), strict=False)
    filling = Filling.new(form, CLOCK)
    filling.set("/data/a", "8")
    filling.set("/data/rep[1]/q", "9")
    found = {name: filling.state(f"/data/{name}").value for name in paths}
    assert {found[name] for name in ("p1", "p3", "p4", "p6", "p7", "p8", "p9", "p13", "p16")} == {"8"}
    assert (found["p10"], found["p11"]) == ("3", "9")


def test_a_former_name_and_prefixes_are_kept() -> None:
    form = Form.parse(xform("<a/><orx:meta><orx:instanceID/></orx:meta>", body=inputs("a")))
    text = "<data xmlns:orx='http://openrosa.org/xforms'><a>1</a><orx:meta><orx:deprecatedID>uuid:0</orx:deprecatedID></orx:meta></data>"
    filling = Filling.load(form, text, CLOCK)
    assert filling.state("/data/orx:meta/orx:deprecatedID").value == "uuid:0"
    assert 'xmlns:orx="http://openrosa.org/xforms"' in filling.xml()
    assert Filling.new(form, CLOCK, instance_id="").state("/data/orx:meta/orx:instanceID").value == ""
