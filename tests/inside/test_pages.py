"""The pages: what each person finds there, what is refused, kept nowhere, and asked of the database."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.browser.checks import strict_html
from tests.inside.make import LONELY, NOTES, SEX, a_table, checkers, leaving, rae
from tests.inside.test_airlock import file_of
from tests.people.make import KEPT_NOWHERE, account, sign_in
from weft.inside.actions import approve
from weft.inside.models import Admission, Output, Table
from weft.measure.rules import RISKS

ANSWERS = {f"note_{risk}": "Looked." for risk in RISKS} | {f"looked_{risk}": "on" for risk in RISKS}


def desk(user: User) -> Client:
    return sign_in(Client(), user)


def test_a_table_has_an_address_and_no_file(held: Admission) -> None:
    client = desk(rae())
    sent = {"what": LONELY, "first": "sex", "second": "", "area": "on", "only": ""}
    answer = client.post(reverse("inside-survey", args=[held.opening.public_id]), sent, follow=True)
    table = Table.objects.unscoped("test").get()
    assert answer.redirect_chain == [(reverse("inside-table", args=[table.public_id]), 302)]
    assert (answer["Cache-Control"], table.asked["by"]) == (KEPT_NOWHERE, ["sex", "area"])
    strict_html(answer)
    text = answer.content.decode()
    assert "download" not in text
    assert text.count(">hidden<") > 10


def test_the_end_of_the_budget_leads_to_a_page_that_says_what_to_do(held: Admission) -> None:
    Admission.objects.unscoped("test").update(used=200)
    sent = {"what": LONELY, "first": "sex", "second": "", "only": ""}
    answer = desk(rae()).post(reverse("inside-survey", args=[held.opening.public_id]), sent, follow=True)
    assert answer.redirect_chain == [(reverse("inside-spent", args=[held.opening.public_id]), 302)]
    text = answer.content.decode()
    assert "You have used every table of your admission" in text
    assert "Ask ana@example.org, or another officer, to admit you once more" in text


def test_a_table_too_large_comes_back_with_what_to_leave_out(held: Admission) -> None:
    sent = {"what": LONELY, "first": "lifesat", "second": "cycled", "area": "on", "only": ""}
    answer = desk(rae()).post(reverse("inside-survey", args=[held.opening.public_id]), sent, follow=True)
    assert "leave out a breakdown or the area" in answer.content.decode()


@pytest.mark.parametrize("role", ["analyst", "officer", "output_checker", "accredited_analyst", "auditor"])
def test_others_find_nothing_where_an_analyst_has_a_table(held: Admission, role: str) -> None:
    table = a_table(held.opening, "sex")
    client = desk(account("other@example.org", role))
    for address in (
        reverse("inside-table", args=[table.public_id]),
        reverse("inside-survey", args=[held.opening.public_id]),
    ):
        assert client.get(address).status_code == 404


def test_after_the_last_day_the_tables_are_closed_too(held: Admission) -> None:
    table = a_table(held.opening, "sex")
    Admission.objects.unscoped("test").update(ends_on=held.starts_on)
    assert desk(rae()).get(reverse("inside-table", args=[table.public_id])).status_code == 404


def test_the_unperturbed_counts_are_for_checkers_while_they_decide(held: Admission) -> None:
    output = leaving(a_table(held.opening, "sex", "cycled"))
    address = reverse("airlock-counts", args=[output.public_id, output.table.public_id])
    olu, mei = checkers()
    assert (desk(olu).get(address).status_code, desk(rae()).get(address).status_code) == (200, 404)
    assert b"Tell these numbers to nobody" in desk(olu).get(address).content
    for each in (olu, mei):
        approve(output=output, notes=NOTES, by=each)
    assert desk(olu).get(address).status_code == 404


def test_a_checker_who_is_the_analyst_sees_no_counts_and_no_file(held: Admission) -> None:
    both = account("both@example.org", "accredited_analyst", "output_checker")
    output = leaving(a_table(held.opening, "sex"))
    Output.objects.unscoped("test").filter(pk=output.pk).update(analyst=both)
    client = desk(both)
    page = client.get(reverse("airlock-output", args=[output.public_id])).content.decode()
    assert ("Two others look at it" in page, "True counts" in page, "Let it leave" in page) == (
        True,
        False,
        False,
    )
    assert (
        client.get(reverse("airlock-counts", args=[output.public_id, output.table.public_id])).status_code
        == 404
    )
    assert client.get(reverse("airlock-file", args=[output.public_id])).status_code == 302
    client.post(reverse("airlock-output", args=[output.public_id]), ANSWERS)
    output.refresh_from_db()
    assert (output.state, output.first) == ("asked", None)


def test_a_file_that_was_swapped_or_lost_is_told_on_the_page_of_the_checker(held: Admission) -> None:
    output = file_of(held, b"group,people\nall,120\n")
    client, address = desk(checkers()[0]), reverse("airlock-output", args=[output.public_id])
    assert "Open the file that would leave" in client.get(address).content.decode()  # control
    output.path.write_bytes(b"group,people\nall,3\n")
    swapped = client.get(address).content.decode()
    assert ("not what was checked" in swapped, "Open the file" in swapped) == (True, False)
    output.path.unlink()
    assert "not there any more" in client.get(address).content.decode()


def test_nobody_reads_the_first_checkers_notes_before_their_own_decision(held: Admission) -> None:
    output = leaving(a_table(held.opening, "sex"))
    olu, mei = checkers()
    approve(output=output, notes=NOTES | {"few": "Only my words"}, by=olu)
    address = reverse("airlock-output", args=[output.public_id])
    assert b"Only my words" not in desk(mei).get(address).content
    desk(mei).post(address, ANSWERS)
    assert b"Only my words" in desk(mei).get(address).content


def test_the_finds_of_the_checks_stand_on_the_page_of_the_checker_only(held: Admission) -> None:
    output = leaving(a_table(held.opening, "sex", what=SEX))
    says = b"Nobody or everybody in the group gave the answer"
    assert says in desk(checkers()[0]).get(reverse("airlock-output", args=[output.public_id])).content
    assert says not in desk(rae()).get(reverse("inside-output", args=[output.public_id])).content


def test_a_file_is_sent_and_taken_as_it_was(held: Admission) -> None:
    table, client = a_table(held.opening, "sex"), desk(rae())
    content = b"group,people\nall,120\n"
    sent = {
        "title": "My chart", "file": SimpleUploadedFile("chart.exe", content), "rests_on": [table.public_id],
        "how_made": "By hand", "purpose": "Thesis", "destination": "Print", "once": "k",
    }  # fmt: skip
    client.post(reverse("inside-file-out", args=[held.opening.public_id]), sent)
    output = Output.objects.unscoped("test").get()
    address = reverse("inside-output-file", args=[output.public_id])
    assert client.get(address).status_code == 302
    for each in checkers():
        approve(output=output, notes=NOTES, by=each)
    taken = client.get(address)
    assert (taken.content, taken["Content-Disposition"]) == (content, 'attachment; filename="my-chart.csv"')
    assert (taken["Content-Type"], taken["X-Content-Type-Options"]) == ("text/csv; charset=utf-8", "nosniff")
    assert taken["Cache-Control"] == KEPT_NOWHERE


def test_a_program_is_no_output_and_a_strangers_table_cannot_be_named(held: Admission) -> None:
    client, address = desk(rae()), reverse("inside-file-out", args=[held.opening.public_id])
    table = a_table(held.opening, "sex")
    sent = {"title": "x", "how_made": "x", "purpose": "x", "destination": "x", "rests_on": [table.public_id]}
    program = SimpleUploadedFile("chart.png", b"MZ\x90\x00")
    assert b"Choose a CSV, XLSX, PDF or PNG file" in client.post(address, {**sent, "file": program}).content
    csv = SimpleUploadedFile("a.csv", b"a,b\n1,2\n")
    assert (
        b"Choose from the list" in client.post(address, {**sent, "file": csv, "rests_on": ["x" * 22]}).content
    )
    assert Output.objects.unscoped("test").count() == 0


def test_the_log_is_read_by_checkers_and_auditors_only(held: Admission) -> None:
    table = a_table(held.opening, "sex")
    for role, status in (
        ("output_checker", 200),
        ("auditor", 200),
        ("officer", 404),
        ("accredited_analyst", 404),
    ):
        client = desk(account(f"{role}@example.org", role))
        answer = client.get(reverse("inside-log"))
        assert answer.status_code == status, role
        if status == 200:
            text = answer.content.decode()
            assert ("rae@example.org" in text, table.title in text, table.digest[:16] in text) == (
                True,
                True,
                True,
            )


def test_the_log_asks_the_database_as_often_for_three_tables_as_for_one(held: Admission) -> None:
    client = desk(account("dpo@example.org", "auditor"))
    asked = []
    for splits in (("sex",), ("cycled",), ("sex", "cycled")):
        a_table(held.opening, *splits)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("inside-log"))
        asked.append(len(queries))
    assert asked[0] == asked[2]
