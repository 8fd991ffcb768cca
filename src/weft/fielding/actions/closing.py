"""Close fieldwork: what was left unfinished is kept or discarded by rule, then the link to addresses is destroyed."""

import secrets

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.fielding import codes
from weft.fielding.actions.answering import discard
from weft.fielding.actions.parting import deal_anew, forget_letters
from weft.fielding.dispositions import BROKE_OFF, PARTIAL
from weft.fielding.models import Case, Completion, Contact, Fieldwork, SampleAddress, Sampled, SampleDraft
from weft.fielding.models.sample import STORE
from weft.fielding.purpose import BEHALF, HELD
from weft.fielding.queries.substance import answered_share
from weft.fielding.rules import PURPOSE, UNLINK_AFTER
from weft.fielding.states import CaseState, FieldworkState, need
from weft.forms.access import SESSION as ANSWERING
from weft.forms.actions.responses import keep_partial
from weft.forms.models import PaperReturn, Response
from weft.forms.states import ResponseState
from weft.people.accounts.session_store import SessionStore
from weft.people.mydata.traces import wipe_after_commit
from weft.post.models import Message
from weft.record import keys
from weft.record.actions import record_event

THE_LINK = "closing fieldwork"
KEPT_STATES = (ResponseState.SUBMITTED, ResponseState.PARTIAL)


@transaction.atomic
def close_fieldwork(*, fieldwork: Fieldwork, by: User | None, unlink: bool = False) -> Fieldwork:
    """Nobody is asked any more. Of what was left unfinished, enough is kept and the rest destroyed.

    unlink: nothing more comes on paper: destroy the link now.
    """
    closed = Fieldwork.objects.filter(pk=fieldwork.pk, state=FieldworkState.OPEN).update(
        state=FieldworkState.CLOSED, closed_at=timezone.now()
    )
    need(bool(closed), _("This fieldwork is not open."))
    cases = Case.objects.unscoped(THE_LINK).filter(address__fieldwork=fieldwork)
    Contact.objects.filter(case__address__fieldwork=fieldwork, sent_at=None, stopped_at=None).update(
        stopped_at=timezone.now()
    )
    kept = sum(
        _settle(fieldwork, case) for case in cases.exclude(response="").exclude(state=CaseState.ANSWERED)
    )
    for left in _left_over(fieldwork):
        discard(left)
    fieldwork.refresh_from_db()
    record_event(by=by, action="fielding.fieldwork.close", thing=fieldwork, after={"partials kept": kept})
    return unlink_fieldwork(fieldwork=fieldwork, by=by) if unlink else fieldwork


def _settle(fieldwork: Fieldwork, case: Case) -> int:
    """One unfinished case: 1 when what it holds is kept."""
    rows = Response.objects.unscoped(THE_LINK).select_related("version")
    response = rows.filter(public_id=case.response, state=ResponseState.OPEN).first()
    if response is None:
        return 0
    here = Case.objects.unscoped(THE_LINK).filter(pk=case.pk)
    if answered_share(response) < fieldwork.keep_share:
        discard(response)
        here.update(response="", outcome=BROKE_OFF)
        return 0
    keep_partial(response=response, by=None)
    here.update(state=CaseState.ANSWERED, outcome=PARTIAL)
    return 1


def _left_over(fieldwork: Fieldwork) -> list[Response]:
    """What was begun on the web and finished on paper, or in another way: nobody comes back to it."""
    mine = {f"{PURPOSE}:{mark}" for mark in _cases(fieldwork).values_list("public_id", flat=True)}
    rows = Response.objects.unscoped(THE_LINK).filter(state=ResponseState.OPEN)
    return [each for each in rows.filter(about__startswith=f"{PURPOSE}:") if each.about in mine]


@transaction.atomic
def unlink_fieldwork(*, fieldwork: Fieldwork, by: User | None) -> Fieldwork:
    """Destroy what says who answered what: addresses, codes, and the name of the case on every response.

    What estimation needs (area, stratum, household, weight) goes beside the answers first, in an order drawn by
    chance. What cannot be undone is done once: a conditional update takes the fieldwork.
    """
    done = Fieldwork.objects.filter(pk=fieldwork.pk, state=FieldworkState.CLOSED).update(
        state=FieldworkState.UNLINKED, unlinked_at=timezone.now()
    )
    need(bool(done), _("Close this fieldwork first. A link is destroyed once."))
    kept = _keep_design(fieldwork)
    _forget_sessions(fieldwork)
    mine = {f"{PURPOSE}:{mark}" for mark in _cases(fieldwork).values_list("public_id", flat=True)}
    for about in sorted(mine):
        rows = Response.objects.unscoped(THE_LINK).filter(about=about)
        rows.update(about=f"fielding.wave:{fieldwork.public_id}", return_digest="")
        papers = PaperReturn.objects.unscoped(THE_LINK).filter(about=about)
        papers.update(about="", reference=F("public_id"))  # the number on such a paper was its code
    SampleDraft.objects.filter(fieldwork=fieldwork).delete()
    forget_letters(fieldwork)
    deal_anew(fieldwork)
    for store in (STORE, codes.STORE):
        keys.destroy_keys(fieldwork.public_id, store)
    fieldwork.refresh_from_db()
    wipe_after_commit(_tables())
    record_event(by=by, action="fielding.fieldwork.unlink", thing=fieldwork, after={"answers kept": kept})
    return fieldwork


def _cases(fieldwork: Fieldwork):  # type: ignore[no-untyped-def]
    return Case.objects.unscoped(THE_LINK).filter(address__fieldwork=fieldwork)


def _keep_design(fieldwork: Fieldwork) -> int:
    """A row beside each answer, with the household under a number of its own."""
    answered = list(_cases(fieldwork).filter(state=CaseState.ANSWERED).select_related("address"))
    responses = Response.objects.unscoped(THE_LINK).filter(state__in=KEPT_STATES)
    found = {
        each.public_id: each for each in responses.filter(public_id__in=[case.response for case in answered])
    }
    homes = sorted({case.address_id for case in answered})
    chance = secrets.SystemRandom()
    chance.shuffle(homes)
    numbers = {home: number for number, home in enumerate(homes, 1)}
    rows = [
        Sampled(
            fieldwork=fieldwork, response=found[case.response], area=case.address.area,
            stratum=case.address.stratum, household=numbers[case.address_id], weight=case.address.weight,
            outcome=case.outcome,
        )
        for case in answered
        if case.response in found
    ]  # fmt: skip
    chance.shuffle(rows)
    Sampled.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def _forget_sessions(fieldwork: Fieldwork) -> None:
    """A browser that answered remembers its case until its session ends: it ends now. Staff stay signed in, and their
    sessions forget whom they asked."""
    found = list(_cases(fieldwork).values_list("public_id", "response"))
    mine, answers = {case for case, _response in found}, {response for _case, response in found if response}
    for session in Session.objects.all():
        kept = session.get_decoded()
        if not mine & {kept.get(HELD), kept.get(BEHALF)} and not answers & {*kept.get(ANSWERING, ())}:
            continue
        if SESSION_KEY in kept:
            left = {name: value for name, value in kept.items() if name not in (HELD, BEHALF, ANSWERING)}
            Session.objects.filter(pk=session.pk).update(session_data=SessionStore().encode(left))
        else:
            session.delete()


def _tables() -> list[str]:
    """What may hold traces of the link."""
    from weft.record.models import DataKey

    models = (
        Case, Completion, Contact, SampleAddress, SampleDraft, Response, PaperReturn, Message, Session, DataKey,
    )  # fmt: skip
    return [model._meta.db_table for model in models]


def unlink_due() -> str:
    """The tick: links of fieldwork closed long enough ago are destroyed even if nobody presses the button; lists nobody
    confirmed are forgotten."""
    from weft.fielding.actions.preparing import forget_drafts

    forget_drafts()
    old = Fieldwork.objects.filter(state=FieldworkState.CLOSED, closed_at__lt=timezone.now() - UNLINK_AFTER)
    done = [unlink_fieldwork(fieldwork=one, by=None) for one in old]
    return f"{len(done)} links of surveys destroyed."
