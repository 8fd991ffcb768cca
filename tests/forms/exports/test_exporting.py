"""Exports over stored responses: who may, what is in them, and that two people stand behind special answers."""

import csv
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.browser.checks import strict_html
from tests.forms.exports import made, small
from tests.people.make import account, sign_in
from weft.forms.actions.exporting import RefusedExport, ask_export, decide_export, take_export
from weft.forms.actions.responses import keep_partial
from weft.forms.exports.wanted import Wanted
from weft.forms.models import Export, Form, Response
from weft.forms.queries.exported import told_for
from weft.record.models import Event

pytestmark = pytest.mark.django_db
ANSWERS = {"/data/has_children": "no", "/data/groups": "choir", "/data/about/height": "1.5"}


@pytest.fixture
def neighbours() -> Form:
    form = made.form(small.FIRST, small.SECOND)
    made.response(form, 1, ANSWERS)
    made.response(form, 2, {**ANSWERS, "/data/about/belief": "no"}, {"/data/groups": "refused"})
    made.response(form, 2, ANSWERS, is_test=True)
    return form


def rows_in(form: Form, wanted: Wanted, folder: Path) -> list[dict[str, str]]:
    export = ask_export(form=form, wanted=wanted, to="csv", by=None)
    files = take_export(export=export, rows=Response.objects.unscoped("test"), folder=folder, by=None)
    with files[0].open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_an_export_tells_why_each_cell_is_empty(neighbours: Form, tmp_path: Path) -> None:
    rows = sorted(
        rows_in(neighbours, Wanted(without_special=True), tmp_path), key=lambda row: row["weft_version"]
    )
    assert [(row["weft_version"], row["weft_mode"], row["weft_language"]) for row in rows] == [
        ("1", "web", "English (en)"), ("2", "web", "English (en)"),
    ]  # fmt: skip
    first, second = rows
    assert (first["groups__choir"], second["groups__choir"], second["groups__reason"]) == ("1", "", "refused")
    assert (first["born__reason"], second["born__reason"]) == ("not_routed", "not_in_version")
    assert (first["years_here__reason"], second["years_here__reason"]) == ("not_in_version", "skipped")
    assert (first["height"], first["weft_seconds"]) == ("1.5", "30")
    assert "belief" not in first


def test_responses_have_another_name_in_another_export(neighbours: Form, tmp_path: Path) -> None:
    names = []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        names.append(
            {row["weft_response"] for row in rows_in(neighbours, Wanted(without_special=True), folder)}
        )
    kept = set(Response.objects.unscoped("test").values_list("public_id", flat=True))
    assert not names[0] & names[1]
    assert not (names[0] | names[1]) & kept


def test_partials_only_when_asked(neighbours: Form, tmp_path: Path) -> None:
    left = made.response(neighbours, 1, {"/data/has_children": "no"}, sent=False)
    keep_partial(response=left, by=None)
    assert len(rows_in(neighbours, Wanted(without_special=True), tmp_path)) == 2
    rows = rows_in(neighbours, Wanted(without_special=True, partials=True), tmp_path)
    partial = next(row for row in rows if row["weft_state"] == "partial")
    assert (partial["has_children"], partial["groups__reason"], partial["groups_other__reason"]) == (
        "no", "not_reached", "not_routed",
    )  # fmt: skip


def test_an_open_response_is_in_no_export(neighbours: Form, tmp_path: Path) -> None:
    made.response(neighbours, 1, ANSWERS, sent=False)
    assert len(rows_in(neighbours, Wanted(without_special=True, partials=True), tmp_path)) == 2


def test_special_answers_wait_for_a_second_person(neighbours: Form, tmp_path: Path) -> None:
    asker, other = (
        account("a@demonstration.example", "officer"),
        account("b@demonstration.example", "analyst"),
    )
    rows = Response.objects.unscoped("test")
    export = ask_export(form=neighbours, wanted=Wanted(), to="csv", why="the report", by=asker)
    assert (export.state, export.needs_second) == ("asked", True)
    with pytest.raises(RefusedExport):
        take_export(export=export, rows=rows, folder=tmp_path, by=asker)
    with pytest.raises(RefusedExport):
        decide_export(export=export, is_agreed=True, by=asker)
    decide_export(export=export, is_agreed=True, by=other)
    with pytest.raises(RefusedExport):
        take_export(export=export, rows=rows, folder=tmp_path, by=other)
    files = take_export(export=export, rows=rows, folder=tmp_path, by=asker)
    assert "belief" in files[0].read_text(encoding="utf-8-sig").splitlines()[0]
    assert list(Event.objects.filter(action__startswith="forms.export").values_list("action", flat=True)) == [
        "forms.export.ask", "forms.export.decide", "forms.export.take",
    ]  # fmt: skip


def test_the_database_refuses_that_one_person_asks_and_agrees(neighbours: Form) -> None:
    asker = account("a@demonstration.example", "officer")
    export = ask_export(form=neighbours, wanted=Wanted(), to="csv", why="the report", by=asker)
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.filter(pk=export.pk).update(state="open", decided_by=asker, decided_at=export.asked_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.filter(pk=export.pk).update(state="open")
    other = account("b@demonstration.example", "officer")
    Export.objects.filter(pk=export.pk).update(state="open", decided_by=other, decided_at=export.asked_at)


def test_an_agreement_holds_for_its_columns_only(neighbours: Form, tmp_path: Path) -> None:
    asker, other = (
        account("a@demonstration.example", "officer"),
        account("b@demonstration.example", "officer"),
    )
    export = ask_export(form=neighbours, wanted=Wanted(), to="csv", why="the report", by=asker)
    decide_export(export=export, is_agreed=True, by=other)
    made.add(neighbours, small.SECOND.replace("| belief |", "| faith |"), number=3)
    with pytest.raises(RefusedExport, match="changed"):
        take_export(export=export, rows=Response.objects.unscoped("test"), folder=tmp_path, by=asker)


def test_a_form_without_special_questions_exports_at_once(tmp_path: Path) -> None:
    form = made.form(small.FIRST)
    made.response(form, 1, ANSWERS)
    asker = account("a@demonstration.example", "analyst")
    export = ask_export(form=form, wanted=Wanted(), to="xlsx", by=asker)
    assert (export.state, export.needs_second) == ("open", False)
    assert take_export(export=export, rows=Response.objects.unscoped("test"), folder=tmp_path, by=asker)


def test_an_old_export_is_asked_for_again(neighbours: Form, tmp_path: Path) -> None:
    asker = account("a@demonstration.example", "analyst")
    export = ask_export(form=neighbours, wanted=Wanted(without_special=True), to="csv", by=asker)
    export.asked_at = export.asked_at.replace(year=export.asked_at.year - 1)
    export.save()
    with pytest.raises(RefusedExport, match="too old"):
        take_export(export=export, rows=Response.objects.unscoped("test"), folder=tmp_path, by=asker)


def test_the_pages_lead_from_the_counts_to_the_file(neighbours: Form, client: Client) -> None:
    sign_in(client, account("a@demonstration.example", "officer"))
    page = client.get("/forms/neighbours/answers/?questions=1")
    strict_html(page)
    text = page.content.decode()
    assert "2 responses so far" in text and "Which groups do you go to?" in text
    ask = client.get("/forms/neighbours/answers/export/?version=1")
    strict_html(ask)
    once = ask.context["form"]["once"].value()
    sent = client.post(
        "/forms/neighbours/answers/export/?version=1", {"once": once, "to": "csv", "without_special": "on"}
    )
    one = client.get(sent["Location"])
    strict_html(one)
    assert b"The export is ready" in one.content
    file = client.post(sent["Location"] + "file/")
    assert (file.status_code, file["Content-Type"]) == (200, "application/zip")
    assert file["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert b"".join(file.streaming_content)[:2] == b"PK"
    again = client.post(
        "/forms/neighbours/answers/export/?version=1", {"once": once, "to": "csv", "without_special": "on"}
    )
    assert again["Location"] == sent["Location"]


def test_the_second_person_decides_on_the_page(neighbours: Form, client: Client) -> None:
    asker, other = (
        account("a@demonstration.example", "officer"),
        account("b@demonstration.example", "output_checker"),
    )
    sign_in(client, asker)
    refused = client.post("/forms/neighbours/answers/export/", {"to": "csv"})
    strict_html(refused)
    assert b"Say what the export is for" in refused.content
    where = client.post("/forms/neighbours/answers/export/", {"to": "csv", "why": "report"})["Location"]
    own = client.get(where)
    assert b"Do you agree" not in own.content
    client.post(where, {"agreed": "yes"})
    assert Export.objects.get().state == "asked"
    sign_in(client, other)
    strict_html(client.get(where))
    client.post(where, {"agreed": "no", "why": "too much"})
    assert (Export.objects.get().state, Export.objects.get().decided_why) == ("refused", "too much")


@pytest.mark.parametrize("role", ["volunteer", "community_researcher", "finance_approver"])
def test_others_find_no_answers(neighbours: Form, client: Client, role: str) -> None:
    sign_in(client, account("o@demonstration.example", role))
    for where in ("answers/", "answers/export/"):
        assert client.get(f"/forms/neighbours/{where}").status_code in (403, 404)


def test_the_accounting_asks_the_database_as_often_for_many(
    neighbours: Form, client: Client, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    sign_in(client, account("a@demonstration.example", "officer"))
    client.get("/forms/neighbours/answers/")
    with CaptureQueriesContext(connection) as few:
        client.get("/forms/neighbours/answers/")
    for _number in range(3):
        made.response(neighbours, 1, ANSWERS)
    with CaptureQueriesContext(connection) as many:
        client.get("/forms/neighbours/answers/")
    assert len(few) == len(many)


@pytest.mark.parametrize("count", [1, 3])
def test_sealed_answers_of_many_are_opened_with_as_many_questions_as_those_of_one(count: int) -> None:
    form = made.form(small.FIRST)
    for _ in range(count):
        made.response(form, 1, ANSWERS)
    with CaptureQueriesContext(connection) as asked:
        assert len(list(told_for(Response.objects.unscoped("test"), form, "x"))) == count
    assert len(asked) == 4  # names, versions, responses, keys
