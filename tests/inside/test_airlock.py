"""Nothing leaves before two others have looked at it; sealed, for a while, each download recorded."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.inside.make import LONELY, NOTES, a_table, admitted, checkers, leaving, opening, rae
from tests.people.make import account
from weft.inside.actions import approve, ask_out, close_opening, send_back, take, withdraw
from weft.inside.actions.airlock import Altered, Leaving
from weft.inside.models import Admission, Output
from weft.inside.rules import Refused
from weft.inside.states import OutputState, WrongState
from weft.people.actions.merging import merge_people
from weft.people.models import Person
from weft.record.models import Event

PNG = b"\x89PNG\r\n\x1a\n" + b"chart"


@pytest.fixture
def waiting(held: Admission) -> Output:
    return leaving(a_table(held.opening, "sex"))


def cleared(output: Output) -> Output:
    for each in checkers():
        approve(output=output, notes=NOTES, by=each)
    return output


def test_two_checkers_let_it_leave_and_every_step_is_an_event(waiting: Output) -> None:
    olu, mei = checkers()
    assert approve(output=waiting, notes=NOTES, by=olu).state == OutputState.HALFWAY
    assert approve(output=waiting, notes=NOTES, by=mei).state == OutputState.CLEARED
    assert (waiting.first, waiting.second, waiting.may_be_taken) == (olu, mei, True)
    content = take(output=waiting, by=rae()).decode()
    assert content.startswith("table,Sex,answer,people,per cent,base,weighted,data\n")
    assert content.count("not shown") > 0
    assert (waiting.taken, waiting.expires_at - waiting.second_at) == (1, timedelta(days=14))
    said = Event.objects.filter(thing=f"inside.output:{waiting.public_id}").order_by("number")
    assert [event.action.rpartition(".")[2] for event in said] == ["ask", "approve", "approve", "take"]
    assert {event.after["digest"] for event in said} == {waiting.digest}


def test_one_checker_alone_lets_nothing_out(waiting: Output) -> None:
    olu, _ = checkers()
    approve(output=waiting, notes=NOTES, by=olu)
    with pytest.raises(Refused, match="Somebody else is the second checker"):
        approve(output=waiting, notes=NOTES, by=olu)
    with pytest.raises(Refused, match="not cleared"):
        take(output=waiting, by=rae())


def test_the_analyst_is_no_checker_of_their_own(held: Admission) -> None:
    both = account("both@example.org", "accredited_analyst", "output_checker")
    mine = leaving(a_table(held.opening, "sex"))
    Output.objects.unscoped("test").filter(pk=mine.pk).update(analyst=both)
    mine.refresh_from_db()
    for act in (
        lambda: approve(output=mine, notes=NOTES, by=both),
        lambda: send_back(output=mine, reason="x", by=both),
    ):
        with pytest.raises(Refused, match="Two others check it"):
            act()
    assert mine.state == OutputState.ASKED


BROKEN = {
    "the analyst first": {"first": F("analyst"), "state": OutputState.HALFWAY, "first_at": timezone.now()},
    "nobody first": {"state": OutputState.HALFWAY},
    "one twice": {"second": F("first")},
    "the analyst second": {"second": F("analyst")},
    "the analyst sends back": {"sent_back_by": F("analyst")},
    "out after one": {"state": OutputState.CLEARED},
    "taken too soon": {"taken": 1},
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_the_database_refuses_what_no_action_would_do(waiting: Output, what: str) -> None:
    if what != "nobody first" and what != "the analyst first":
        approve(output=waiting, notes=NOTES, by=checkers()[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        Output.objects.unscoped("test").filter(pk=waiting.pk).update(**BROKEN[what])


def test_control_the_database_takes_two_other_people(waiting: Output) -> None:
    olu, mei = checkers()
    now = timezone.now()
    said = {
        "first": olu,
        "second": mei,
        "first_at": now,
        "second_at": now,
        "expires_at": now,
        "state": "cleared",
    }
    assert Output.objects.unscoped("test").filter(pk=waiting.pk).update(**said) == 1


def joined(account: User, into: User) -> None:
    """Two entries turn out to be one person."""
    people = Person.objects.unscoped("test")
    merge_people(kept=people.get(account=into), merged=people.get(account=account), by=None, account="kept")


def test_two_accounts_of_one_person_are_no_two_checkers(waiting: Output) -> None:
    olu, mei = checkers()
    approve(output=waiting, notes=NOTES, by=olu)
    joined(olu, into=mei)
    with pytest.raises(Refused, match="Somebody else is the second checker"):
        approve(output=waiting, notes=NOTES, by=User.objects.get(pk=mei.pk))
    assert Output.objects.unscoped("test").get().state == OutputState.HALFWAY
    third = account("ida@example.org", "output_checker")  # control: somebody else lets it out
    assert approve(output=waiting, notes=NOTES, by=third).state == OutputState.CLEARED


def test_an_analyst_who_was_joined_with_a_checker_checks_nothing_of_their_own(waiting: Output) -> None:
    olu, _ = checkers()
    joined(rae(), into=olu)
    with pytest.raises(Refused, match="You asked for this to leave"):
        approve(output=waiting, notes=NOTES, by=User.objects.get(pk=olu.pk))
    with pytest.raises(Refused, match="You asked for this to leave"):
        send_back(output=waiting, reason="No", by=User.objects.get(pk=olu.pk))


def test_only_output_checkers_let_something_leave(waiting: Output) -> None:
    for role in ("analyst", "officer", "auditor"):
        with pytest.raises(Refused, match="Only an output checker"):
            approve(output=waiting, notes=NOTES, by=account(f"{role}@example.org", role))


@pytest.mark.parametrize("risk", list(NOTES))
def test_each_of_the_seven_risks_needs_a_note_of_each_checker(waiting: Output, risk: str) -> None:
    with pytest.raises(Refused, match=f"Missing: {risk}"):
        approve(output=waiting, notes=NOTES | {risk: " "}, by=checkers()[0])


def test_sent_back_stays_back_and_the_analyst_reads_why(waiting: Output) -> None:
    olu, mei = checkers()
    approve(output=waiting, notes=NOTES, by=olu)
    send_back(output=waiting, reason="Leave out the smallest group.", by=mei)
    with pytest.raises(WrongState):
        approve(output=waiting, notes=NOTES, by=mei)
    with pytest.raises(Refused):
        take(output=waiting, by=rae())
    assert (waiting.state, waiting.reason, waiting.sent_back_by) == (
        "sent_back",
        "Leave out the smallest group.",
        mei,
    )


def test_taken_back_is_not_let_out_any_more(waiting: Output) -> None:
    with pytest.raises(Refused, match="Whoever asked for it"):
        withdraw(output=waiting, by=checkers()[0])
    withdraw(output=waiting, by=rae())
    with pytest.raises(WrongState):
        approve(output=waiting, notes=NOTES, by=checkers()[0])


def test_cleared_is_for_the_analyst_only_and_until_its_day(waiting: Output) -> None:
    cleared(waiting)
    with pytest.raises(Refused):
        take(output=waiting, by=account("sam@example.org", "accredited_analyst"))
    Output.objects.unscoped("test").filter(pk=waiting.pk).update(expires_at=timezone.now())
    with pytest.raises(Refused, match="its link has run out"):
        take(output=waiting, by=rae())


def test_a_file_changed_after_the_checks_does_not_leave(waiting: Output) -> None:
    cleared(waiting)
    waiting.path.chmod(0o600)
    waiting.path.write_bytes(b"everybody's answers")
    with pytest.raises(Altered, match="not what was checked"):
        take(output=waiting, by=rae())
    waiting.refresh_from_db()
    assert (waiting.taken, Event.objects.filter(action="inside.output.take").count()) == (0, 0)


def test_a_file_changed_before_the_second_yes_is_not_let_out(waiting: Output) -> None:
    olu, mei = checkers()
    approve(output=waiting, notes=NOTES, by=olu)
    waiting.path.write_bytes(b"other")
    with pytest.raises(Altered):
        approve(output=waiting, notes=NOTES, by=mei)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.second) == (OutputState.HALFWAY, None)


def test_nothing_leaves_a_closed_survey(waiting: Output) -> None:
    close_opening(opening=waiting.opening, by=waiting.opening.opened_by)
    waiting = Output.objects.unscoped("test").get(pk=waiting.pk)
    with pytest.raises(Refused, match="not here any more"):
        approve(output=waiting, notes=NOTES, by=checkers()[0])


def file_of(held: Admission, content: bytes, **more: object) -> Output:
    said = {"rests_on": [a_table(held.opening, "sex")], "title": "Chart", "how_made": "Drawn", **more}
    return ask_out(opening=held.opening, leaving=Leaving("Why", "Where", content=content, **said), by=rae())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "png"),
        (b"%PDF-1.7 x", "pdf"),
        (b"group,people\nall,120\n", "csv"),
        ("\ufeffa;b\n1;2".encode(), "csv"),
    ],
)
def test_a_file_is_told_by_its_content(held: Admission, content: bytes, kind: str) -> None:
    made = file_of(held, content)
    assert (made.kind, made.path.read_bytes(), made.path.stat().st_mode & 0o777) == (kind, content, 0o600)


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ\x90\x00", b"<html>,<script>", b"PK\x03\x04 word/document.xml", b"\xff\xfe,a", b"one column"],
)
def test_other_files_are_refused_with_what_to_bring(held: Admission, content: bytes) -> None:
    with pytest.raises(Refused, match="Choose a"):
        file_of(held, content)
    assert Output.objects.unscoped("test").count() == 0


def test_a_file_names_the_tables_it_was_made_of_and_its_context(held: Admission) -> None:
    with pytest.raises(Refused, match="Choose the tables it was made from"):
        file_of(held, PNG, rests_on=[])
    with pytest.raises(Refused, match="Say where it goes"):
        ask_out(opening=held.opening, leaving=Leaving("Why", " ", table=a_table(held.opening)), by=rae())


def test_a_second_press_asks_once(held: Admission) -> None:
    said = Leaving("Why", "Where", table=a_table(held.opening))
    one, other = (ask_out(opening=held.opening, leaving=said, by=rae(), key="k") for _ in range(2))
    assert (one.pk == other.pk, Event.objects.filter(action="inside.output.ask").count()) == (True, 1)


@pytest.mark.parametrize("who", ["two people", "one person"])
def test_two_yeses_at_once_are_two_only_of_two_people(
    transactional_db: None, settings: Settings, tmp_path: object, who: str
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the tests' SQLite lives in memory, on one connection; run with --postgres")
    settings.UPLOADS = tmp_path / "uploads"  # type: ignore[operator]
    output = leaving(a_table(admitted(opening()).opening, what=LONELY))
    people = checkers() if who == "two people" else checkers()[:1] * 2
    gate, refused = threading.Barrier(2), []

    def say_yes(by: object) -> None:
        mine = Output.objects.unscoped("test").get(pk=output.pk)
        gate.wait()
        try:
            approve(output=mine, notes=NOTES, by=by)  # type: ignore[arg-type]
        except Refused:
            refused.append(by)
        finally:
            connection.close()

    threads = [threading.Thread(target=say_yes, args=(each,)) for each in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    output.refresh_from_db()
    expected = (OutputState.CLEARED, 0) if who == "two people" else (OutputState.HALFWAY, 1)
    assert (output.state, len(refused)) == expected
