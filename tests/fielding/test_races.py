"""Fifty at once with one code: one completion, on either database. What does not ask the database lets more through."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, models, transaction

from tests.fielding.make import FULL, begun, cases, in_the_field
from tests.people.make import account
from tests.record.test_races import together
from weft.fielding.actions import Wanted, begin_case, set_quota
from weft.fielding.actions.answering import complete_case
from weft.fielding.models import Case, Completion, Contact, Quota
from weft.forms.actions.responses import submit_response
from weft.forms.models import Response
from weft.forms.purposes import RefusedSubmission

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 50
ROOT = Path(__file__).resolve().parents[2]


def twins(case: Case, count: int) -> list[Response]:
    """As many finished responses for one code: what field apps and desks may send, each on its own."""
    first, made = begun(case, FULL), []
    for number in range(count):
        twin = Response.objects.unscoped("test").get(pk=first.pk)
        twin.pk, twin._state.adding = None, True
        twin.public_id, twin.instance_id = f"twin{number:018}", f"uuid:twin{number}"
        twin.save()
        made.append(twin)
    return made


POSTGRESQL = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="the tests' SQLite lies in memory; its file has a test of its own",
)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the SQLite of a city is a file")
def test_fifty_responses_for_one_code_make_one_completion_in_a_sqlite_file(tmp_path: Path) -> None:
    (case,) = cases(in_the_field(1))
    twins(case, AT_ONCE)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "weft.sqlite3")])
    shutil.copy(settings.KEY_FILE, tmp_path / "master-key")
    around = {**os.environ, "WEFT_DATA": str(tmp_path), "WEFT_KEY_FILE": str(tmp_path / "master-key")}
    around["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.fielding.at_once", str(AT_ONCE)],
        env=around, cwd=ROOT, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    assert json.loads(done.stdout) == {"refused": AT_ONCE - 1, "others": [], "completions": 1}


@POSTGRESQL
def test_fifty_responses_for_one_code_make_one_completion() -> None:
    (case,) = cases(in_the_field(1))
    sent = twins(case, AT_ONCE)

    def send(number: int) -> None:
        with transaction.atomic():
            complete_case(response=sent[number])

    raised = together(send, AT_ONCE)
    assert {type(each) for each in raised} == {RefusedSubmission}
    assert (len(raised), Completion.objects.count()) == (AT_ONCE - 1, 1)
    assert not Contact.objects.filter(stopped_at=None).exists()


@POSTGRESQL
def test_fifty_presses_of_send_on_one_response_are_one_completion() -> None:
    (case,) = cases(in_the_field(1))
    response = begun(case, FULL)
    raised = together(
        lambda _: submit_response(response=Response.objects.unscoped("t").get(pk=response.pk), by=None),
        AT_ONCE,
    )
    assert raised == []
    assert Completion.objects.get().response == response.public_id


@POSTGRESQL
def test_twenty_browsers_that_begin_with_one_code_share_one_response() -> None:
    (case,) = cases(in_the_field(1))
    found: set[str] = set()
    raised = together(lambda _: found.add(begin_case(case=case, by=None).public_id), 20)
    assert (raised, len(found), Response.objects.unscoped("test").count()) == ([], 1, 1)


def sent_at_once() -> tuple[list[str], int]:
    """Who is refused and what is counted when eight, all let on, send the last answer of a hard quota."""
    wave = in_the_field(8)
    staff = account("office@x.example", "officer")
    set_quota(fieldwork=wave, wanted=Wanted("/data/d_sex", "female", 1, "hard"), by=staff)
    ready = [begun(case, FULL) for case in cases(wave)]
    raised = together(lambda number: submit_response(response=ready[number], by=None), len(ready))
    return [type(each).__name__ for each in raised], Quota.objects.get().answered


@POSTGRESQL
def test_of_eight_who_send_the_last_answer_of_a_hard_quota_one_counts() -> None:
    assert sent_at_once() == (["RefusedSubmission"] * 7, 1)


@POSTGRESQL
def test_looking_at_the_quota_first_as_control_counts_several(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_then_count(quota: Quota, response: Response) -> None:
        if Quota.objects.get(pk=quota.pk).is_full:
            raise RefusedSubmission
        time.sleep(0.05)
        Quota.objects.filter(pk=quota.pk).update(answered=models.F("answered") + 1)

    monkeypatch.setattr("weft.fielding.actions.answering.count_towards", look_then_count)
    assert sent_at_once()[1] > 1


class Ticked(models.Model):
    """What a code would be ticked off in without the database's word: nothing is unique."""

    case = models.IntegerField()

    class Meta:
        app_label = "fielding_control"

    def __str__(self) -> str:
        return f"tick {self.case}"


@POSTGRESQL
def test_looking_first_as_control_lets_several_through() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Ticked)
    try:

        def look_then_tick(_number: int) -> None:
            with transaction.atomic():
                if not Ticked.objects.filter(case=1).exists():
                    time.sleep(0.2)  # longer than fifty threads take to look
                    Ticked.objects.create(case=1)

        assert together(look_then_tick, AT_ONCE) == []
        assert Ticked.objects.count() > 1
    finally:
        with connection.schema_editor() as editor:
            editor.delete_model(Ticked)
