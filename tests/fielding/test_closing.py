"""Closing: partials by rule, the link destroyed for good, the answers in Measure with nothing keyed again."""

from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.fielding.make import again, answered, begun, cases, code, enter, in_the_field
from tests.people.make import account
from weft.fielding.actions import close_fieldwork, hand_over_to_measure, unlink_due, unlink_fieldwork
from weft.fielding.models import Case, Completion, Fieldwork, SampleAddress, Sampled
from weft.fielding.queries.rates import standing
from weft.fielding.rules import UNLINK_AFTER
from weft.fielding.states import WrongState
from weft.forms.models import Response
from weft.measure.actions import estimate_survey
from weft.measure.columns import file_of
from weft.measure.recipes import recipe_of
from weft.record import keys

pytestmark = pytest.mark.django_db


def responses() -> dict[str, Response]:
    return {each.public_id: each for each in Response.objects.unscoped("test")}


def test_unfinished_answers_are_kept_from_half_of_the_questions_of_substance_on() -> None:
    wave = in_the_field(4)
    whole, half, little, _never = cases(wave)
    answered(whole)
    kept = begun(half, {"q_lonely_direct": "never"})
    gone = begun(little, {"d_sex": "male"})
    close_fieldwork(fieldwork=wave, by=None)
    found = responses()
    assert (found[kept.public_id].state, found[gone.public_id].state) == ("partial", "discarded")
    assert [again(case).outcome for case in cases(wave)] == ["1.1", "1.2", "2.12", "3.10"]
    with pytest.raises(keys.KeyDestroyed):
        keys.unseal("x", holder=gone.public_id, store="forms", field="answers", purpose="answers")
    counts = standing(wave).whole.counts
    assert (counts.I, counts.P, counts.R, counts.UH) == (1, 1, 1, 1)


def test_fieldwork_is_closed_once_and_unlinked_only_after() -> None:
    wave = in_the_field(1)
    with pytest.raises(WrongState):
        unlink_fieldwork(fieldwork=wave, by=None)
    close_fieldwork(fieldwork=wave, by=None, unlink=True)
    for step in (close_fieldwork, unlink_fieldwork):
        with pytest.raises(WrongState):
            step(fieldwork=wave, by=None)


def everything() -> str:
    """Every row of every table, as text."""
    found = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(found)


def links(case: Case, response: Response) -> list[str]:
    """Lines of the database that hold a case beside a response."""
    return [
        line for line in everything().splitlines() if case.public_id in line and response.public_id in line
    ]


def test_no_row_names_a_case_beside_an_answer_after_the_link_is_destroyed(client: Client) -> None:
    wave = in_the_field(2)
    case, _other = cases(wave)
    enter(client, code(case))
    client.post("/s/begin")
    response = Response.objects.unscoped("test").get()
    assert links(again(case), response)  # the control: before, the link is there
    from weft.forms.actions.responses import save_answers, submit_response
    from weft.forms.answers import filling_of

    filling = filling_of(response)
    for name, value in {"q_lonely_direct": "never", "q_belong_local": "fairly_strongly"}.items():
        filling.set(f"/data/{name}", value)
    submit_response(response=save_answers(response=response, filling=filling, revision=0, by=None), by=None)
    digest, typed = again(case).code_digest, code(case)
    close_fieldwork(fieldwork=wave, by=None, unlink=True)
    assert links(case, response) == []
    kept = everything()
    assert (digest in kept, typed in kept, f"fielding.case:{case.public_id}" in kept) == (False, False, False)
    assert Response.objects.unscoped("test").get().about == f"fielding.wave:{wave.public_id}"
    assert not Completion.objects.exists()
    assert client.session.get("fielding_case") is None


def test_addresses_are_gone_with_the_key_and_what_estimation_needs_stays() -> None:
    wave = in_the_field(4, adults=2)
    done = cases(wave)
    for case in (done[0], done[1], done[4]):
        answered(case)
    close_fieldwork(fieldwork=wave, by=None, unlink=True)
    left = SampleAddress.objects.unscoped("test").first()
    assert left is not None
    assert (left.sealed, left.reference == left.public_id) == ("", True)
    with pytest.raises(keys.KeyDestroyed):
        left.where()
    kept = list(Sampled.objects.values_list("area", "stratum", "household", "weight"))
    homes = [home for _a, _s, home, _w in kept]
    assert (
        sorted((area, stratum, weight) for area, stratum, _h, weight in kept)
        == [("E09000007", "north", 11.0)] * 3
    )
    assert sorted(homes.count(home) for home in set(homes)) == [1, 2]
    assert standing(wave).whole.rates["RR1"] == 3 / 8


def test_the_link_goes_by_itself_four_weeks_after_closing() -> None:
    wave = in_the_field(1)
    close_fieldwork(fieldwork=wave, by=None)
    assert unlink_due() == "0 links of surveys destroyed."
    Fieldwork.objects.update(closed_at=timezone.now() - UNLINK_AFTER)
    Fieldwork.objects.update(closed_at=timezone.now() - UNLINK_AFTER - UNLINK_AFTER)
    assert unlink_due() == "1 links of surveys destroyed."
    assert unlink_due() == "0 links of surveys destroyed."


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the database's own file")
def test_the_database_file_holds_no_address_code_or_link_afterwards(tmp_path: Path) -> None:
    wave = in_the_field(3)
    case, *_rest = cases(wave)
    answered(case)
    digest = again(case).code_digest
    with connection.cursor() as cursor:
        cursor.execute("SELECT about FROM forms_response")
        assert cursor.fetchone() == (f"fielding.case:{case.public_id}",)
    before = _file(tmp_path / "before")
    assert digest.encode() in before  # the control: the search finds what is there
    assert f"fielding.case:{case.public_id}".encode() in before
    assert b"Marker Street" not in before  # sealed all the time
    close_fieldwork(fieldwork=wave, by=None, unlink=True)
    after = _file(tmp_path / "after")
    assert [word in after for word in (digest.encode(), f"fielding.case:{case.public_id}".encode())] == [
        False,
        False,
    ]


def _file(path: Path) -> bytes:
    """The whole database as a file: VACUUM INTO writes what is there, and free pages of the test's memory are not."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    return path.read_bytes()


@pytest.fixture
def finished(settings, tmp_path):  # type: ignore[no-untyped-def]
    settings.WORK_INLINE, settings.UPLOADS = True, tmp_path / "uploads"
    wave = in_the_field(60, keep_share=0.5)
    lonely = ("often_or_always", "some_of_the_time", "never")
    for number, case in enumerate(cases(wave)):
        if number % 4:
            answered(case, q_lonely_direct=lonely[number % 3], d_sex="male" if number % 2 else "female")
    return close_fieldwork(fieldwork=wave, by=None, unlink=True)


def test_the_answers_are_in_measure_with_every_question_mapped(finished: Fieldwork) -> None:
    analyst = account("analyst@x.example", "analyst")
    survey = hand_over_to_measure(fieldwork=finished, by=analyst)
    assert survey.rows == 45
    recipe = recipe_of(survey)
    assert set(recipe.answers) == {"q_lonely_direct", "q_belong_local", "d_sex"}
    assert recipe.answers["q_lonely_direct"].codes["5"] == "never"
    assert (recipe.design.weight, recipe.design.strata, recipe.design.psu) == (
        "SAMPLE_WEIGHT", ("SAMPLE_STRATUM",), ("SAMPLE_HOUSEHOLD",),
    )  # fmt: skip
    file = file_of(survey)
    assert file.column("q_lonely_direct").value_labels["1"] == "often or always"
    assert recipe.answers["q_lonely_direct"].missing["-9"] == "refused"
    estimated = estimate_survey(survey=survey)
    assert estimated.problem == {}
    assert hand_over_to_measure(fieldwork=finished, by=analyst).pk == survey.pk


def test_answers_go_into_measure_only_when_nobody_can_be_found_behind_them() -> None:
    wave = in_the_field(1)
    answered(cases(wave)[0])
    close_fieldwork(fieldwork=wave, by=None)
    with pytest.raises(WrongState, match="destroy the link"):
        hand_over_to_measure(fieldwork=wave, by=account("analyst@x.example", "analyst"))
