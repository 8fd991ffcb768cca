"""A respondent goes through a form, page by page, as a browser without JavaScript would."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.browser.checks import strict_html
from tests.forms.pages.samples import NEIGHBOURS, SHORT, version_of
from weft.forms.answers import filling_of, kept_in
from weft.forms.models import Response

pytestmark = pytest.mark.django_db


def hidden(text: str) -> dict[str, str]:
    """The hidden fields of a page's own form, as a browser sends them back."""
    found = re.findall(r'<input type="hidden" name="(revision|shown|from|once)" value="([^"]*)"', text)
    return dict(found)


def begin(client: Client, key: str = "street", **chosen: str) -> str:
    page = client.get(f"/forms/{key}/")
    strict_html(page)
    sent = client.post(f"/forms/{key}/", {**hidden(page.content.decode()), **chosen})
    assert sent.status_code == 302
    return str(sent.headers["Location"])


def go(client: Client, address: str) -> Any:
    """Follow redirects to a page that is shown, and check its HTML."""
    page = client.get(address, follow=True)
    assert page.status_code == 200
    strict_html(page)
    return page


def where(page: Any) -> str:
    return str(page.request["PATH_INFO"]).partition("/page/")[2].strip("/") or page.request["PATH_INFO"]


def send(client: Client, page: Any, **answers: Any) -> Any:
    """Fill in a page and press Continue."""
    data = {**hidden(page.content.decode()), **answers}
    sent = client.post(
        page.request["PATH_INFO"], {k.replace("__", "--"): v for k, v in data.items()}, follow=True
    )
    strict_html(sent)
    return sent


def the_response() -> Response:
    return Response.objects.unscoped("test").select_related("version__form").get()


def test_a_short_form_from_start_to_thanks(client: Client) -> None:
    version_of(SHORT)
    page = go(client, begin(client))
    assert where(page) == "name"
    page = send(client, page, a__name="")
    assert "Enter an answer" in page.content.decode() and where(page) == "name"
    page = send(client, page, a__name="Ada")
    page = send(client, page, a__age="150")
    assert "Enter an age under 120" in page.content.decode()
    page = send(client, page, a__age="twelve")
    assert "Enter a whole number in figures, like 12" in page.content.decode()
    page = send(client, page, a__age="12")
    assert where(page) == "bike"  # no work is asked of somebody under 16
    page = send(client, page, a__bike="yes")
    assert where(page).endswith("/check/")
    assert "Ada" in page.content.decode() and "What is your work?" not in page.content.decode()
    response = the_response()
    page = go(client, f"/answers/{response.public_id}/send/")
    page = client.post(page.request["PATH_INFO"], follow=True)
    assert "Your answers have arrived" in page.content.decode()
    done = the_response()
    assert done.state == "submitted" and done.person_id is None
    assert filling_of(done).state("/data/age").value == "12"


def test_changing_an_answer_returns_to_the_check_unless_more_is_asked(client: Client) -> None:
    version_of(SHORT)
    page = go(client, begin(client))
    for answers in ({"a__name": "Ada"}, {"a__age": "12"}, {"a__bike": "no"}):
        page = send(client, page, **answers)
    base = f"/answers/{the_response().public_id}/page/"
    page = send(client, go(client, f"{base}name/?from=check"), a__name="Grace")
    assert where(page).endswith("/check/")
    page = send(client, go(client, f"{base}age/?from=check"), a__age="44")
    assert where(page) == "job"
    page = send(client, page, a__job="Baker")
    assert where(page).endswith("/check/")
    page = send(client, go(client, f"{base}age/?from=check"), a__age="11")
    kept = kept_in(the_response())
    assert "Baker" in kept.xml  # off the route, kept until it is sent
    client.post(f"/answers/{the_response().public_id}/send/")
    done = the_response()
    assert "Baker" not in kept_in(done).xml and kept_in(done).dropped == 1


def test_a_long_form_has_a_hub_and_a_list_to_add_to(client: Client) -> None:
    version_of(NEIGHBOURS)
    page = go(client, begin(client, language="English (en)"))
    assert page.content.decode().count("Not started") == 3
    base = f"/answers/{the_response().public_id}/page/"
    page = send(client, go(client, f"{base}name/"), a__name="", **{"a__name__why": "weft:refused"})
    page = send(client, page, a__age="40")
    page = send(client, page, a__born_day="", a__born__why="weft:dont_know")
    assert where(page).startswith("/answers/")  # the hub again
    assert page.content.decode().count("Not started") == 2
    page = send(client, go(client, f"{base}children/"), a__children="yes")
    assert where(page) == "child/1/child_name"
    page = send(client, page, **{"a--child--1--child_name": "Bea"})
    page = send(client, page, **{"a--child--1--child_age": "7"})
    assert where(page) == "child" and "Bea · 7" in page.content.decode()
    page = send(client, page, another="yes")
    assert where(page) == "child/2/child_name"
    page = send(client, go(client, f"{base}child/"), remove="2")
    assert "Child 1" in page.content.decode() and "Child 2" not in page.content.decode()
    page = send(client, page, another="")
    assert "Choose yes to add another, or no to go on" in page.content.decode()
    page = send(client, page, another="no")
    page = send(client, go(client, f"{base}things/"), a__things=["eat", "weft:refused"])
    assert "not both" in page.content.decode()
    page = send(client, page, a__things=["play", "eat"])
    page = send(client, page, a__trust__trust_street="1", a__trust__trust_city="weft:refused")
    assert where(page) == "tell"
    page = send(client, page, a__tell="word " * 21)
    assert "Your answer is 21 words long. Shorten it to 20 words or fewer" in page.content.decode()
    page = send(client, page, a__tell="More benches.")
    check = go(client, f"/answers/{the_response().public_id}/check/").content.decode()
    assert "Eat together, Play or do sport" in check and "Prefer not to say" in check
    assert "To answer" not in check
    done = client.post(f"/answers/{the_response().public_id}/send/", follow=True)
    assert "Your answers have arrived" in done.content.decode()
    assert filling_of(the_response()).reasons == {
        "/data/name": "refused", "/data/born": "dont_know", "/data/trust/trust_city": "refused",
    }  # fmt: skip


def test_two_devices_merge_different_questions_and_are_shown_a_clash(client: Client) -> None:
    version_of(SHORT)
    page = go(client, begin(client))
    page = send(client, page, a__name="Ada")
    base = f"/answers/{the_response().public_id}/page/"
    on_phone, on_desk = go(client, f"{base}name/"), go(client, f"{base}age/")
    again = go(client, f"{base}name/")
    send(client, on_phone, a__name="Grace")
    page = send(client, on_desk, a__age="44")  # shown before the other saved: both are kept
    assert where(page) == "job"
    clash = send(client, again, a__name="Edith")
    assert clash.status_code == 409
    text = clash.content.decode()
    assert "Somebody answered this meanwhile" in text and "Grace" in text and 'value="Edith"' in text
    assert filling_of(the_response()).state("/data/name").value == "Grace"
    send(client, clash, a__name="Edith")
    assert filling_of(the_response()).state("/data/name").value == "Edith"
    assert filling_of(the_response()).state("/data/age").value == "44"


def test_control_the_same_answer_twice_is_no_clash(client: Client) -> None:
    version_of(SHORT)
    page = go(client, begin(client))
    send(client, page, a__name="Ada")
    assert where(send(client, page, a__name="Ada")) == "age"
