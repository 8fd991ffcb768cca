"""Rooms together: an answer leaves as a letter, the tick does all that is periodic, Today shows what needs somebody."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from tests.people.make import account, sign_in
from tests.post.server import Server, running
from weft.config.environment import MailServer
from weft.operations.actions import run_tick
from weft.operations.jobs import JOBS
from weft.people.accounts.actions.codes import send_code
from weft.people.accounts.actions.invitations import invite
from weft.people.accounts.actions.signing import make_link
from weft.people.accounts.models import Attempt, Code, Invitation, SignInLink
from weft.people.accounts.rules import FORGET_INVITATIONS, INVITATION_HOLDS
from weft.people.actions import city_team
from weft.people.models import Person
from weft.people.mydata.traces import due_file
from weft.people.roles.current import actor_for
from weft.post.models import Message
from weft.record.models import Event
from weft.requests.actions import Asked, answer, ask
from weft.requests.states import Kind

pytestmark = pytest.mark.django_db
READER = "reader@example.org"


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA, settings.KEY_FILE = tmp_path, tmp_path / "master-key"
    settings.MAIL, settings.DEMO, settings.BACKUP, settings.RETENTION = None, False, "", False


def ticked() -> dict[str, str]:
    """What each job said; none may fail."""
    ran = run_tick()
    assert [each for each in ran if not each.is_ok] == []
    return {each.name: each.result for each in ran}


def answered(channel: str = "email", contact: str = READER) -> None:
    asked = Asked(Kind.FORMAT, "The long table", channel, contact, "large_print")
    officer = account("officer@example.org", "officer")
    answer(request=ask(asked=asked, key="", by=None), words="Here it is.", by=officer)


def letters() -> list[tuple[str, str, str]]:
    rows = Message.objects.unscoped("a test").order_by("pk")
    return [(row.kind, row.state, row.letter().to) for row in rows]


def test_an_answer_waits_in_the_outbox_and_the_tick_sends_it(
    settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # tried at once, and there is no server
        answered()
    assert letters() == [("request answered", "waiting", READER)]
    with running(Server()) as server:
        settings.MAIL = MailServer("127.0.0.1", server.port)
        assert ticked()["post"] == "1 letters went out."
        assert len(server.letters) == 1 and "Here it is." in server.letters[0]
    assert letters() == [("request answered", "sent", READER)]


def test_control_an_answer_by_telephone_queues_nothing() -> None:
    answered("phone", "020 7946 0000")
    assert letters() == []


def test_the_tick_forgets_letters_codes_links_invitations_and_sessions() -> None:
    admin = account("admin@example.org", "system_admin")
    actor = actor_for(admin, has_second_factor=True)
    invite(actor=actor, email=READER, role="officer", organisation=city_team(), site="", by=admin)
    send_code(email=READER, purpose=Code.Purpose.SIGN_IN)
    make_link(account=admin, by=None)
    Attempt.objects.create(key="k", at=timezone.now())
    sign_in(Client(), admin)
    Message.objects.unscoped("a test").update(state=Message.State.SENT, sent_at=timezone.now())
    ticked()
    assert left() == (1, 1, 1, 1, 1, 1)  # control: nothing of it is due
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        ticked()
        assert left() == (0, 0, 0, 0, 0, 1)
    with time_machine.travel(timezone.now() + INVITATION_HOLDS + FORGET_INVITATIONS + timedelta(days=1)):
        ticked()
    assert left() == (0, 0, 0, 0, 0, 0)
    assert Event.objects.get(action="role.forget").after == {"role": "officer"}


def left() -> tuple[int, ...]:
    texts = Message.objects.unscoped("a test").exclude(sealed="")
    plain = [rows.objects.count() for rows in (Code, SignInLink, Attempt, Session)]
    return (texts.count(), *plain, Invitation.objects.unscoped("a test").count())


@pytest.mark.parametrize(("is_on", "names"), [(True, [""]), (False, ["Old Timer"])])
def test_the_tick_applies_retention_where_it_is_on(settings: Settings, is_on: bool, names: list[str]) -> None:
    settings.RETENTION = is_on
    Person.objects.create(name="Old Timer", last_active_on=timezone.localdate() - timedelta(days=1200))
    ticked()
    assert list(Person.objects.unscoped("a test").values_list("name", flat=True)) == names


def test_the_tick_anchors_checks_and_backs_up(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    settings.BACKUP = str(tmp_path / "kept")
    monkeypatch.setattr("weft.operations.actions.backup.back_up", lambda to: (made.append(to), _Done())[1])
    account(READER)
    said = ticked()
    assert list(said) == [job.name for job in JOBS]
    assert said["anchor"] == "Anchored at event 1." and (tmp_path / "anchors.log").exists()
    assert said["verify"] == "1 events and 0 facts, whole."
    assert (made, said["backup"]) == ([tmp_path / "kept"], "weft-now.tar.gz, 1.0 MB in 2 s.")


class _Done:
    """A backup: one of a database in memory cannot be made; test_drill makes real ones."""

    path, size, seconds = Path("weft-now.tar.gz"), 1_000_000, 2.0


def test_the_tick_wipes_what_erasing_left() -> None:
    due_file().write_text("people_person\n")
    assert ticked()["traces"] == "No traces are left to wipe."
    assert (
        due_file().exists()
    )  # inside the transaction of a test nothing can be wiped; test_forgets sees it done


def test_today_shows_what_came_from_every_room(client: Client) -> None:
    first = account("first@example.org", "system_admin")
    second = account("second@example.org", "system_admin", "officer")
    page = sign_in(client, second).get(reverse("today")).content.decode()
    for words in ("invitation to approve", "pair of entries to compare", "letter was given up"):
        assert words not in page, words  # control
    assert "No backup was made yet." in page and "The record was not checked yet." in page
    actor = actor_for(first, has_second_factor=True)
    invite(actor=actor, email=READER, role="officer", organisation=city_team(), site="", by=first)
    for _twice in range(2):
        Person.objects.create(name="Maya Okafor", email="maya@example.org", phone="07700 900111")
    send_code(email=READER, purpose=Code.Purpose.SIGN_IN)
    Message.objects.unscoped("a test").update(state=Message.State.FAILED)
    ticked()
    page = client.get(reverse("today")).content.decode()
    assert "invitation to approve" in page
    assert "pair of entries to compare" in page
    assert "letter was given up" in page
    assert "Record checked" in page


def test_today_says_when_the_last_backup_was(client: Client, tmp_path: Path, settings: Settings) -> None:
    settings.BACKUP = str(tmp_path)
    (tmp_path / "weft-2026-11-21T020000Z.tar.gz").write_bytes(b"")
    page = sign_in(client, account("a@example.org", "system_admin")).get(reverse("today")).content.decode()
    assert "Last backup 21 November, 2am." in page
