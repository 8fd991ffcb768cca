"""Queue letters and send them. The outbox is its own log: what a letter tells of has its event in the record."""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from weft.people.models import Person
from weft.post import rules
from weft.post.models import Letter, Message, addressee_of
from weft.post.transport import NoServer, NotCarried, Refused, carry
from weft.record import keys
from weft.record.actions import name_of

OUTBOX = "the outbox"
STOPPED = "the program was stopped while sending; it may have gone out"


@transaction.atomic
def queue(
    *,
    letter: Letter,
    kind: str,
    about: models.Model | str,
    person: Person | None = None,
    good_until: datetime | None = None,
    at_once: bool = True,
) -> Message:
    """Put a letter into the outbox, in the transaction of what it tells of. It is tried once that is committed.

    about: the occurrence; one kind of letter about one occurrence goes to an address once. The one already there is
    returned as it is. at_once: False where many are written: the tick sends them.
    """
    found, is_new = Message.objects.unscoped(OUTBOX).get_or_create(
        kind=kind,
        occurrence=name_of(about),
        addressee=addressee_of(letter.to),
        defaults={"person": person, "good_until": good_until},
    )
    if is_new:
        found.seal(letter)
        found.save(update_fields=["sealed"])
        if at_once:
            transaction.on_commit(lambda: _try_now(found.pk), robust=True)
    return found


def send_due(*, most: int = rules.AT_ONCE) -> int:
    """Send what is waiting and due; returns how many letters went out. Safe to run in several processes at once."""
    now = timezone.now()
    letters = Message.objects.unscoped(OUTBOX)
    letters.filter(state=Message.State.SENDING, claimed_at__lt=now - rules.SENDING_AT_MOST).update(
        state=Message.State.FAILED, problem=STOPPED
    )
    letters.filter(state=Message.State.WAITING, good_until__lt=now).update(
        state=Message.State.FAILED, problem="it could not be sent in time"
    )
    due = letters.filter(state=Message.State.WAITING, next_try_at__lte=now).order_by("next_try_at", "pk")
    return sum(_send(number) for number in list(due.values_list("pk", flat=True)[:most]))


@transaction.atomic
def send_again(*, message: Message) -> None:
    """Let a letter that was given up be tried anew, while its text is still kept."""
    Message.objects.unscoped(OUTBOX).filter(pk=message.pk, state=Message.State.FAILED).exclude(
        sealed=""
    ).update(state=Message.State.WAITING, tries=0, problem="", next_try_at=timezone.now(), good_until=None)


@transaction.atomic
def forget_old() -> int:
    """Thirty days after sending (or giving up) a letter's text and address go; that it was sent stays."""
    before = timezone.now() - rules.KEPT_AFTER_SENDING
    done = Q(state=Message.State.SENT, sent_at__lt=before) | Q(state=Message.State.FAILED, made_at__lt=before)
    old = Message.objects.unscoped(OUTBOX).filter(done).exclude(sealed="")
    for name in list(old.values_list("public_id", flat=True)):
        keys.destroy_keys(name)
    return int(old.update(sealed=""))


def _try_now(number: int) -> None:
    _send(number)


def _send(number: int) -> bool:
    """Claim one letter (a conditional update: of two processes one gets it), carry it, note what came of it."""
    mine = Message.objects.unscoped(OUTBOX).filter(pk=number)
    claimed = mine.filter(state=Message.State.WAITING).update(
        state=Message.State.SENDING, claimed_at=timezone.now(), tries=F("tries") + 1
    )
    if not claimed:
        return False
    message = mine.get()
    try:
        carry(message.letter(), message.public_id)
    except NoServer as reason:
        mine.update(state=Message.State.WAITING, tries=F("tries") - 1, problem=str(reason))
        return False
    except NotCarried as reason:
        _note_failure(message, reason)
        return False
    mine.update(state=Message.State.SENT, sent_at=timezone.now(), problem="")
    return True


def _note_failure(message: Message, reason: NotCarried) -> None:
    wait = None if isinstance(reason, Refused) else rules.wait_after(message.tries)
    Message.objects.unscoped(OUTBOX).filter(pk=message.pk).update(
        state=Message.State.WAITING if wait else Message.State.FAILED,
        next_try_at=timezone.now() + (wait or timedelta()),
        problem=str(reason),
    )
