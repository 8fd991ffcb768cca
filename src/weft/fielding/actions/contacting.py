"""Letters and e-mails: printed and sent once, to those who have not answered."""

from datetime import date, datetime, time

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.fielding import codes
from weft.fielding.letters.words import email_of
from weft.fielding.models import Contact, Fieldwork, LetterBatch
from weft.fielding.queries.contacts import due, waiting
from weft.fielding.rules import LETTERS_AT_ONCE
from weft.fielding.states import Channel, FieldworkState, need
from weft.post.actions import queue
from weft.post.models import Letter
from weft.post.readers import in_language_of
from weft.record.actions import record_event
from weft.record.once import do_once

BATCH = "fielding.letters.print"


def prepare_batch(*, fieldwork: Fieldwork, occurrence: str, by: User | None, key: str = "") -> LetterBatch:
    """Put the letters that are due into one batch, to be printed together. No letter is in two batches."""
    need(fieldwork.state == FieldworkState.OPEN, _("Letters are printed while fieldwork is open."))

    def make() -> LetterBatch:
        made = LetterBatch.objects.create(fieldwork=fieldwork, occurrence=occurrence)
        ready = due(fieldwork, Channel.LETTER).filter(occurrence=occurrence, batch=None).select_for_update()
        chosen = list(ready.values_list("pk", flat=True)[:LETTERS_AT_ONCE])
        need(bool(chosen), _("No letter of this kind is due."))
        Contact.objects.filter(pk__in=chosen, batch=None).update(batch=made)
        told = {"letters": len(chosen), "kind": occurrence}
        record_event(by=by, action=BATCH, thing=made, after=told)
        return made

    return do_once(key=key, action=BATCH, by=by, make=make)


@transaction.atomic
def mark_sent(*, batch: LetterBatch, by: User | None) -> int:
    """The printed letters went out; returns how many. Pressed twice it changes nothing."""
    now = timezone.now()
    first = LetterBatch.objects.filter(pk=batch.pk, sent_at=None).update(sent_at=now)
    if not first:
        return 0
    sent = waiting(Contact.objects.filter(batch=batch)).update(sent_at=now)
    record_event(by=by, action="fielding.letters.sent", thing=batch, after={"letters": sent})
    return sent


@transaction.atomic
def drop_batch(*, batch: LetterBatch, by: User | None) -> None:
    """The printer ate them: the letters are due again."""
    need(batch.sent_at is None, _("These letters are marked as sent."))
    Contact.objects.filter(batch=batch, sent_at=None).update(batch=None)
    record_event(by=by, action="fielding.letters.drop", thing=batch)
    batch.delete()


def send_due_emails(*, today: date | None = None) -> str:
    """The tick: e-mails of the schedule that are due. Each goes into the outbox once, whatever runs twice."""
    day, sent = today or timezone.localdate(), 0
    for fieldwork in Fieldwork.objects.filter(state=FieldworkState.OPEN, last_day__gte=day):
        numbers = list(due(fieldwork, Channel.EMAIL, day).values_list("pk", flat=True))
        sent += sum(_send(number) for number in numbers)
    return f"{sent} e-mails of surveys queued."


@transaction.atomic
def _send(number: int) -> bool:
    """A conditional update claims it; the outbox refuses the same letter a second time as well."""
    if not waiting(Contact.objects.filter(pk=number)).update(sent_at=timezone.now()):
        return False
    contact = Contact.objects.select_related("case__address__fieldwork__form").get(pk=number)
    fieldwork = contact.case.address.fieldwork
    where = contact.case.address.where()
    code = codes.grouped(codes.code_of(fieldwork.public_id, contact.case.public_id))
    with in_language_of(None):  # drawn by chance: nobody knows what they read
        subject, body = email_of(fieldwork, contact.occurrence, code)
    queue(
        letter=Letter(to=where["email"], subject=subject, body=body),
        kind=f"survey {contact.occurrence}",
        about=f"fielding.contact:{contact.pk}",
        good_until=_end_of(fieldwork.last_day),
    )
    record_event(by=None, action="fielding.email.queue", thing=f"fielding.contact:{contact.pk}")
    return True


def _end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))
