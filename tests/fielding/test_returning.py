"""Coming back to a survey on another device, and in one's own language."""

import re

import pytest
from django.test import Client

from tests.fielding.make import cases, code, enter, in_the_field
from tests.people.make import account, sign_in
from weft.fielding.actions import close_fieldwork
from weft.forms.models import Response

pytestmark = pytest.mark.django_db


def test_a_return_code_opens_the_survey_on_another_device_and_leaving_forgets_it_on_this_one() -> None:
    wave = in_the_field(2)
    case = cases(wave)[0]
    one, other = Client(), Client()
    enter(one, code(case))
    one.post("/s/begin")
    response = Response.objects.unscoped("test").get()
    at = f"/answers/{response.public_id}/"
    page = one.post(f"{at}later/", follow=True)
    typed = re.search(r'class="code"><bdi>([A-Z0-9 ]+)<', page.content.decode())
    assert typed
    assert other.get(at).status_code == 404  # the address alone opens nothing
    assert other.post("/answers/return/", {"code": typed[1]})["Location"] == at
    assert other.get(at, follow=True).status_code == 200
    one.post(f"{at}later/", {"leave": "yes"})
    assert one.get(at).status_code == 404
    assert one.get("/s/begin")["Location"] == "/s/"
    close_fieldwork(fieldwork=wave, by=None)
    assert other.get(at).status_code in (302, 410, 404)
    assert Client().post("/answers/return/", {"code": typed[1]}).status_code == 200  # opens nothing any more


def test_what_staff_write_for_somebody_has_no_return_code(client: Client) -> None:
    wave = in_the_field(1)
    case = cases(wave)[0]
    sign_in(client, account("office@x.example", "officer"))
    at = client.post(f"/measure/fieldwork/case/{case.public_id}/answer", {"mode": "telephone"})["Location"]
    assert "Get a code" not in client.get(f"{at}later/").content.decode()
    client.post(f"{at}later/")
    assert Response.objects.unscoped("test").get().return_digest == ""


def test_a_form_begins_in_the_language_the_letter_was_read_in(client: Client) -> None:
    from tests.browser.wave_form import fielded_form

    wave = in_the_field(1, form=fielded_form().versions.get())
    enter(client, code(cases(wave)[0]))
    client.cookies["django_language"] = "ar"
    client.post("/s/begin")
    assert Response.objects.unscoped("test").get().language == "Arabic (ar)"
