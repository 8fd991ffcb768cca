"""Letters and e-mails: on their day, once, to those who have not answered."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests.fielding.make import answered, cases, day, in_the_field, planned, rows
from tests.people.make import account, sign_in
from weft.fielding.actions import (
    add_sample,
    drop_batch,
    mark_sent,
    open_fieldwork,
    prepare_batch,
    record_outcome,
    send_due_emails,
)
from weft.fielding.models import Contact, Fieldwork, LetterBatch
from weft.fielding.queries.contacts import due, due_by_kind, next_due
from weft.fielding.states import Channel, WrongState
from weft.post.models import Message

pytestmark = pytest.mark.django_db


def kinds(wave: Fieldwork, offset: int = 0) -> list[tuple[str, int]]:
    return [(each.occurrence, each.count) for each in due_by_kind(wave, Channel.LETTER, day(offset))]


def test_letters_fall_due_on_the_days_of_the_schedule() -> None:
    wave = in_the_field(2, first_day=day(10))
    assert kinds(wave, 2) == []
    assert kinds(wave, 3) == [("prenotice", 2)]
    assert kinds(wave, 10) == [("prenotice", 2), ("invitation", 2)]
    assert [occurrence for occurrence, _n in kinds(wave, 38)] == [
        "prenotice",
        "invitation",
        "reminder1",
        "reminder2",
    ]
    assert next_due(wave) == day(3)


def test_opened_on_the_first_day_no_letter_says_that_an_invitation_will_come() -> None:
    assert kinds(in_the_field(2)) == [("invitation", 2)]


def test_reminders_go_only_to_those_who_have_not_answered_or_refused() -> None:
    wave = in_the_field(5)
    first, second, third, fourth, fifth = cases(wave)
    assert due(wave, Channel.LETTER, day(14)).filter(occurrence="reminder1").count() == 5  # the control
    answered(first)
    record_outcome(case=second, outcome="2.11", by=None)
    record_outcome(case=third, outcome="4.60", by=None)
    record_outcome(case=fourth, outcome="2.20", by=None)
    asked = due(wave, Channel.LETTER, day(14)).filter(occurrence="reminder1")
    assert set(asked.values_list("case_id", flat=True)) == {fourth.pk, fifth.pk}


def test_a_batch_is_printed_and_marked_as_sent_once() -> None:
    wave = in_the_field(3)
    batch = prepare_batch(fieldwork=wave, occurrence="invitation", by=None, key="one press")
    again = prepare_batch(fieldwork=wave, occurrence="invitation", by=None, key="one press")
    assert again.pk == batch.pk
    with pytest.raises(WrongState, match="No letter"):
        prepare_batch(fieldwork=wave, occurrence="invitation", by=None, key="another press")
    answered(cases(wave)[0])  # between printing and posting
    assert (mark_sent(batch=batch, by=None), mark_sent(batch=batch, by=None)) == (2, 0)
    assert Contact.objects.exclude(sent_at=None).count() == 2
    with pytest.raises(WrongState):
        drop_batch(batch=LetterBatch.objects.get(), by=None)


def test_letters_the_printer_ate_are_due_again() -> None:
    wave = in_the_field(3)
    drop_batch(batch=prepare_batch(fieldwork=wave, occurrence="invitation", by=None), by=None)
    assert ("invitation", 3) in kinds(wave)


@pytest.fixture
def by_email(django_capture_on_commit_callbacks) -> Fieldwork:  # type: ignore[no-untyped-def]
    wave = planned(schedule={"invitation": 0, "reminder1": 14})
    add_sample(fieldwork=wave, rows=rows(3, email="home@demonstration.example"), by=None)
    return open_fieldwork(fieldwork=wave, by=None)


def test_emails_go_out_by_themselves_once_each(by_email: Fieldwork) -> None:
    answered(cases(by_email)[0])
    assert send_due_emails() == "2 e-mails of surveys queued."
    assert send_due_emails() == "0 e-mails of surveys queued."
    assert Message.objects.unscoped("test").count() == 2
    assert send_due_emails(today=timezone.localdate() + timedelta(days=14)) == "2 e-mails of surveys queued."
    letter = Message.objects.unscoped("test").filter(kind="survey reminder1").first()
    assert letter is not None
    assert "Your code:" in letter.letter().body
    assert kinds(by_email, 14) == []


def test_letters_to_those_drawn_by_chance_are_in_the_language_of_the_site(by_email: Fieldwork) -> None:
    with translation.override("ar"):
        send_due_emails()
    first = Message.objects.unscoped("test").first()
    assert first is not None and first.letter().subject.startswith("Your invitation: ")
    assert "Your code:" in first.letter().body


def test_the_page_prints_what_is_due_and_marks_it(client: Client) -> None:
    wave = in_the_field(60, schedule={"invitation": 0})
    sign_in(client, account("office@x.example", "officer"))
    at = f"/measure/fieldwork/{wave.public_id}/letters"
    shown = client.get(at).content.decode()
    assert "Print these 60 letters" in shown
    key = shown.split('name="key" value="')[1].split('"')[0]
    for _press in range(2):
        sent = client.post(at, {"occurrence": "invitation", "key": key})
    batch = LetterBatch.objects.get()
    assert sent["Location"].endswith(f"/letters/{batch.public_id}/")
    pdf = client.get(sent["Location"] + "letters.pdf")
    assert (pdf["Content-Type"], pdf.content[:5], pdf.content.count(b"/Type /Page\n")) == (
        "application/pdf",
        b"%PDF-",
        60,
    )
    assert "no-store" in pdf["Cache-Control"]
    client.post(sent["Location"] + "sent")
    assert "marked as sent before" in client.post(sent["Location"] + "sent", follow=True).content.decode()
    assert Contact.objects.exclude(sent_at=None).count() == 60
