"""What a field app hears, header for header (docs.getodk.org: form list, form submission, OpenRosa HTTP)."""

import hashlib

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from tests.forms.openrosa.app import HEADERS, MANIFEST, FieldApp, multipart
from tests.forms.openrosa.conftest import JPEG, Field, filled, live_version, sender, xform
from weft.forms.models import Attachment, Form, FormVersion, Response
from weft.forms.openrosa.models import FieldSubmission
from weft.forms.states import Mode, ResponseState, VersionState
from weft.people.accounts.rules import LIMITS


def responses() -> list[Response]:
    return list(Response.objects.unscoped("the test looks"))


def test_the_list_names_the_live_form_of_the_account_and_no_other(field: Field) -> None:
    other = Form.objects.create(key="other", title="Other")
    live_version(other, xform=xform("1"))
    assert field.app.forms() == [
        {
            "formID": "visits",
            "name": "Visits",
            "version": "7",
            "hash": "md5:" + hashlib.md5(field.version.xform.encode(), usedforsecurity=False).hexdigest(),
            "downloadUrl": "http://testserver/field/forms/visits/1/form.xml",
            "manifestUrl": "http://testserver/field/forms/visits/1/manifest.xml",
        }
    ]
    assert field.app.forms("?formID=visits&deviceID=x") == field.app.forms()
    assert field.app.forms("?formID=other") == []


def test_the_app_is_challenged_before_it_says_who_it_is(field: Field) -> None:
    field.app.forms()
    field.app.forms()
    assert [status for _, _, status in field.app.log] == [401, 200, 200]


def test_the_form_comes_as_it_was_hashed_with_our_notes(field: Field) -> None:
    listed = field.app.forms()[0]
    body = field.app.fetch(listed["downloadUrl"])
    assert "md5:" + hashlib.md5(body, usedforsecurity=False).hexdigest() == listed["hash"]
    assert b'weft:indicator="R1"' in body


def test_the_manifest_names_no_files(field: Field) -> None:
    body = field.app.fetch(field.app.forms()[0]["manifestUrl"]).decode()
    assert MANIFEST.strip("{}") in body
    assert "mediaFile" not in body


@pytest.mark.parametrize("state", [VersionState.DRAFT, VersionState.TEST, VersionState.CLOSED])
def test_a_form_that_is_not_live_is_neither_listed_nor_given_out(field: Field, state: VersionState) -> None:
    FormVersion.objects.update(state=state)
    assert field.app.forms() == []
    assert field.app.ask("GET", "/field/forms/visits/1/form.xml").status == 404


def test_a_form_of_somebody_else_is_not_given_out(field: Field) -> None:
    other = Form.objects.create(key="other", title="Other")
    live_version(other, xform=xform("1"))
    assert field.app.ask("GET", "/field/forms/other/1/form.xml").status == 404
    assert field.app.ask("GET", "/field/forms/visits/2/form.xml").status == 404


def test_asking_first_says_where_and_how_much(field: Field) -> None:
    heard = field.app.ask("HEAD", "/field/submission")
    assert heard.status == 204
    assert heard.headers["Location"] == "http://testserver/field/submission"
    assert heard.headers["X-OpenRosa-Accept-Content-Length"] == "10000000"
    assert heard.headers["X-OpenRosa-Version"] == "1.0"
    assert heard.headers["Date"].endswith("GMT")
    assert heard.body == b""


def test_answers_are_taken_in_once_and_sealed(field: Field) -> None:
    heard = field.app.submit(filled(name="Zebedee Unlikely"))
    assert [(each.status, each.message) for each in heard] == [(201, "Received. Thank you.")]
    [kept] = responses()
    assert (kept.mode, kept.state, kept.instance_id) == (Mode.COLLECT, ResponseState.SUBMITTED, "uuid:one")
    assert (kept.version, kept.person) == (field.version, None)
    assert "Zebedee" not in kept.answers
    assert FieldSubmission.objects.get().account == field.given.account


def test_the_same_answers_twice_give_one_response(field: Field) -> None:
    first, second = (field.app.submit(filled())[-1] for _ in range(2))
    again = field.app.submit(filled().replace("?><data", "?>\n<data"))[-1]  # written another way
    assert [first.status, second.status, again.status] == [201, 201, 201]
    assert len(responses()) == 1


def test_other_answers_under_the_same_id_are_refused(field: Field) -> None:
    field.app.submit(filled(age="30"))
    [heard] = field.app.submit(filled(age="31"))
    assert (heard.status, heard.message) == (
        409,
        "Other answers were already taken in under this instanceID.",
    )
    assert len(responses()) == 1


def test_an_id_of_a_response_that_came_another_way_is_refused(field: Field) -> None:
    Response.objects.create(version=field.version, instance_id="uuid:one", submitted_at=None)
    assert field.app.submit(filled())[-1].status == 409


def test_photos_come_in_several_requests_and_complete_the_answers(field: Field) -> None:
    field.app.most = len(JPEG) + 10
    photos = {"a.jpg": JPEG + b"a", "b.jpg": JPEG + b"b"}
    heard = field.app.submit(filled(photo="a.jpg", second="b.jpg"), photos)
    assert [(each.status, each.message) for each in heard] == [
        (201, "Received. 1 files are still to come."),
        (201, "Received. Thank you."),
    ]
    assert sorted(Attachment.objects.values_list("question", "name")) == [
        ("/data/photo", "a.jpg"),
        ("/data/second", "b.jpg"),
    ]
    assert len(responses()) == 1


def test_a_photo_sent_twice_is_kept_once(field: Field) -> None:
    for _ in range(2):
        field.app.submit(filled(photo="a.jpg"), {"a.jpg": JPEG})
    assert Attachment.objects.count() == 1


def test_a_file_that_cannot_be_kept_does_not_hold_up_the_answers(field: Field) -> None:
    [heard] = field.app.submit(filled(photo="a.jpg"), {"a.jpg": b"MZ\x90\x00 a program"})
    assert (heard.status, heard.message) == (201, "Received. Thank you.")
    assert Attachment.objects.count() == 0
    assert FieldSubmission.objects.get().flagged == [{"ref": "/data/photo", "why": "file"}]


def test_answers_that_do_not_fit_are_kept_and_flagged(field: Field) -> None:
    assert field.app.submit(filled(age="200"))[-1].status == 201
    assert FieldSubmission.objects.get().flagged == [{"ref": "/data/age", "why": "answer"}]
    assert len(responses()) == 1


def test_a_missing_required_answer_is_flagged_too(field: Field) -> None:
    field.app.submit(filled(name=""))
    assert FieldSubmission.objects.get().flagged == [{"ref": "/data/name", "why": "answer"}]


def test_answers_to_a_closed_version_still_count(field: Field) -> None:
    FormVersion.objects.update(state=VersionState.CLOSED)
    assert field.app.submit(filled())[-1].status == 201


@pytest.mark.parametrize(
    "changed",
    [
        {'id="visits"': 'id="census"'},
        {'version="7"': 'version="8"'},
        {"<name>": "<surprise>yes</surprise><name>"},
    ],
)
def test_answers_to_something_else_are_refused_and_stay_on_the_telephone(
    field: Field, changed: dict[str, str]
) -> None:
    xml = filled()
    for old, new in changed.items():
        xml = xml.replace(old, new)
    [heard] = field.app.submit(xml)
    assert heard.status == 403
    assert heard.message == "These answers are to a form or version that is not collected here."
    assert responses() == []


def test_answers_go_to_the_version_they_were_given_to(field: Field) -> None:
    FormVersion.objects.update(state=VersionState.CLOSED)
    newer = live_version(field.form, xform=xform("8"))
    field.app.submit(filled("uuid:old"))
    field.app.submit(filled("uuid:new").replace('version="7"', 'version="8"'))
    found = {each.instance_id: each.version for each in responses()}
    assert found == {"uuid:old": field.version, "uuid:new": newer}


def test_of_versions_with_one_mark_the_one_that_has_every_question_is_meant(field: Field) -> None:
    FormVersion.objects.update(state=VersionState.CLOSED)
    newer = live_version(field.form, xform=xform("7", more="street"))
    field.app.submit(filled("uuid:new", street="High Street"))
    assert [each.version for each in responses()] == [newer]


@pytest.mark.parametrize(
    "wrong", [("", ""), ("nobody", "x"), ("{name}", "wrong"), ("{name}", ""), ("a\x00b", "x")]
)
def test_a_wrong_token_opens_nothing(field: Field, wrong: tuple[str, str]) -> None:
    field.app.username, field.app.token = wrong[0].replace("{name}", field.given.account.public_id), wrong[1]
    for method, path in (("GET", "/field/formList"), ("HEAD", "/field/submission")):
        assert field.app.ask(method, path).status == 401
    body, kind = multipart([("xml_submission_file", "a.xml", "text/xml", filled().encode())])
    assert field.app.ask("POST", "/field/submission", body, kind).status == 401
    assert responses() == []


@pytest.mark.parametrize("header", ["Bearer x", "Basic !!!", "Basic " + "A" * 5000, "Basic w6k=", "x"])
def test_a_header_that_says_nothing_is_refused_like_a_wrong_token(field: Field, header: str) -> None:
    heard = field.app.send("GET", "/field/formList", {**HEADERS, "Authorization": header}, b"")
    assert heard.status == 401
    assert heard.message == "Scan the square of your field app again, or ask for a new one."


def test_many_wrong_tokens_of_a_visitor_have_to_wait_but_a_right_one_never(field: Field) -> None:
    wrong = FieldApp(sender(Client()), field.given.account.public_id, "wrong")
    most = LIMITS["wrong field token of a visitor"].most
    statuses = [wrong.ask("GET", "/field/formList").status for _ in range(most + 1)]
    assert statuses == [401] * most + [429]
    assert len(field.app.forms()) == 1


@override_settings(SERVED_OVER_HTTPS=True, SECURE_SSL_REDIRECT=False)
def test_a_token_over_an_open_line_is_refused(field: Field) -> None:
    heard = field.app.ask("GET", "/field/formList")
    assert (heard.status, heard.message) == (403, "Use the address that begins with https.")


def test_using_it_is_noted(field: Field) -> None:
    before = timezone.now()
    field.app.forms()
    field.given.account.refresh_from_db(from_queryset=type(field.given.account).objects.unscoped("test"))
    assert field.given.account.last_used_at is not None
    assert field.given.account.last_used_at >= before


def test_no_cookie_is_set_and_nothing_is_stored(field: Field) -> None:
    heard = field.app.submit(filled())[-1]
    assert "Set-Cookie" not in heard.headers
    assert heard.headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_asking_and_sending_are_known(field: Field, method: str) -> None:
    assert field.app.send(method, "/field/submission", HEADERS, b"").status == 405
