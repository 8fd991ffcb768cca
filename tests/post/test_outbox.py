"""The outbox: a letter goes once, survives a mail server that is down, and is forgotten in time."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from tests.browser.checks import strict_html
from tests.people.make import account
from tests.post.server import Server, running
from weft.config.environment import MailServer, UnsafeSetting, mail, mail_from
from weft.people.models import Person
from weft.post import rules, transport
from weft.post.actions import forget_old, queue, send_again, send_due
from weft.post.models import Letter, Message
from weft.post.queries import latest
from weft.record.models import DataKey

HELLO = Letter("ana@example.org", "Hello, Ána", "Come on Friday.\n")


def written(letter: Letter = HELLO, about: str = "gathering:1", **more: object) -> Message:
    return queue(letter=letter, kind="news", about=about, **more)  # type: ignore[arg-type]


def states() -> list[tuple[str, int, str]]:
    rows = Message.objects.unscoped("a test").order_by("pk")
    return list(rows.values_list("state", "tries", "problem"))


def at(server: Server) -> MailServer:
    return MailServer("127.0.0.1", server.port)


@pytest.mark.django_db
def test_a_letter_reaches_a_real_server_once(settings: Settings) -> None:
    written()
    with running(Server()) as server:
        settings.MAIL, settings.MAIL_FROM = at(server), "weft@city.example"
        assert (send_due(), send_due()) == (1, 0)
    assert len(server.letters) == 1
    text = server.letters[0]
    assert "To: ana@example.org" in text and "From: weft@city.example" in text and "Come on Friday." in text
    assert "Auto-Submitted: auto-generated" in text
    assert states() == [("sent", 1, "")]


@pytest.mark.django_db
def test_the_same_letter_is_queued_once_and_another_occurrence_again() -> None:
    first = written()
    assert written() == first
    assert written(Letter("ANA@example.org ", "Hello", "")) == first  # the same mailbox
    assert written(about="gathering:2") != first


@pytest.mark.django_db
def test_without_a_server_letters_wait_and_lose_no_try(settings: Settings) -> None:
    settings.MAIL = None
    written()
    assert (send_due(), states()) == (0, [("waiting", 0, "no mail server is named")])


@pytest.mark.django_db
def test_a_server_that_is_down_is_tried_again_and_given_up_in_the_end(settings: Settings) -> None:
    settings.MAIL = MailServer("127.0.0.1", 9)
    written()
    reason = "the mail server could not be reached (ConnectionRefusedError)"
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for tries, wait in enumerate(rules.WAITS, 1):
            assert (send_due(), states()) == (0, [("waiting", tries, reason)])
            clock.shift(wait - timedelta(seconds=1))
            send_due()
            assert states()[0][1] == tries  # not before its time
            clock.shift(timedelta(seconds=1))
        send_due()
        assert states() == [("failed", len(rules.WAITS) + 1, reason)]
        send_again(message=Message.objects.unscoped("a test").get())
        assert states() == [("waiting", 0, "")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("answer", "state"), [("550 no such user ana@example.org", "failed"), ("450 come back", "waiting")]
)
def test_a_refusal_is_final_or_not_as_the_server_says(settings: Settings, answer: str, state: str) -> None:
    written()
    with running(Server(answer_to_recipient=answer)) as server:
        settings.MAIL = at(server)
        send_due()
    found = states()[0]
    assert found[:2] == (state, 1)
    assert "ana" not in found[2] and answer[:3] in found[2]


@pytest.mark.django_db
def test_a_silent_server_holds_nobody_for_long(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "SECONDS_TO_ANSWER", 0.2)
    written()
    with running(Server(is_silent=True)) as server:
        settings.MAIL = at(server)
        send_due()
    assert states() == [("waiting", 1, "the mail server could not be reached (SMTPServerDisconnected)")]


@pytest.mark.django_db
def test_a_server_elsewhere_must_speak_tls(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "LOOPBACK", ())
    written()
    with running(Server()) as server:
        settings.MAIL = at(server)
        send_due()
    assert server.letters == []
    assert states() == [("waiting", 1, "the mail server could not be reached (SMTPNotSupportedError)")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "letter",
    [
        Letter("ana@example.org\r\nBcc: all@example.org", "Hello", ""),
        Letter("ana@example.org", "Hello\nBcc: all@example.org", ""),
    ],
)
def test_nobody_adds_headers_of_their_own(settings: Settings, letter: Letter) -> None:
    written(letter)
    with running(Server()) as server:
        settings.MAIL = at(server)
        send_due()
    assert (server.letters, states()[0][0]) == ([], "failed")


@pytest.mark.django_db
def test_a_letter_that_came_too_late_is_not_sent(settings: Settings) -> None:
    settings.MAIL = MailServer("127.0.0.1", 9)
    written(good_until=timezone.now() - timedelta(seconds=1))
    send_due()
    assert states() == [("failed", 0, "it could not be sent in time")]


@pytest.mark.django_db
def test_one_stopped_while_sending_is_not_sent_twice(settings: Settings) -> None:
    settings.DEMO = True
    written()
    rows = Message.objects.unscoped("a test")
    rows.update(state="sending", claimed_at=timezone.now() - timedelta(minutes=9))
    assert (send_due(), states()[0][0]) == (0, "sending")
    rows.update(claimed_at=timezone.now() - timedelta(minutes=11))
    assert (send_due(), states()[0][0]) == (0, "failed")


@pytest.mark.django_db(transaction=True)
def test_a_letter_goes_at_once_after_the_change_and_never_without_it(settings: Settings) -> None:
    settings.DEMO = True
    with transaction.atomic():
        written()
        assert states()[0][0] == "waiting"
    assert states()[0][0] == "sent"
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        written(about="gathering:2")
        raise ZeroDivisionError
    assert len(states()) == 1


@pytest.mark.django_db
def test_the_demonstration_reaches_no_server_whatever_is_set(settings: Settings) -> None:
    settings.DEMO = True
    written()
    with running(Server()) as server:
        settings.MAIL = at(server)
        assert send_due() == 1
    assert server.letters == []


@pytest.mark.django_db
def test_thirty_days_after_sending_the_text_is_gone_and_cannot_be_opened(settings: Settings) -> None:
    settings.DEMO = True
    written()
    send_due()
    assert (forget_old(), len(latest())) == (0, 1)
    with time_machine.travel(timezone.now() + timedelta(days=30, seconds=1)):
        assert forget_old() == 1
    assert (latest(), DataKey.objects.filter(store="post").count(), states()[0][0]) == ([], 0, "sent")


@pytest.mark.django_db
def test_a_letter_goes_with_the_person_it_was_for() -> None:
    account("ana@example.org")
    person = Person.objects.unscoped("a test").get()
    written(person=person)
    person.delete()
    assert states() == []


@pytest.mark.django_db
def test_the_demonstrations_letters_are_a_page_there_and_nowhere_else(
    client: Client, settings: Settings
) -> None:
    written()
    assert client.get("/demonstration/post").status_code == 404
    settings.DEMO = True
    page = client.get("/demonstration/post")
    assert "Come on Friday." in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    strict_html(page)


@pytest.mark.django_db
def test_an_address_of_our_own_in_a_letter_of_the_demonstration_is_a_link_on_whatever_port(
    client: Client, settings: Settings
) -> None:
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["127.0.0.1", "testserver"]
    with_body = Letter("ana@example.org", "Look", "http://127.0.0.1/pairs/x\n\nhttp://example.org/pairs/y\n")
    queue(letter=with_body, kind="told", about="thing:1")
    page = client.get("/demonstration/post", SERVER_PORT="8131").content.decode()
    assert '<a href="/pairs/x">http://testserver:8131/pairs/x</a>' in page
    assert "http://example.org/pairs/y" in page  # somebody else's
    assert 'href="/pairs/y"' not in page


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://weft:s%40crt@mail.example.org:587", MailServer("mail.example.org", 587, "weft", "s@crt")),
        ("smtps://mail.example.org", MailServer("mail.example.org", 465, is_tls=True)),
        ("smtp://mail.example.org", MailServer("mail.example.org", 587)),
        ("", None),
    ],
)
def test_the_mail_address_is_read(
    monkeypatch: pytest.MonkeyPatch, url: str, server: MailServer | None
) -> None:
    monkeypatch.setenv("WEFT_MAIL_URL", url)
    assert mail() == server
    assert "s@crt" not in repr(server)


@pytest.mark.parametrize("url", ["http://x", "smtp://", "smtp://host:port", "mail.example.org"])
def test_a_mail_address_that_makes_no_sense_refuses_to_start(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("WEFT_MAIL_URL", url)
    with pytest.raises(UnsafeSetting):
        mail()


def test_a_sender_with_a_line_break_refuses_to_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEFT_MAIL_FROM", "weft@example.org\nBcc: x@example.org")
    with pytest.raises(UnsafeSetting):
        mail_from()


def test_our_server_can_fail_the_tests() -> None:
    """Control: a letter sent past our own code arrives with what it says."""
    with running(Server()) as server, smtplib.SMTP("127.0.0.1", server.port, timeout=2) as connection:
        connection.sendmail("a@b.example", ["c@d.example"], "Bcc: all@example.org\r\n\r\nHi")
    assert "Bcc: all@example.org" in server.letters[0]
