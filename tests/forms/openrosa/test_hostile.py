"""What a hostile client sends is refused, quickly, and leaves nothing behind."""

import time

import pytest

from tests.forms.openrosa.app import Heard, multipart
from tests.forms.openrosa.conftest import Field, filled
from weft.forms.models import Response
from weft.forms.openrosa.instance import NotXml, read_instance
from weft.forms.openrosa.rules import INSTANCE_BYTES, INSTANCE_DEPTH, INSTANCE_ELEMENTS, SUBMISSION_BYTES
from weft.forms.rules import REPEATS_MOST

SECONDS = 2.0
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10))


def send(field: Field, xml: bytes | str, **more: bytes) -> Heard:
    content = xml if isinstance(xml, bytes) else xml.encode()
    parts = [("xml_submission_file", "a.xml", "text/xml", content)]
    parts += [(name, name, "image/jpeg", file) for name, file in more.items()]
    body, kind = multipart(parts)
    started = time.monotonic()
    heard = field.app.ask("POST", "/field/submission", body, kind)
    assert time.monotonic() - started < SECONDS
    return heard


def nothing_kept() -> bool:
    return not Response.objects.unscoped("the test looks").exists()


HOSTILE = {
    "external entity": '<!DOCTYPE data [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    + filled().split("?>", 1)[1].replace("Ada", "&x;"),
    "a document type alone": "<!DOCTYPE data>" + filled().split("?>", 1)[1],
    "billion laughs": f"<!DOCTYPE data [{LAUGHS}]>" + filled().split("?>", 1)[1].replace("Ada", "&l9;"),
    "a document type from elsewhere": '<!DOCTYPE data SYSTEM "http://127.0.0.1:9/x.dtd">'
    + filled().split("?>", 1)[1],
    "10,000 repeats": filled().replace("</data>", "<visit><where>x</where></visit>" * 10_000 + "</data>"),
    "very deep": filled().replace("</data>", "<a>" * 5_000 + "</a>" * 5_000 + "</data>"),
    "many elements": filled().replace("</data>", "<visit/>" * 30_000 + "</data>"),
    "cut off": filled()[:-10],
    "empty": "",
    "not XML": "hello",
    "no instanceID": filled().replace("instanceID", "otherID"),
    "an endless instanceID": filled("uuid:" + "x" * 500),
    "UTF-16": filled().replace("?>", ' encoding="UTF-16"?>', 1).encode("utf-16"),
    "an encoding nobody knows": filled().replace("?>", ' encoding="klingon"?>', 1),
    "a control character": filled(name="a\x01b"),
    "a broken character": filled().encode().replace(b"Ada", b"\xff\xfe"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_answers_are_refused_in_two_seconds(field: Field, what: str) -> None:
    heard = send(field, HOSTILE[what])
    assert heard.status == 400, what
    assert heard.message
    assert "passwd" not in heard.message
    assert nothing_kept()


def test_the_refusals_are_not_of_the_answers_themselves(field: Field) -> None:
    assert send(field, filled()).status == 201


def test_what_lies_just_within_the_bounds_is_read() -> None:
    repeats = filled().replace("</data>", "<visit><where>x</where></visit>" * REPEATS_MOST + "</data>")
    assert len(read_instance(repeats.encode()).answered) == REPEATS_MOST + 3
    with pytest.raises(NotXml):
        read_instance(repeats.replace("</data>", "<visit/></data>").encode())
    deep = filled().replace(
        "</data>", "<a>" * (INSTANCE_DEPTH - 1) + "</a>" * (INSTANCE_DEPTH - 1) + "</data>"
    )
    read_instance(deep.encode())
    assert INSTANCE_ELEMENTS > 5 * REPEATS_MOST


def test_a_written_answer_of_a_megabyte_is_bounded(field: Field) -> None:
    heard = send(field, filled(name="x" * 1_000_000))
    assert heard.status == 201
    assert send(field, filled("uuid:two", name="x" * INSTANCE_BYTES)).status == 413


def test_a_request_too_large_is_refused_before_it_is_read(field: Field) -> None:
    heard = send(field, filled(), **{"a.jpg": b"\0" * (SUBMISSION_BYTES + 1)})
    assert heard.status == 413
    assert nothing_kept()


def test_a_form_without_answers_is_refused(field: Field) -> None:
    body, kind = multipart([("photo", "a.jpg", "image/jpeg", b"x")])
    assert field.app.ask("POST", "/field/submission", body, kind).status == 400
    assert field.app.ask("POST", "/field/submission", filled().encode(), "text/xml").status == 400
    assert field.app.ask("POST", "/field/submission", b"--x", "multipart/form-data").status == 400
    assert nothing_kept()


def test_very_many_files_are_refused(field: Field) -> None:
    files = {f"{n}.jpg": b"x" for n in range(150)}
    assert send(field, filled(), **files).status == 400
    assert nothing_kept()


def test_a_name_that_leads_elsewhere_is_only_a_name(field: Field) -> None:
    assert send(field, filled(photo="../../etc/passwd"), **{"../../etc/passwd": b"x"}).status == 201
