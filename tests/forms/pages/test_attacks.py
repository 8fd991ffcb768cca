"""Attacks through the pages of a form, and through what comes from outside: each was possible once."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.forms.exports import made, small
from tests.forms.pages.samples import SHORT, version_of
from tests.forms.pages.test_journey import begin, go, send
from tests.people.make import account, sign_in
from weft.forms import scrubbing
from weft.forms.actions.attachments import attach_file, move_up_files
from weft.forms.actions.exporting import RefusedExport, ask_export, take_export
from weft.forms.actions.responses import open_response, receive_instance, save_answers, submit_response
from weft.forms.answers import filling_of, kept_in
from weft.forms.codes import new_code
from weft.forms.exports.wanted import Wanted
from weft.forms.files import without_traces
from weft.forms.models import Attachment, Export, Response
from weft.forms.outline import read_outline
from weft.forms.pages.fields import range_values
from weft.forms.paper.reading import NotThatAnswer, read_line
from weft.forms.paper.sheet import Line
from weft.forms.queries.accounting import accounted
from weft.forms.queries.exported import plan_for
from weft.forms.templatetags.answering import words
from weft.people.models import Membership, Organisation
from weft.record.models import Event

pytestmark = pytest.mark.django_db
WHERE = """
| survey | | | | |
| | type | name | label | appearance |
| | text | code | What is your postcode? | weft-postcode |
| | text | tell | What else? | |
| settings | | |
| | form_title | form_id | version |
| | Where | where | 1 |
"""
LIST = """
| survey | | | | |
| | type | name | label | repeat_count |
| | integer | many | How many? | |
| | begin_repeat | each | Each | ${many} |
| | text | called | Its name? | |
| | end_repeat | | | |
| settings | | |
| | form_title | form_id | version |
| | Many | many | 1 |
"""


def rows() -> Any:
    return Response.objects.unscoped("test")


def test_an_account_is_in_no_event_of_a_survey_and_its_session_forgets_the_answers(client: Client) -> None:
    version_of(SHORT)
    user = account("ada@x.example")
    sign_in(client, user)
    page = go(client, begin(client))
    for name, value in (("name", "Ada"), ("age", "9"), ("bike", "yes")):
        page = send(client, page, **{f"a__{name}": value})
    response = rows().get()
    assert client.session["forms.answering"] == [response.public_id]
    sent = client.post(f"/answers/{response.public_id}/send/", follow=True)
    assert rows().get().state == "submitted" and "reference" in sent.content.decode().lower()
    found = Event.objects.filter(thing=f"forms.response:{response.public_id}")
    assert {"forms.response.save", "forms.response.submit"} <= set(found.values_list("action", flat=True))
    assert {each.actor for each in found} == {"system"}
    assert client.session["forms.answering"] == []


def test_an_application_still_says_who_saved_it(client: Client) -> None:
    version_of(SHORT, used_for="application")
    user = account("ada@x.example")
    sign_in(client, user)
    send(client, go(client, begin(client)), a__name="Ada")
    saved = Event.objects.get(action="forms.response.save")
    assert saved.actor != "system"


def test_whoever_left_an_organisation_reads_its_answers_no_more(client: Client) -> None:
    garden = Organisation.objects.create(name="Bow Gardeners", kind="charity")
    user = account("helper@x.example", "partner_staff", organisation=garden)
    response = open_response(
        version=version_of(SHORT, used_for="application"), organisation=garden, by=user
    )  # fmt: skip
    sign_in(client, user)
    session = client.session
    session["forms.answering"] = [response.public_id]
    session.save()
    address = f"/answers/{response.public_id}/check/"
    assert client.get(address).status_code == 200
    Membership.objects.unscoped("test").filter(organisation=garden).delete()
    assert client.get(address).status_code == 404


def test_stars_in_an_answer_shown_in_a_label_cost_no_time() -> None:
    for stars in ("_a " * 6_666, "**a " * 5_000, "__a " * 5_000):
        began = time.perf_counter()
        words(stars)
        assert time.perf_counter() - began < 2  # took 5 to 9 seconds
    assert words("**bold** and *soft*") == "<b>bold</b> and <em>soft</em>"


def test_an_answer_that_asks_for_too_much_is_refused_in_words(client: Client) -> None:
    version_of(LIST)
    page = go(client, begin(client))
    refused = send(client, page, a__many="99999999")
    assert refused.status_code == 200
    assert "The form cannot work with this answer" in refused.content.decode()
    assert kept_in(rows().get()).xml == ""


@pytest.mark.parametrize(("many", "is_taken"), [("200", True), ("201", False), ("10000", False)])
def test_a_list_on_the_web_has_at_most_two_hundred(client: Client, many: str, is_taken: bool) -> None:
    """As from a field app: a page of ten thousand would take everybody's time."""
    version_of(LIST, "many")
    page = go(client, begin(client, "many"))
    sent = client.post(page.request["PATH_INFO"], {"revision": "0", "a--many": many})
    assert (sent.status_code == 302) is is_taken
    assert bool(kept_in(rows().get()).xml) is is_taken


def test_a_number_too_long_to_sign_is_no_crash(client: Client) -> None:
    garden = Organisation.objects.create(name="Bow Gardeners", kind="charity")
    boss = account("boss@x.example", "partner_admin", organisation=garden)
    notes: dict[str, object] = {"form": {"certify": "yes"}}
    version = version_of(SHORT, used_for="application", notes=notes)
    response = open_response(version=version, organisation=garden, by=boss)
    sign_in(client, boss)
    sent = client.post(f"/answers/{response.public_id}/sign/", {"signed": "yes", "revision": "9" * 5_000})
    assert "Somebody changed an answer meanwhile" in sent.content.decode()


@pytest.mark.parametrize("mode", ["collect", "paper"])
def test_a_postcode_from_outside_leaves_its_area_only(monkeypatch: pytest.MonkeyPatch, mode: str) -> None:
    monkeypatch.setattr(scrubbing, "locate", lambda text: _place() if text == "ZZ1 9ZZ" else None)
    monkeypatch.setattr(scrubbing, "area_at", lambda *_at, **_more: SimpleNamespace(code="E09000007"))
    version = version_of(WHERE, "where")
    for number, (typed, left) in enumerate([("ZZ1 9ZZ", "E09000007"), ("ZZ99 9XX", "")]):
        xml = f"<data id='where' version='1'><code>{typed}</code><tell>x</tell><meta><instanceID>uuid:{mode}{number}</instanceID></meta></data>"  # noqa: E501
        kept = receive_instance(version=version, xml=xml, files={}, mode=mode, by=None)
        assert filling_of(kept).state("/data/code").value == left
        assert typed not in kept_in(kept).xml and "<tell>x</tell>" in kept_in(kept).xml


def _place() -> Any:
    return SimpleNamespace(point=SimpleNamespace(latitude=51.5, longitude=-0.1))


def test_a_keyed_postcode_is_its_area_before_it_is_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrubbing, "locate", lambda text: _place() if text == "ZZ1 9ZZ" else None)
    monkeypatch.setattr(scrubbing, "area_at", lambda *_at, **_more: SimpleNamespace(code="E09000007"))
    item = next(each for each in read_outline(version_of(WHERE, "where").xform).items if each.name == "code")
    line = Line("/data/code", item, 1)
    assert read_line(line, "ZZ1 9ZZ").value == "E09000007"
    with pytest.raises(NotThatAnswer, match="full postcode"):
        read_line(line, "ZZ99 9XX")


def test_files_of_questions_off_the_route_go_and_those_of_a_list_keep_their_owner() -> None:
    response = open_response(version=version_of(SHORT), by=None)
    for place in ("/data/job", "/data/child[1]/photo", "/data/child[2]/photo", "/data/child[3]/photo"):
        attach_file(response=response, question=place, name=place[-8:], content=place.encode(), by=None)
    move_up_files(response=response, repeat="/data/child", removed=2)
    left = {each.question: each.size_bytes for each in Attachment.objects.exclude(question="/data/job")}
    assert left == {"/data/child[1]/photo": 20, "/data/child[2]/photo": 20}
    filling = filling_of(response)
    for name, value in {"name": "Ada", "age": "9", "bike": "yes"}.items():
        filling.set(f"/data/{name}", value)
    submit_response(response=save_answers(response=response, filling=filling, revision=0, by=None), by=None)
    assert not Attachment.objects.exists()


def test_pictures_lose_what_the_camera_wrote_wherever_it_stands() -> None:
    start = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xda\x00\x02picture\xff\x00\xff\xd0more\xff\xd9"
    second = b"\xff\xd8\xff\xe1\x00\x09GPS 51.5\xff\xd9"  # as telephones put behind the first
    assert without_traces(start + second, "image/jpeg") == start

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + b"crc!"

    head, end = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"x" * 13), chunk(b"IDAT", b"p") + chunk(b"IEND", b"")
    assert without_traces(head + chunk(b"eXIf", b"GPS") + end + b"GPS", "image/png") == head + end
    picture = b"VP8 \x02\x00\x00\x00pp"
    webp = b"WEBPVP8X\x0a\x00\x00\x00\x0c" + b"\0" * 9 + picture + b"EXIF\x03\x00\x00\x00GPS\0"
    bare = without_traces(b"RIFF" + len(webp).to_bytes(4, "little") + webp, "image/webp")
    assert b"GPS" not in bare and picture in bare and bare[20] == 0
    assert int.from_bytes(bare[4:8], "little") == len(bare) - 8


def test_a_scale_of_a_million_million_steps_fills_no_memory() -> None:
    hostile: Any = SimpleNamespace(parameters={"start": "0", "end": "1", "step": "0.000000000001"})
    assert len(range_values(hostile)) == 10_001


def test_a_return_code_is_too_long_to_meet_by_chance() -> None:
    assert len(new_code()) == 12


def test_what_was_marked_special_since_needs_a_second_person(tmp_path: Any) -> None:
    form = made.form(small.SECOND)
    asker = account("a@demonstration.example", "officer")
    export = ask_export(form=form, wanted=Wanted(), to="csv", why="the report", by=asker)
    Export.objects.filter(pk=export.pk).update(needs_second=False, state="open", asked_at=timezone.now())
    export.refresh_from_db()  # as asked for when the same columns were not marked
    assert plan_for(form, Wanted()).has_special
    with pytest.raises(RefusedExport, match="changed"):
        take_export(export=export, rows=rows(), folder=tmp_path, by=asker)


def test_special_answers_are_not_counted_for_a_handful_or_through_a_filter() -> None:
    plan = plan_for(made.form(small.SECOND), Wanted())
    assert plan.has_special
    day = timezone.localdate()
    assert accounted(plan, Wanted(), 10).has_special
    assert not accounted(plan, Wanted(), 9).has_special
    assert not accounted(plan, Wanted(since=day), 500).has_special
    assert not accounted(plan, Wanted(mode="paper"), 500).has_special
