"""What is kept: sealed, once, whole, and gone when it must be."""

from typing import Any

import pytest
from django.test import Client

from tests.forms.pages.samples import NEIGHBOURS, SHORT, version_of
from tests.people.make import account
from weft.forms.actions.attachments import attach_file
from weft.forms.actions.responses import (
    NoLongerOpen,
    NotFinished,
    SavedElsewhere,
    give_return_code,
    keep_partial,
    open_response,
    receive_instance,
    save_answers,
    submit_response,
)
from weft.forms.answers import file_of, filling_of, kept_in
from weft.forms.files import RefusedFile
from weft.forms.models import Attachment, Response
from weft.people.mydata.actions.erase import erase_person
from weft.people.mydata.subject import held_about
from weft.record import keys
from weft.record.models import Event

ANSWERS = {"name": "Ada Marker", "age": "44", "job": "Baker", "bike": "yes"}


def rows() -> Any:
    return Response.objects.unscoped("test")


def opened(**more: Any) -> Response:
    return open_response(version=version_of(SHORT, more.pop("key_of_form", "street")), by=None, **more)


def answer(response: Response, **answers: str) -> Response:
    filling = filling_of(response)
    for name, value in answers.items():
        filling.set(f"/data/{name}", value)
    return save_answers(response=response, filling=filling, revision=response.revision, page="p", by=None)


@pytest.mark.django_db
def test_answers_lie_sealed_and_are_in_no_event() -> None:
    response = answer(opened(), **ANSWERS)
    kept = rows().get(pk=response.pk)
    assert "Ada" not in kept.answers and "44" not in str(kept.timings)
    assert filling_of(kept).state("/data/name").value == "Ada Marker"
    assert not [event for event in Event.objects.all() if "Ada" in f"{event.before}{event.after}"]
    actions = list(Event.objects.filter(action__startswith="forms.").values_list("action", flat=True))
    assert actions == ["forms.response.open", "forms.response.save"]


@pytest.mark.django_db
def test_saving_what_was_read_before_somebody_else_saved_is_refused() -> None:
    response = opened()
    other = rows().get(pk=response.pk)
    answer(response, name="Ada")
    with pytest.raises(SavedElsewhere):
        answer(other, name="Grace")
    assert kept_in(rows().get()).versions["/data/name"] == 1


@pytest.mark.django_db
def test_the_same_key_opens_one_response() -> None:
    version = version_of(SHORT)
    made = [open_response(version=version, key="k", by=None).pk for _ in range(3)]
    assert len(set(made)) == 1
    version.refresh_from_db()
    assert version.used_at is not None


@pytest.mark.django_db
def test_an_unfinished_response_is_not_submitted() -> None:
    response = answer(opened(), name="Ada")
    with pytest.raises(NotFinished) as refusal:
        submit_response(response=response, by=None)
    assert [problem.ref for problem in refusal.value.problems] == ["/data/age", "/data/bike"]
    assert rows().get().state == "open"


@pytest.mark.django_db
def test_submitting_drops_what_is_off_the_route_and_happens_once() -> None:
    response = answer(answer(opened(), **ANSWERS), age="11")
    first, second = (submit_response(response=response, by=None) for _ in range(2))
    assert first.pk == second.pk
    assert kept_in(rows().get()).dropped == 1 and "Baker" not in kept_in(rows().get()).xml
    assert Event.objects.filter(action="forms.response.submit").count() == 1
    with pytest.raises(NoLongerOpen):
        answer(rows().get(), name="Late")


@pytest.mark.django_db
def test_a_form_that_was_left_is_kept_as_partial() -> None:
    response = answer(opened(), name="Ada")
    keep_partial(response=response, by=None)
    keep_partial(response=response, by=None)
    assert rows().get().state == "partial"
    assert Event.objects.filter(action="forms.response.partial").count() == 1
    with pytest.raises(NoLongerOpen):
        submit_response(response=response, by=None)


@pytest.mark.django_db
def test_an_instance_from_a_field_app_is_taken_in_once() -> None:
    version = version_of(SHORT)
    filling = filling_of(open_response(version=version, is_test=True, by=None))
    for name, value in ANSWERS.items():
        filling.set(f"/data/{name}", value)
    xml = filling.xml().replace(filling.xml().split("uuid:")[1].split("<")[0], "11111111-2222")
    made = [receive_instance(version=version, xml=xml, files={}, by=None).pk for _ in range(2)]
    assert len(set(made)) == 1
    kept = rows().get(pk=made[0])
    assert (kept.instance_id, kept.state, kept.mode) == ("uuid:11111111-2222", "submitted", "collect")
    assert filling_of(kept).state("/data/job").value == "Baker"


@pytest.mark.django_db
def test_a_file_is_known_by_its_content_and_loses_where_it_was_taken() -> None:
    response = opened()
    jpeg = b"\xff\xd8\xff\xe1\x00\x08GPSXX\x00\xff\xda\x00\x02rest\xff\xd9"
    made = attach_file(response=response, question="/data/photo", name="a.gif", content=jpeg, by=None)
    assert made.kind == "image/jpeg" and b"GPS" not in file_of(made) and b"GPS" in jpeg
    with pytest.raises(RefusedFile):
        attach_file(
            response=response, question="/data/photo", name="a.jpg", content=b"<svg onload=x>", by=None
        )


@pytest.mark.django_db
def test_what_a_person_answered_is_in_their_download_and_goes_with_them() -> None:
    user = account("ada@example.org")
    response = answer(opened(person=user.person), **ANSWERS)
    attach_file(response=response, question="/data/photo", name="me.txt", content=b"hello", by=None)
    held = {each.table.label: each.rows for each in held_about(user.person, by=user)}
    assert [(row["Question"], row["Your answers"]) for row in held["forms.response"]] == [
        ("What do people call you?", "Ada Marker"), ("How old are you?", "44"),
        ("What is your work?", "Baker"), ("Do you cycle?", "Yes"),
    ]  # fmt: skip
    assert held["forms.attachment"][0]["Your file"] == "aGVsbG8="
    sealed_before = rows().get().answers
    erase_person(person=user.person, by=user)
    kept = rows().select_related("version").get()
    assert (kept.answers, kept.person_id, Attachment.objects.count()) == ("", None, 0)
    kept.answers = sealed_before  # as it lies in an old backup
    with pytest.raises(keys.KeyDestroyed):
        filling_of(kept)


@pytest.mark.django_db
def test_a_return_code_opens_the_form_elsewhere_and_only_the_newest(client: Client) -> None:
    response = answer(opened(), name="Ada")
    old, new = (give_return_code(response=response, by=None) for _ in range(2))
    assert new not in rows().get().return_digest
    assert client.get(f"/answers/{response.public_id}/").status_code == 404
    assert "opens nothing" in client.post("/answers/return/", {"code": old}).content.decode()
    wrong = new[:-1] + ("B" if new[-1] != "B" else "C")
    assert "twelve letters" in client.post("/answers/return/", {"code": wrong}).content.decode()
    there = client.post("/answers/return/", {"code": f" {new[:3].lower()} {new[3:6]}-{new[6:]}"}, follow=True)
    assert there.status_code == 200 and there.request["PATH_INFO"].startswith(
        f"/answers/{response.public_id}/"
    )


@pytest.mark.django_db
def test_codes_are_tried_only_so_often(client: Client) -> None:
    tried = [client.post("/answers/return/", {"code": "x"}).status_code for _ in range(31)]
    assert tried == [200] * 30 + [429]


@pytest.mark.django_db
def test_a_party_signs_before_it_sends_and_again_after_a_change() -> None:
    from tests.people.make import sign_in
    from weft.people.models import Organisation

    garden = Organisation.objects.create(name="Bow Gardeners", kind="charity")
    boss = account("boss@example.org", "partner_admin", organisation=garden)
    helper = account("helper@example.org", "partner_staff", organisation=garden)
    other = account(
        "other@example.org", "partner_staff", organisation=Organisation.objects.create(name="Else")
    )
    notes: dict[str, object] = {"form": {"certify": "yes"}}
    version = version_of(SHORT, used_for="application", notes=notes)
    response = answer(open_response(version=version, organisation=garden, by=helper), **ANSWERS)
    for page in ("name", "age", "job", "bike"):
        kept = rows().get(pk=response.pk)
        save_answers(response=kept, filling=filling_of(kept), revision=kept.revision, page=page, by=None)
    base = f"/answers/{response.public_id}"
    assert sign_in(Client(), other).get(f"{base}/check/").status_code == 404
    assert sign_in(Client(), helper).get(f"{base}/sign/").status_code == 404
    helping = sign_in(Client(), helper)
    refused = helping.post(f"{base}/send/", {"declared": "yes"}).content.decode()
    assert "Ask somebody who may sign for your organisation to sign first" in refused
    signing = sign_in(Client(), boss)
    revision = rows().get().revision
    signing.post(f"{base}/sign/", {"signed": "yes", "revision": revision})
    changed = answer(rows().get(), name="Grace")
    assert "sign first" in helping.post(f"{base}/send/", {"declared": "yes"}).content.decode()
    signing.post(f"{base}/sign/", {"signed": "yes", "revision": changed.revision})
    helping.post(f"{base}/send/", {"declared": "yes"})
    assert rows().get().state == "submitted" and rows().get().certified_by == boss


@pytest.mark.django_db
def test_a_test_response_marks_no_version_as_used_and_says_so(client: Client) -> None:
    version = version_of(NEIGHBOURS)
    version.state = "test"
    version.save()
    page = client.post(f"/forms/test/{version.public_id}/", {"once": "x"}, follow=True)
    assert "What you answer counts nowhere." in page.content.decode()
    version.refresh_from_db()
    assert version.used_at is None and rows().get().is_test
    assert client.get("/forms/street/").status_code == 404
