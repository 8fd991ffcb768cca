"""What makes the pages of a form cheap changes nothing on them, and keeps nothing it should not."""

import re
from typing import Any

import pytest
from django import forms
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.forms.pages.samples import NEIGHBOURS, SHORT, version_of, xform_of
from tests.forms.pages.test_journey import begin, go, send, the_response, where
from tests.people.make import account, sign_in
from weft.forms import held
from weft.forms.actions.responses import open_response, save_answers
from weft.forms.answers import filling_of, kept_in
from weft.forms.engine import Form
from weft.forms.models import Response
from weft.forms.pages.widgets import Line
from weft.people.accounts import rules
from weft.people.accounts.models import Attempt
from weft.people.accounts.rules import Limit
from weft.record import keys
from weft.web import frames

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_held() -> None:
    """Nor what an earlier test left, whose clock ran otherwise."""
    held.forget_held()


CHANGING = re.compile(r'name="(csrfmiddlewaretoken|shown)" value="[^"]*"')
TODAY = SHORT.replace("${age} >= 16", "${age} >= 16 and today() > '2020-01-01'")


def answered(name: str = "Ada") -> Response:
    version = version_of(SHORT)
    response = open_response(version=version, by=None)
    filling = filling_of(response)
    filling.set("/data/name", name)
    return save_answers(response=response, filling=filling, revision=0, page="name", by=None)


def put(response: Response) -> None:
    held.put_held(response, kept_in(response), filling_of(response))


def again(response: Response) -> Response:
    return Response.objects.unscoped("test").select_related("version__form").get(pk=response.pk)


def test_held_answers_are_taken_by_one_and_only_while_they_are_what_the_row_holds() -> None:
    response = answered()
    put(response)
    first, second = held.take_held(again(response)), held.take_held(again(response))
    assert first is not None and second is None
    assert first.filling.state("/data/name").value == "Ada"
    put(response)
    elsewhere = again(response)
    filling = filling_of(elsewhere)
    filling.set("/data/name", "Grace")
    save_answers(response=elsewhere, filling=filling, revision=1, by=None)
    assert held.take_held(again(response)) is None


def test_held_answers_of_somebody_erased_are_shown_to_nobody() -> None:
    response = answered()
    put(response)
    keys.destroy_keys(response.public_id)
    with pytest.raises(keys.KeyDestroyed):
        held.take_held(again(response))


def test_held_answers_are_forgotten_after_two_minutes_and_the_oldest_of_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    response, now = answered(), 1000.0
    monkeypatch.setattr(held.time, "monotonic", lambda: now)
    put(response)
    now += held.HELD_SECONDS + 1
    assert held.take_held(again(response)) is None
    monkeypatch.setattr(held, "HELD_MOST", 1)
    put(response)
    other = again(response)
    other.pk += 1
    put(other)
    assert held.take_held(again(response)) is None and len(held._shelf) == 1


def test_only_forms_that_stand_still_are_held() -> None:
    assert Form.parse(xform_of(SHORT)).is_steady
    assert not Form.parse(xform_of(TODAY)).is_steady
    assert not Form.parse(xform_of(NEIGHBOURS)).is_steady  # people come and go in a repeat


def test_a_page_shows_what_somebody_saved_meanwhile_and_says_so(client: Client) -> None:
    version_of(SHORT)
    page = go(client, begin(client))
    page = send(client, page, a__name="Ada")
    stale = go(client, f"/answers/{the_response().public_id}/page/name/")
    elsewhere = the_response()
    filling = filling_of(elsewhere)
    filling.set("/data/name", "Grace")
    save_answers(response=elsewhere, filling=filling, revision=1, by=None)
    assert 'value="Grace"' in go(client, stale.request["PATH_INFO"]).content.decode()
    met = client.post(stale.request["PATH_INFO"], {"revision": "1", "a--name": "Bea"})
    assert met.status_code == 409
    assert "Somebody answered this meanwhile" in met.content.decode()


def test_an_answer_refused_is_not_held(client: Client) -> None:
    version_of(SHORT)
    page = send(client, go(client, begin(client)), a__name="Ada")
    send(client, page, a__age="150")
    assert 'value="150"' not in go(client, page.request["PATH_INFO"]).content.decode()


def test_a_page_asks_the_database_twice_and_an_answer_five_times(client: Client) -> None:
    version_of(SHORT)
    page = send(client, send(client, go(client, begin(client)), a__name="Ada"), a__age="44")
    assert where(page) == "job"
    with CaptureQueriesContext(connection) as asked:
        client.get(page.request["PATH_INFO"])
    assert len(asked) == 2  # session, response with its key
    with CaptureQueriesContext(connection) as asked:
        client.post(page.request["PATH_INFO"], {"revision": "2", "a--job": "Baker"})
    begun_and_ended = [each for each in asked if "SAVEPOINT" in str(each["sql"])]
    assert len(asked) - len(begun_and_ended) == 5  # and the answers, the end of the chain, the event


@pytest.mark.parametrize("table", [SHORT, NEIGHBOURS], ids=["without languages", "in three languages"])
def test_a_page_in_its_kept_frame_is_the_page_written_anew(
    client: Client, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    version_of(table)
    page = go(client, begin(client, language="Arabic (ar)"))
    address = f"/answers/{the_response().public_id}/page/name/"
    framed = [client.get(address).content.decode() for _ in range(2)]
    monkeypatch.setattr(frames, "_is_plain", lambda *_: False)
    plain = client.get(address).content.decode()
    assert page.status_code == 200
    assert {CHANGING.sub("", each) for each in framed} == {CHANGING.sub("", plain)}


def test_a_frame_says_nothing_of_another_visitor(client: Client) -> None:
    version_of(NEIGHBOURS)
    go(client, begin(client, language="English (en)"))
    address = f"/answers/{the_response().public_id}/page/name/"
    assert "Sign out" not in client.get(address).content.decode()
    sign_in(client, account("ada@x.example"))
    session = client.session
    session["forms.answering"] = [the_response().public_id]
    session.save()
    assert "Sign out" in client.get(address).content.decode()
    assert "Sign out" not in Client().get("/forms/street/").content.decode()


def test_the_name_of_a_city_is_never_read_as_a_tag(client: Client, settings: Any) -> None:
    settings.CITY = "{% now 'Y' %} {{ user }}"
    version_of(NEIGHBOURS)
    go(client, begin(client, language="English (en)"))
    text = client.get(f"/answers/{the_response().public_id}/page/name/").content.decode()
    assert "{% now &#x27;Y&#x27; %} {{ user }}" in text


@pytest.mark.parametrize("value", [None, "", 'a "b" <c> & d', "7"])
def test_a_line_is_written_as_django_writes_it(value: str | None) -> None:
    class Ask(forms.Form):
        a = forms.CharField(
            max_length=20, help_text="h", widget=forms.TextInput(attrs={"x": True, "y": False})
        )

    ask = Ask(initial={"a": value})
    theirs = str(ask["a"])
    ask.fields["a"].widget = Line(attrs=ask.fields["a"].widget.attrs)
    assert str(ask["a"]) == theirs


def test_one_visitor_begins_only_so_often_and_others_are_not_kept_out(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    version_of(SHORT)
    version_of(NEIGHBOURS, key="another")
    limits = {**rules.LIMITS}
    limits["responses to a form of a visitor"] = Limit(2, limits["responses to a form of a visitor"].within)
    monkeypatch.setattr("weft.people.accounts.limits.LIMITS", limits)
    first = begin(client)
    begin(client)
    refused = client.post("/forms/street/")
    assert refused.status_code == 429
    assert "Many began this form from here today" in refused.content.decode()
    assert Response.objects.unscoped("test").count() == 2
    assert go(client, first).status_code == 200  # what was begun goes on
    assert begin(client, "another")
    assert begin(Client(REMOTE_ADDR="192.0.2.7"))
    assert all(re.fullmatch("[0-9a-f]{64}", each.key) for each in Attempt.objects.all())
