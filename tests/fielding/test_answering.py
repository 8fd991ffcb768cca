"""A case is answered once, by whoever holds the code or the office for them, while the survey is in the field."""

import pytest
from django.db import connection
from django.test import Client

from tests.fielding.make import (
    FULL,
    again,
    answered,
    begun,
    cases,
    code,
    day,
    enter,
    in_the_field,
    planned,
    rows,
)
from tests.people.make import account, sign_in
from weft.fielding.actions import (
    Wanted,
    add_sample,
    assign_interviewer,
    begin_case,
    close_fieldwork,
    record_outcome,
    set_quota,
)
from weft.fielding.actions.answering import CodeUsed, NotNow, QuotaFull
from weft.fielding.actions.coded import about_of_code
from weft.fielding.codes import check_of
from weft.fielding.models import Completion, Contact, Quota
from weft.fielding.states import WrongState
from weft.forms.actions.responses import receive_instance, submit_response
from weft.forms.models import Response
from weft.forms.purposes import Elsewhere, RefusedSubmission
from weft.record.models import Event

pytestmark = pytest.mark.django_db


def test_a_case_is_answered_once_and_nobody_writes_again() -> None:
    (case, other) = cases(in_the_field(2))
    response = answered(case)
    case = again(case)
    assert (case.state, case.outcome, case.response) == ("answered", "1.1", response.public_id)
    assert Completion.objects.get().response == response.public_id
    left = Contact.objects.filter(sent_at=None, stopped_at=None)
    assert set(left.values_list("case_id", flat=True)) == {other.pk}
    with pytest.raises(CodeUsed):
        begin_case(case=case, by=None)


def test_a_second_response_for_the_same_code_is_refused_by_the_database() -> None:
    (case,) = cases(in_the_field(1))
    first = begun(case, FULL)
    twin = Response.objects.unscoped("test").get(pk=first.pk)
    twin.pk, twin.public_id, twin.instance_id, twin._state.adding = None, "t" * 22, "uuid:twin", True
    twin.answers = ""
    twin.save()
    submit_response(response=first, by=None)
    with pytest.raises(RefusedSubmission, match="used already"):
        submit_response(response=twin, by=None)
    assert Response.objects.unscoped("test").get(pk=twin.pk).state == "open"
    assert Completion.objects.count() == 1


def test_coming_back_finds_the_answers_begun() -> None:
    (case,) = cases(in_the_field(1))
    assert begun(case, {"d_sex": "male"}).pk == begin_case(case=again(case), by=None).pk


def test_the_survey_is_closed_before_its_first_day_and_after_its_last() -> None:
    early = planned(first_day=day(3))
    add_sample(fieldwork=early, rows=rows(1), by=None)
    with pytest.raises(NotNow, match="begins on"):
        begin_case(case=cases(early)[0], by=None)


def test_refusing_stops_the_letters_and_an_answer_is_still_welcome() -> None:
    (case,) = cases(in_the_field(1))
    record_outcome(case=case, outcome="2.11", by=None)
    assert again(case).state == "stopped"
    assert not Contact.objects.filter(stopped_at=None).exists()
    answered(again(case))
    assert again(case).outcome == "1.1"
    with pytest.raises(WrongState):
        record_outcome(case=again(case), outcome="2.11", by=None)


def test_outcomes_the_service_sets_are_not_for_the_office() -> None:
    (case,) = cases(in_the_field(1))
    with pytest.raises(WrongState):
        record_outcome(case=case, outcome="1.1", by=None)


def test_a_hard_quota_of_an_area_closes_it_and_a_soft_one_does_not() -> None:
    wave = in_the_field(3)
    first, second, third = cases(wave)
    staff = account("office@x.example", "officer")
    set_quota(fieldwork=wave, wanted=Wanted("", "E09000007", 1, "hard"), by=staff)
    set_quota(fieldwork=wave, wanted=Wanted("", "E09000012", 1, "soft"), by=staff)
    answered(first)
    answered(second)
    assert sorted(Quota.objects.values_list("value", "answered")) == [("E09000007", 1), ("E09000012", 1)]
    with pytest.raises(QuotaFull, match="Enough people"):
        begin_case(case=again(third), by=None)


def test_a_hard_quota_of_an_answer_thanks_whoever_comes_after_and_keeps_nothing() -> None:
    from django.test import RequestFactory

    from weft.fielding.purpose import HELD, OfCase

    wave = in_the_field(2)
    first, second = cases(wave)
    staff = account("office@x.example", "officer")
    set_quota(fieldwork=wave, wanted=Wanted("/data/d_sex", "female", 1, "hard"), by=staff)
    answered(first)
    response = begun(second, {"d_sex": "female"})
    request = RequestFactory().get("/")
    request.session = {HELD: second.public_id}  # type: ignore[assignment]
    with pytest.raises(Elsewhere, match="elsewhere"):
        OfCase().may_answer(request, response)
    gone = Response.objects.unscoped("test").get(pk=response.pk)
    assert (gone.state, gone.answers, gone.about) == ("discarded", "", "")
    assert (again(second).state, again(second).outcome) == ("stopped", "4.80")


def test_of_two_who_send_the_last_answer_of_a_hard_quota_the_second_is_thanked() -> None:
    """Both were let on while one place was left."""
    wave = in_the_field(3)
    first, second, third = cases(wave)
    staff = account("office@x.example", "officer")
    set_quota(fieldwork=wave, wanted=Wanted("/data/d_sex", "female", 1, "hard"), by=staff)
    ready = [begun(case, FULL) for case in (first, second)]
    submit_response(response=ready[0], by=None)
    with pytest.raises(RefusedSubmission, match="Enough people"):
        submit_response(response=ready[1], by=None)
    assert Quota.objects.get().answered == 1
    assert (
        Response.objects.unscoped("test").get(pk=ready[1].pk).state == "open"
    )  # screened out on the next page
    answered(third, "paper")  # asked already: it counts
    assert Quota.objects.get().answered == 2


def test_what_is_recorded_of_an_answer_never_names_the_case() -> None:
    wave = in_the_field(1)
    (case,) = cases(wave)
    answered(case)
    told = [f"{event.thing} {event.before} {event.after} {event.reason}" for event in Event.objects.all()]
    assert not [line for line in told if case.public_id in line]
    assert f"fielding.fieldwork:{wave.public_id}" in Event.objects.get(action="fielding.case.complete").thing


def test_a_code_is_typed_however_and_opens_the_survey(client: Client) -> None:
    (case,) = cases(in_the_field(1))
    shown = enter(client, f" {code(case)[:4].lower()}-{code(case)[4:]} ")
    assert (shown.status_code, "Your code is right" in shown.content.decode()) == (200, True)
    begun_at = client.post("/s/begin")
    assert begun_at.status_code == 302
    response = Response.objects.unscoped("test").get()
    assert response.public_id in begun_at["Location"]
    assert client.get(begun_at["Location"], follow=True).status_code == 200
    assert Client().get(begun_at["Location"], follow=True).status_code in (403, 404)


def test_typing_mistakes_are_told_from_unknown_codes(client: Client) -> None:
    (case,) = cases(in_the_field(1))
    right = code(case)
    wrong = right[:-1] + ("2" if right[-1] != "2" else "3")
    assert "one of its letters or numbers is different" in enter(client, wrong).content.decode()
    assert "Enter the 12 letters and numbers" in enter(client, right[:-1]).content.decode()
    other = "23456789CDF" + check_of("23456789CDF")
    assert "No survey has this code now" in enter(client, other).content.decode()
    assert "Enter the code in your letter" in enter(client, "").content.decode()


def test_a_used_code_says_so_kindly(client: Client) -> None:
    (case,) = cases(in_the_field(1))
    answered(case)
    assert (
        "This code was used: the answers have arrived. Thank you."
        in enter(client, code(case)).content.decode()
    )


def test_the_square_fills_in_the_code_and_looks_nothing_up(client: Client) -> None:
    (case,) = cases(in_the_field(1))
    shown = client.get(f"/s/{code(case)}").content.decode()
    assert f'value="{code(case)[:4]} {code(case)[4:8]} {code(case)[8:]}"' in shown
    assert "fielding_case" not in client.session


def test_too_many_codes_from_one_place_are_refused(client: Client) -> None:
    for _ in range(60):
        client.post("/s/", {"code": "2222 2222 222"})
    assert client.post("/s/", {"code": "2222"}).status_code == 429


def test_no_network_address_is_kept_anywhere(client: Client) -> None:
    (case,) = cases(in_the_field(1))
    client.defaults["REMOTE_ADDR"] = "203.0.113.77"
    client.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 14; Pixel) Mobile Planted/9"
    enter(client, code(case))
    client.post("/s/begin")
    assert Response.objects.unscoped("test").get().timings["device"] == "phone"
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            kept = str(cursor.fetchall())
        assert ("203.0.113.77" in kept, "Planted/9" in kept) == (False, False), table


def test_staff_ask_on_the_telephone_and_the_mode_is_recorded(client: Client) -> None:
    (case,) = cases(in_the_field(1))
    sign_in(client, account("office@x.example", "officer"))
    sent = client.post(f"/measure/fieldwork/case/{case.public_id}/answer", {"mode": "telephone"})
    response = Response.objects.unscoped("test").get()
    assert (response.mode, sent["Location"]) == ("telephone", f"/answers/{response.public_id}/")
    assert client.get(sent["Location"], follow=True).status_code == 200


def test_nobody_opens_what_somebody_wrote_on_the_web(client: Client) -> None:
    (case,) = cases(in_the_field(1))
    begun(case, {"d_sex": "male"})
    with pytest.raises(NotNow, match="another way"):
        begin_case(case=again(case), mode="telephone", by=None)


def test_an_interviewer_sees_their_own_cases_and_no_others(client: Client) -> None:
    (mine, other) = cases(in_the_field(2))
    office, asker = account("office@x.example", "officer"), account("asker@x.example", "community_researcher")
    from weft.people.roles.current import person_of

    assign_interviewer(case=mine, interviewer=person_of(asker), by=office)
    sign_in(client, asker)
    assert client.get(f"/measure/fieldwork/case/{mine.public_id}/").status_code == 200
    assert client.get(f"/measure/fieldwork/case/{other.public_id}/").status_code == 404
    assert "A0001" in client.get("/measure/fieldwork/mine").content.decode()
    assert client.get("/measure/fieldwork/").status_code in (403, 404)


def test_a_paper_with_the_code_on_it_counts_for_its_case_once_and_after_closing_too() -> None:
    wave = in_the_field(2)
    case, other = cases(wave)
    assert about_of_code(wave.form, code(case).lower(), "paper") == f"fielding.case:{case.public_id}"
    assert about_of_code(wave.form, "2345", "paper") == ""
    close_fieldwork(fieldwork=wave, by=None)
    version = wave.form.versions.get()
    xml = "<data id='city-survey'><q_lonely_direct>never</q_lonely_direct><q_belong_local/><d_sex/><q_other/></data>"
    kept = receive_instance(
        version=version,
        xml=xml,
        files={},
        about=about_of_code(wave.form, code(case), "paper"),
        mode="paper",
        by=None,
    )
    assert (again(case).outcome, again(case).response) == ("1.1", kept.public_id)
    assert (
        about_of_code(wave.form, code(case), "collect") == ""
    )  # what a device sends late is kept, and counts for nobody
    with pytest.raises(RefusedSubmission, match="arrived already"):
        about_of_code(wave.form, code(case), "paper")
    assert again(other).state == "open"
