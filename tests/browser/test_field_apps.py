"""Field apps: an officer gives one in a browser; an app fetches the city survey over HTTP and sends answers."""

import http.client
import re
from collections.abc import Mapping
from urllib.parse import urlsplit
from xml.etree.ElementTree import fromstring

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.browser.checks import looked_at
from tests.forms.openrosa.app import FieldApp, Heard, Send
from tests.forms.openrosa.conftest import live_version
from tests.people.make import account, sign_in
from weft.forms.answers import filling_of
from weft.forms.intake.compiling import compile_book
from weft.forms.intake.reading import pack_folder, read_book
from weft.forms.library import library_form
from weft.forms.models import Form, Response
from weft.forms.openrosa.models import FieldAccount

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fielded(key: str) -> Form:
    """A shipped form, live."""
    found = library_form(key)
    form = Form.objects.create(key=key, title=found.title, used_for=found.used_for)
    made = compile_book(read_book(pack_folder(found.folder)))
    live_version(form, xform=made.xform, notes=made.notes, languages=list(made.languages))
    return form


def over_http(server: str) -> Send:
    """Carries an app's requests over a real connection."""
    host = urlsplit(server)

    def send(method: str, path: str, headers: Mapping[str, str], body: bytes) -> Heard:
        line = http.client.HTTPConnection(host.hostname or "", host.port or 80, timeout=20)
        try:
            line.request(method, path, body=body or None, headers=dict(headers))
            answer = line.getresponse()
            return Heard(answer.status, dict(answer.getheaders()), answer.read())
        finally:
            line.close()

    return send


def signed_in_officer(page: Page, live_server: LiveServer) -> None:
    client = sign_in(Client(), account("officer@demonstration.example", "officer"))
    value = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])


def shown_settings(page: Page) -> tuple[str, str, str]:
    server, name, token = page.locator("dl.facts--field code").all_inner_texts()
    return server, name, token


def given_in_the_browser(page: Page, live_server: LiveServer, form: Form) -> FieldApp:
    """The officer's way: from the list to the square."""
    page.goto(live_server.url + reverse("field-apps", args=[form.key]))
    looked_at(page, "field-apps-none")
    page.get_by_role("link", name="Give somebody a field app").click()
    looked_at(page, "field-app-new")
    page.get_by_role("button", name="Show the square").click()
    assert page.get_by_role("alert").inner_text().startswith("There is a problem")
    page.get_by_label("Who collects with it?").select_option(label="Rosa Field")
    page.get_by_role("button", name="Show the square").click()
    looked_at(page, "field-app-code")
    server, name, token = shown_settings(page)
    assert server == f"{live_server.url}/field"
    return FieldApp(over_http(live_server.url), name, token)


def answers_in(xform: bytes, **given: str) -> str:
    """A filled instance of a form, made of its own first instance as an app does."""
    text = xform.decode()
    found = re.search(r"<instance>(<[^/>]+? id=.*?)</instance>", text, re.DOTALL)
    assert found
    made = re.sub(r"<(\w+) jr:template=\"\">.*?</\1>", "", found[1], flags=re.DOTALL)
    for name, value in given.items():
        made = re.sub(rf"<{name}\s*/>", f"<{name}>{value}</{name}>", made)
    fromstring(made)
    return made


def test_an_officer_gives_a_field_app_and_it_collects_the_city_survey(
    page: Page, live_server: LiveServer
) -> None:
    form = fielded("city-survey")
    researcher = account("rosa@demonstration.example", "community_researcher")
    type(researcher.person).objects.unscoped("test").filter(pk=researcher.person.pk).update(name="Rosa Field")
    signed_in_officer(page, live_server)
    app = given_in_the_browser(page, live_server, form)

    [listed] = app.forms()
    assert (listed["formID"], listed["name"]) == ("city-survey", "City survey")
    xform = app.fetch(listed["downloadUrl"])
    xml = answers_in(
        xform, s_adult="yes", q_belong_city="very_strongly", q_mix_freq_age="daily", instanceID="uuid:field-1"
    )
    assert [each.status for each in app.submit(xml)] == [201]
    assert [each.status for each in app.submit(xml)] == [201]
    app.was_challenged = False  # a client that sends it all before it is asked who it is hears the answer too
    large = {"photo.jpg": b"\xff\xd8\xff" + b"0" * 5_000_000}
    assert [each.status for each in app.submit(xml, large)] == [201]
    odd = answers_in(xform, s_adult="yes", q_ons4_lifesat="11", instanceID="uuid:field-2")
    assert [each.status for each in app.submit(odd)] == [201]

    kept, _ = Response.objects.unscoped("the test looks")
    refs = [place.ref for place in filling_of(kept).walk() if place.ref.endswith("q_belong_city")]
    assert filling_of(kept).state(refs[0]).value == "very_strongly"

    page.goto(live_server.url + reverse("field-apps", args=[form.key]))
    looked_at(page, "field-apps")
    page.get_by_role("link", name="Take back").click()
    looked_at(page, "field-app-revoke")
    page.get_by_role("button", name="Take it back").click()
    assert "This field app opens nothing any more" in page.inner_text("main")
    assert app.ask("GET", "/field/formList").status == 401
    assert FieldAccount.objects.unscoped("the test looks").get().revoked_at is not None


def test_the_pages_work_without_scripts(page_without_scripts: Page, live_server: LiveServer) -> None:
    form = fielded("outcomes")
    researcher = account("rosa@demonstration.example", "community_researcher")
    page = page_without_scripts
    signed_in_officer(page, live_server)
    page.goto(live_server.url + reverse("field-app-new", args=[form.key]))
    page.get_by_label("Who collects with it?").select_option(value=researcher.person.public_id)
    page.get_by_role("button", name="Show the square").click()
    server, name, token = shown_settings(page)
    assert len(FieldApp(over_http(server), name, token).forms()) == 1
