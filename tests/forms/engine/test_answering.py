"""What the engine says and does, part by part."""
# ruff: noqa: E501 - small forms read better on one line

import pytest

from tests.forms.engine.make import CLOCK, asked, bind, inputs, start, xform
from weft.forms.engine import (
    Filling,
    FillingError,
    Form,
    FormError,
    Group,
    NotARepeat,
    Question,
    ReadOnly,
    UnknownReference,
    reads_as,
)  # fmt: skip
from weft.forms.engine.filling import answers_by_ref
from weft.forms.engine.values import kept

LIST = (
    '<instance id="places"><list>'
    "<item><name>n</name><label>North</label><region>a</region></item>"
    "<item><name>s</name><label>South</label><region>b</region></item>"
    '<item kind="x"><name>none</name><label>Rather not say</label><region>b</region><missing>refused</missing></item>'
    "</list></instance>"
)


def choosing(control: str, nodes: str = "instance('places')/list/item", ref: str = "place") -> str:
    return (
        f'<{control} ref="/data/{ref}"><label>{ref}</label><itemset nodeset="{nodes}"><value ref="name"/>'
        f'<label ref="label"/></itemset></{control}>'
    )


@pytest.mark.parametrize(
    ("kind", "text", "is_kept"),
    [
        ("int", "10.9", "10"), ("int", "x", ""), ("int", "9999999999", ""), ("int", "-3", "-3"),
        ("int", "1" * 500, ""), ("decimal", "2", "2.0"), ("decimal", "1e400", ""), ("decimal", "1.50", "1.5"),
        ("date", "2024-02-29", "2024-02-29"), ("date", "2025-02-29", ""), ("date", "2024-02-29T10:00", "2024-02-29"),
        ("date", "2024-02-29T25:00", ""), ("date", "29/02/2024", ""),
        ("dateTime", "2024-02-29T10:00:00Z", "2024-02-29T10:00:00Z"), ("dateTime", "2024-02-29", ""),
        ("dateTime", "2024-02-29T24:30:00Z", ""), ("time", "10:20:30", "10:20:30"), ("time", "10:20", ""),
        ("time", "99:20:30", ""), ("geopoint", "51.5 -0.1", "51.5 -0.1"), ("geopoint", "91 0 0 0", ""),
        ("geopoint", "x y", ""), ("geotrace", "1 2;3 4", "1.0 2.0;3.0 4.0"), ("geotrace", "1 2", ""),
        ("geoshape", "1 2;3 4;1 2", "1.0 2.0;3.0 4.0;1.0 2.0"), ("geoshape", "1 2;3 4;5 6", ""), ("string", " x ", " x "),
    ],
)  # fmt: skip
def test_an_answer_is_kept_by_its_type(kind: str, text: str, is_kept: str) -> None:
    assert kept(kind, text) == is_kept
    assert reads_as(kind, text) == bool(is_kept)


def test_a_choice_that_says_why_there_is_no_answer_is_a_reason() -> None:
    filling = start("<place/>", model=LIST + bind("place", required="true()"), body=choosing("select1"))
    assert [one.reason for one in filling.state("/data/place").choices] == ["", "", "refused"]
    filling.set("/data/place", "none")
    assert filling.state("/data/place").reason == "refused"
    filling.set("/data/place", "nowhere")
    assert (filling.state("/data/place").value, filling.state("/data/place").required_ok) == ("", False)


def test_a_reason_satisfies_what_is_required_and_an_answer_takes_it_back() -> None:
    filling = start("<a/>", model=bind("a", required="true()", jr__requiredMsg="Say it"), body=inputs("a"))
    assert [(one.ref, one.message) for one in filling.problems()] == [("/data/a", "Say it")]
    filling.leave("/data/a", "dont_know")
    assert (filling.problems(), filling.reasons) == ((), {"/data/a": "dont_know"})
    filling.set("/data/a", "x")
    assert filling.reasons == {} and filling.state("/data/a").is_valid
    filling.leave("/data/a", "refused")
    filling.leave("/data/a", "")
    assert not filling.state("/data/a").required_ok
    with pytest.raises(FillingError):
        filling.leave("/data/a", "because")


def test_reasons_move_with_their_repeat() -> None:
    filling = start("<rep><q/></rep>", body='<repeat nodeset="/data/rep"><input ref="/data/rep/q"/></repeat>')
    filling.add("/data/rep")
    filling.leave("/data/rep[2]/q", "refused")
    filling.remove("/data/rep", 1)
    assert filling.reasons == {"/data/rep[1]/q": "refused"}


def test_a_filter_hides_what_was_chosen_and_gives_it_back() -> None:
    model = LIST + bind("region", type="string")
    nodes = "instance('places')/list/item[region = /data/region or /data/region = '']"
    filling = start("<region/><place/>", model=model, body=inputs("region") + choosing("select", nodes))
    filling.set("/data/place", "s n")
    filling.set("/data/region", "a")
    assert filling.state("/data/place").value == "n"
    filling.set("/data/region", "b")
    assert filling.state("/data/place").value == "s"
    filling.set("/data/region", "")
    assert filling.state("/data/place").value == "n s"
    assert filling.choice_label("/data/place", "zz") == "zz"


def test_a_ranking_keeps_its_order() -> None:
    filling = start("<place/>", model=LIST, body=choosing("odk:rank"))
    filling.set("/data/place", "s none n")
    assert filling.state("/data/place").value == "s none n"
    assert filling.form.question("/data/place").kind == "rank"  # type: ignore[union-attr]


def test_a_range_keeps_what_lies_in_it() -> None:
    body = '<range ref="/data/a" start="1" end="5" step="1"/>'
    filling = start("<a/>", model=bind("a", type="int"), body=body)
    filling.set("/data/a", "6")
    assert filling.state("/data/a").value == ""
    filling.set("/data/a", "5")
    assert answers_by_ref(filling) == {"/data/a": "5"}
    odd = start("<a/>", body='<range ref="/data/a" start="low" end="5"/>')
    odd.set("/data/a", "6")
    assert odd.state("/data/a").value == "6"


def test_references_that_name_nothing_are_refused() -> None:
    filling = start("<a/><rep><q/></rep>", body=inputs("a") + '<repeat nodeset="/data/rep"/>')
    for ref in ("/data/b", "a", "/other/a", "/data/a[", "/data/rep[2]/q", "/data/a/@id"):
        with pytest.raises(UnknownReference):
            filling.set(ref, "1")
    with pytest.raises(UnknownReference):
        filling.add("/data/none")
    with pytest.raises(NotARepeat):
        filling.add("/data/a")
    with pytest.raises(NotARepeat):
        filling.remove("/data/rep", 2)
    with pytest.raises(ReadOnly):
        filling.set("/data/rep[1]", "1")


def test_what_the_form_counts_is_not_added_to() -> None:
    body = '<repeat nodeset="/data/rep" jr:noAddRemove="true()"><input ref="/data/rep/q"/></repeat>'
    filling = start('<rep jr:template=""><q>7</q></rep>', body=body)
    assert filling.state("/data/rep[1]/q").value == "7"
    for act in (lambda: filling.add("/data/rep"), lambda: filling.remove("/data/rep", 1)):
        with pytest.raises(NotARepeat):
            act()


def test_readonly_is_inherited() -> None:
    body = '<group ref="/data/g"><input ref="/data/g/a"/></group>'
    filling = start("<g><a/></g>", model=bind("g", readonly="true()"), body=body)
    assert filling.state("/data/g/a").readonly
    assert not filling.state("/data/orx:meta/orx:instanceID").readonly


def test_values_are_set_when_the_form_opens_a_repeat_grows_and_an_answer_changes() -> None:
    model = '<setvalue event="odk-instance-first-load" ref="/data/a">it\'s</setvalue>' + LIST
    body = (
        '<input ref="/data/a"><setvalue event="xforms-value-changed" ref="/data/b" value="concat(/data/a, \'!\')"/>'
        '<setvalue event="xforms-value-changed" ref="/data/rep[position() = 2]/q" value="5"/>'
        '<setvalue event="xforms-value-changed" ref="/data/none" value="5"/></input>'
        '<repeat nodeset="/data/rep"><setvalue event="odk-new-repeat" ref="/data/rep/q" value="position(..)"/>'
        '<setvalue event="odk-new-repeat" ref="/data/rep/e"/><input ref="/data/rep/q"/></repeat>'
    )
    filling = start("<a/><b/><rep><q/><e>x</e></rep>", model=model, body=body)
    assert filling.state("/data/a").value == "it's"
    filling.add("/data/rep")
    assert filling.state("/data/rep[2]/q").value == "2"
    filling.set("/data/a", "yes")
    assert filling.state("/data/b").value == "yes!"
    assert (filling.state("/data/rep[1]/q").value, filling.state("/data/rep[2]/q").value) == ("", "5")


def test_what_is_known_beforehand_is_filled_in() -> None:
    model = (
        bind("d", jr__preload="date") + bind("s", type="dateTime", jr__preload="timestamp", jr__preloadParams="start")
        + bind("e", type="dateTime", jr__preload="timestamp", jr__preloadParams="end")
        + bind("u", jr__preload="uid") + bind("p", jr__preload="property", jr__preloadParams="username")
    )  # fmt: skip
    form = Form.parse(xform("<d/><s/><e/><u/><p/>", model=model))
    filling = Filling.new(form, CLOCK, properties={"username": "ada"})
    state = {name: filling.state(f"/data/{name}").value for name in "dsep"}
    assert state == {"d": "2026-05-03", "s": "2026-05-03T23:30:00.000+01:00", "e": "", "p": "ada"}
    assert filling.state("/data/u").value.startswith("uuid:")
    filling.finish()
    assert filling.state("/data/e").value == "2026-05-03T23:30:00.000+01:00"


def test_a_form_in_two_languages_falls_back_on_its_first() -> None:
    itext = (
        '<itext><translation lang="en" default="true()"><text id="a"><value>Name</value><value form="guidance">G</value>'
        '<value form="image">jr://images/a.png</value></text><text id="b"><value>Only <output value="/data/a"/></value>'
        '</text></translation><translation lang="cy"><text id="a"><value>Enw</value></text></translation></itext>'
    )
    body = (
        '<input ref="/data/a"><label ref="jr:itext(\'a\')"/><hint ref="jr:itext(\'a\')"/></input>'
        "<input ref=\"/data/b\"><label ref=\"jr:itext(concat('b', ''))\"/></input>"
        '<input ref="/data/c"><label ref="/data/a"/></input><trigger ref="/data/t"><label>Go</label></trigger>'
    )
    model = itext + bind("t", jr__constraintMsg="jr:itext('a')") + bind("n", calculate="jr:itext('a')")
    filling = start("<a/><b/><c/><t/><n/>", model=model, body=body)
    filling.set("/data/a", "Ada")
    state = filling.state("/data/a")
    assert (filling.form.default_language, state.label, state.hint, state.guidance) == (
        "en",
        "Name",
        "Name",
        "G",
    )
    assert filling.form.question("/data/a").media.keys() == {"image"}  # type: ignore[union-attr]
    assert filling.state("/data/n").value == "Name"
    filling.language = "cy"
    assert filling.language == "cy"
    assert filling.state("/data/a").label == "Enw"
    assert (filling.state("/data/b").label, filling.state("/data/c").label) == ("Only Ada", "Ada")
    assert (filling.state("/data/n").value, filling.state("/data/t").constraint_message) == ("Enw", "Enw")
    assert filling.form.bind("/data/t").messages[0].itext_id == "a"
    with pytest.raises(FillingError):
        filling.language = "fr"


def test_choices_written_into_a_question_and_names_of_choices() -> None:
    body = (
        '<select1 ref="/data/a"><label>A</label><item><label>One</label><value>1</value></item>'
        '<item weft:missing="dont_know"><value>9</value></item><item/></select1>'
    )
    model = bind("b", calculate="jr:choice-name(/data/a, '/data/a')") + bind(
        "c", calculate="jr:choice-name('1', '/data/zz')"
    )
    filling = start("<a/><b/><c/>", model=model, body=body)
    filling.set("/data/a", "1")
    assert (filling.state("/data/b").value, filling.state("/data/c").value) == ("One", "")
    assert [(one.value, one.label, one.reason) for one in filling.state("/data/a").choices][1] == (
        "9",
        "9",
        "dont_know",
    )


def test_lists_from_files_and_what_is_pulled_from_them() -> None:
    model = (
        '<instance id="wards" src="jr://file-csv/wards.csv"/><instance id="map" src="jr://file/map.geojson"/>'
        '<instance id="x" src="jr://file/x.xml"/><instance id="gone" src="jr://file/gone.csv"/>' + LIST
        + bind("b", calculate="pulldata('wards', 'title', 'name', /data/a)")
        + bind("c", calculate="pulldata('places', 'name', '@kind', 'x')")
    )  # fmt: skip
    features = (
        '{"type":"FeatureCollection","features":[{"type":"Feature","id":1,"properties":{"name":"P"},"geometry":'
        '{"type":"Point","coordinates":[1,2]}},{"type":"Feature","properties":{"id":"z"},"geometry":{"type":"Polygon",'
        '"coordinates":[[[1,2],[3,4]]]}},{"type":"Feature","geometry":{"type":"LineString","coordinates":[[1,2]]}}]}'
    )
    files = {
        "wards.csv": "\ufeffname;title\r\nw1;One\r\n\r\n",
        "map.geojson": features,
        "x.xml": "<root><item/></root>",
    }
    form = Form.parse(xform("<a/><b/><c/>", model=model, body=inputs("a")), files)
    filling = Filling.new(form, CLOCK)
    filling.set("/data/a", "w1")
    assert (filling.state("/data/b").value, filling.state("/data/c").value) == ("One", "none")
    rows = form.lists["map"].elements()[0].elements()
    assert [row.string_value() for row in rows] == ["2 1 0 01P", "2 1 0 0; 4 3 0 0z", "2 1 0 0"]
    for wrong in ("{", '{"type":"x"}', features.replace("LineString", "Circle")):
        with pytest.raises(FormError):
            Form.parse(xform("<a/>", model=model), {"map.geojson": wrong})


def test_kinds_of_questions() -> None:
    model = "".join(
        bind(name, type=kind) for name, kind in (("i", "xsd:int"), ("d", "date"), ("g", "geopoint"))
    ) + bind("n", readonly="true()", weft__indicator="wellbeing")
    body = inputs("t", "i", "d", "g", "n") + "".join(
        f'<upload ref="/data/{name}" mediatype="{kind}"/>'
        for name, kind in (("p", "image/*"), ("f", "application/pdf"))
    )
    form = Form.parse(xform("<t/><i/><d/><g/><n/><p/><f/>", model=model, body=body))
    kinds = [one.kind for one in form.body if isinstance(one, Question)]
    assert kinds == ["text", "integer", "date", "geopoint", "note", "image", "file"]
    assert form.bind("/data/n").weft == {"indicator": "wellbeing"}
    assert (form.title, form.id, form.version, form.languages) == ("A form", "a", "1", ())


def test_groups_without_data_are_walked_and_relative_references_found() -> None:
    body = (
        '<group><label>Page</label><input ref="a"/></group><input bind="bb"/>'
        '<group ref="/data/g"><input ref="c"/><input ref="../a"/></group>'
    )
    filling = start(
        "<a/><b/><g><c/></g>",
        model='<bind id="bb" nodeset="/data/b"/>' + bind("g", relevant="false()"),
        body=body,
    )
    assert asked(filling) == ["/data/a", "/data/b"]
    places = list(filling.walk(include_irrelevant=True))
    assert [(one.ref, one.depth) for one in places if isinstance(one.element, Group)] == [
        ("", 0),
        ("/data/g", 0),
    ]
