"""Attacks on the destroyed link: by moments, by the order of rows, by letters, papers, files and sessions."""

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db.models import F
from django.test import Client
from django.utils import timezone

from tests.fielding.make import FULL, again, answered, begun, cases, code, day, in_the_field, planned, rows
from tests.people.make import account, sign_in
from weft.fielding.actions import add_sample, close_fieldwork, open_fieldwork, send_due_emails
from weft.fielding.actions.answering import about_of
from weft.fielding.actions.coded import about_of_code
from weft.fielding.models import Case, Contact, SampleAddress, Sampled
from weft.fielding.queries.rates import standing
from weft.forms.actions.attachments import attach_file
from weft.forms.actions.responses import receive_instance
from weft.forms.answers import kept_in
from weft.forms.models import Attachment, PaperReturn, Response
from weft.post.models import Message

pytestmark = pytest.mark.django_db
XML = "<data id='city-survey'><q_lonely_direct>never</q_lonely_direct><q_belong_local/><d_sex/><q_other/></data>"


def all_of(model: Any) -> Any:
    return model.objects.unscoped("test")


def test_no_stopped_letter_keeps_the_moment_of_an_answer() -> None:
    wave = in_the_field(3)
    answered(cases(wave)[1])
    near = all_of(Response).get().submitted_at
    moments = list(Contact.objects.exclude(stopped_at=None).values_list("stopped_at", flat=True))
    assert abs((moments[0] - near).total_seconds()) < 2  # the control: before, it points at the answer
    close_fieldwork(fieldwork=wave, by=None, unlink=True)
    left = set(Contact.objects.exclude(stopped_at=None).values_list("stopped_at", flat=True))
    assert len(left) == 1  # one moment for all, answered or not
    assert all((each.minute, each.second, each.microsecond) == (0, 0, 0) for each in left)


def test_the_order_of_the_list_is_in_no_row_afterwards() -> None:
    wave = in_the_field(40)
    order = list(all_of(Case).order_by("pk").values_list("address__area", flat=True))
    named = set(all_of(Case).values_list("public_id", flat=True))
    for case in cases(wave)[:10]:
        answered(case)
    before = standing(wave)
    close_fieldwork(fieldwork=wave, by=None, unlink=True)
    after = list(all_of(Case).order_by("pk").values_list("address__area", "state"))
    assert sorted(area for area, _state in after) == sorted(order)
    assert [state for _area, state in after] != ["answered"] * 10 + [
        "open"
    ] * 30  # 1 in 848 million by chance
    assert not named & set(all_of(Case).values_list("public_id", flat=True))
    assert standing(wave).outcomes == before.outcomes  # what is counted stays


def test_e_mails_with_codes_are_forgotten_sent_or_not() -> None:
    wave = planned()
    add_sample(fieldwork=wave, rows=rows(2, email="home@demonstration.example"), by=None)
    open_fieldwork(fieldwork=wave, by=None)
    send_due_emails()
    assert all_of(Message).filter(kind__startswith="survey").exists()
    close_fieldwork(fieldwork=wave, by=None, unlink=True)
    assert not all_of(Message).filter(kind__startswith="survey").exists()


def test_a_paper_is_not_known_by_its_code_afterwards() -> None:
    wave = in_the_field(1)
    case = cases(wave)[0]
    typed, keyer = code(case), account("keyer@x.example", "officer")
    PaperReturn.objects.create(
        version=wave.form.versions.get(), reference=typed, about=about_of(case), first_by=keyer
    )
    close_fieldwork(fieldwork=wave, by=None, unlink=True)
    left = all_of(PaperReturn).get()
    assert (left.about, left.reference) == ("", left.public_id)


def test_what_was_begun_on_the_web_and_sent_on_paper_is_destroyed_with_its_files() -> None:
    wave = in_the_field(2)
    case, other = cases(wave)
    left = begun(case, {"q_lonely_direct": "never"})
    attach_file(response=left, question="/data/x", name="Ada Marker.txt", content=b"hello", by=None)
    about = about_of_code(wave.form, code(case), "paper")
    receive_instance(version=left.version, xml=XML, files={}, about=about, mode="paper", by=None)
    close_fieldwork(fieldwork=wave, by=None)
    assert [(each.state, each.answers) for each in all_of(Response).filter(pk=left.pk)] == [("discarded", "")]
    assert not Attachment.objects.exists()
    assert again(other).state == "open"


def test_a_session_of_somebody_signed_in_forgets_answers_of_another_wave(client: Client) -> None:
    wave = in_the_field(1)
    case = cases(wave)[0]
    response = begun(case, FULL)
    sign_in(client, account("ada@x.example"))
    session = client.session
    session["forms.answering"], session["fielding_case"] = [response.public_id], "a case of another wave"
    session.save()
    close_fieldwork(fieldwork=wave, by=None, unlink=True)
    kept = [each.get_decoded() for each in Session.objects.all()]
    assert all(response.public_id not in str(each) for each in kept)
    assert any("_auth_user_id" in each for each in kept)  # and stays signed in


def test_whoever_is_signed_in_is_in_no_event_of_their_answers(client: Client) -> None:
    from weft.record.models import Event

    wave = in_the_field(1)
    user = account("ada@x.example")
    sign_in(client, user)
    client.post("/s/", {"code": code(cases(wave)[0])})
    client.post("/s/begin")
    page = client.get(f"/answers/{all_of(Response).get().public_id}/", follow=True)
    client.post(page.request["PATH_INFO"], {"data--q_lonely_direct": "never", "revision": "0"})
    found = Event.objects.filter(action__startswith="forms.response.")
    assert found.filter(action="forms.response.save").exists()
    assert [each.actor for each in found if str(user.pk) in each.actor] == []


def test_a_code_in_an_instance_is_not_kept_with_its_answers() -> None:
    wave = in_the_field(1)
    version, case = wave.form.versions.get(), cases(wave)[0]
    xform = version.xform.replace("<q_other/>", "<q_other/><case_code/>").replace(
        '<bind nodeset="/data/d_sex"', '<bind nodeset="/data/case_code" type="string"/><bind nodeset="/data/d_sex"'
    ).replace("</h:body>", '<input ref="/data/case_code"><label>Code</label></input></h:body>')  # fmt: skip
    later = type(version).objects.create(
        form=version.form, number=2, state="draft", source=b"", source_name="x", xform=xform, digest="coded"
    )
    typed = code(case)
    xml = XML.replace("<q_other/>", f"<q_other/><case_code>{typed}</case_code>")
    kept = receive_instance(version=later, xml=xml, files={}, about=about_of(case), mode="collect", by=None)
    assert again(case).response == kept.public_id
    assert typed not in kept_in(kept).xml and "never" in kept_in(kept).xml


def test_households_and_weights_survive_being_dealt_anew() -> None:
    wave = in_the_field(2, adults=2)
    for case in cases(wave)[:2]:
        answered(case)
    close_fieldwork(fieldwork=wave, by=None, unlink=True)
    assert list(Sampled.objects.values_list("household", flat=True)) == [1, 1]
    assert all_of(SampleAddress).filter(weight=1, reference=F("public_id"), sealed="").count() == 2
    assert day(0) == timezone.localdate()
