"""Answers come only in the ways of a wave; a refusal says what to do and loses nothing."""

import pytest
from django.test import Client

from tests.fielding.make import again, answered, begun, cases, code, in_the_field, live_form, planned
from tests.people.make import account, sign_in
from weft.fielding.actions import allow_modes
from weft.fielding.actions.coded import about_of_code
from weft.fielding.forms_ways import missing_for
from weft.forms.actions.responses import receive_instance
from weft.forms.models import Form, PaperReturn, Response
from weft.forms.purposes import RefusedSubmission
from weft.record.models import Event

pytestmark = pytest.mark.django_db
XML = "<data id='city-survey'><q_lonely_direct>never</q_lonely_direct><q_belong_local/><d_sex/><q_other/></data>"
KEYED = {"q1": "5", "q2": "2", "q3": "1", "whole": "yes"}


def all_of(model):  # type: ignore[no-untyped-def]
    return model.objects.unscoped("test")


def test_a_paper_of_a_wave_on_the_web_alone_is_refused_at_the_desk_before_anybody_keys(
    client: Client,
) -> None:
    wave = in_the_field(1, modes=["web"])
    typed = code(cases(wave)[0])
    sign_in(client, account("desk@x.example", "officer"))
    told = client.get(f"/forms/city-survey/returns/key/?paper={typed}", follow=True).content.decode()
    assert "The wave “spring” is not answered on paper. Allow it under “Fieldwork”, “Ways to answer”" in told
    assert all_of(PaperReturn).count() == 0
    ways = f"/measure/fieldwork/{wave.public_id}/ways"
    assert "Choose a way to answer" in client.post(ways, {}).content.decode()
    client.post(ways, {"modes": ["paper"]})
    wave.refresh_from_db()
    assert wave.modes == ["web", "paper"]
    assert client.get(f"/forms/city-survey/returns/key/?paper={typed}").status_code == 200


def test_a_wave_keeps_the_ways_it_has_and_says_once_what_it_gained() -> None:
    wave = in_the_field(1, modes=["web", "telephone"])
    by = account("office@x.example", "officer")
    for _again in range(2):
        wave = allow_modes(fieldwork=wave, modes=["paper"], by=by)
    assert wave.modes == ["web", "paper", "telephone"]
    assert Event.objects.filter(action="fielding.fieldwork.modes").count() == 1


def test_answers_of_another_way_undo_nothing_and_complete_nothing() -> None:
    wave = in_the_field(1, modes=["web"])
    (case,) = cases(wave)
    open_one = begun(case, {"q_lonely_direct": "never"})
    for mode in ("paper", "collect"):
        with pytest.raises(RefusedSubmission, match="Ways to answer"):
            receive_instance(
                version=wave.form.versions.get(), xml=XML, files={}, about=f"fielding.case:{case.public_id}",
                mode=mode, by=None,
            )  # fmt: skip
    assert (again(case).state, again(case).response) == ("open", open_one.public_id)
    assert list(all_of(Response).values_list("public_id", flat=True)) == [open_one.public_id]


def test_a_code_that_counts_for_nothing_is_told_at_the_desk_and_never_kept() -> None:
    wave = in_the_field(2)
    done, other = cases(wave)
    answered(done)
    elsewhere = Form.objects.create(key="other", title="Other survey")
    for form, typed, words in (
        (wave.form, code(done), "arrived already"),
        (elsewhere, code(other), "belongs to “City survey”"),
        (wave.form, "23456789CDF" + _check("23456789CDF"), "No wave has this code now"),
    ):
        with pytest.raises(RefusedSubmission, match=words):
            about_of_code(form, typed, "paper")
        assert about_of_code(form, typed, "collect") == ""  # nobody could ask again: kept, for no case
    assert about_of_code(wave.form, "A-17", "paper") == ""  # a number of a sheet is no code


def _check(data: str) -> str:
    from weft.fielding.codes import check_of

    return check_of(data)


def test_a_paper_is_one_whether_its_code_is_written_with_hyphens_or_spaces(client: Client) -> None:
    wave = in_the_field(1)
    typed = code(cases(wave)[0])
    for place, written in enumerate(
        (f"{typed[:4]} {typed[4:8]} {typed[8:]}", f"{typed[:6]}-{typed[6:]}".lower())
    ):
        sign_in(client, account(f"desk{place}@x.example", "officer"))
        found = client.post("/forms/city-survey/returns/", {"reference": written})
        client.post(found["Location"], {**KEYED, "once": f"key {place}"})
    paper = all_of(PaperReturn).get()
    assert (paper.state, paper.reference) == ("settled", typed)
    assert again(cases(wave)[0]).state == "answered"


def test_field_apps_need_a_question_for_the_code() -> None:
    version = live_form()
    assert missing_for(version.form, ["web", "paper"]) == ""
    assert missing_for(version.form, ["web", "collect"]).startswith(
        "Add a question named case_code to the form"
    )


def test_the_page_of_a_form_leads_to_its_answers_papers_apps_and_waves(client: Client) -> None:
    wave = planned()
    sign_in(client, account("office@x.example", "officer"))
    page = client.get("/forms/keep/city-survey/").content.decode()
    for address in (
        "/forms/city-survey/answers/", "/forms/city-survey/returns/", "/forms/city-survey/print/",
        "/forms/city-survey/paper/", f"/measure/fieldwork/{wave.public_id}/",
    ):  # fmt: skip
        assert f'href="{address}"' in page, address
    assert "Fieldwork: spring (Being prepared)" in page


def test_the_device_is_kept_as_one_word(client: Client) -> None:
    wave = in_the_field(2)
    phone = "Mozilla/5.0 (Linux; Android 14; Pixel 6) AppleWebKit Chrome/120 Mobile Safari"
    client.post("/s/", {"code": code(cases(wave)[0])})
    client.post("/s/begin", headers={"User-Agent": phone})
    assert all_of(Response).get().timings == {"device": "phone"}
