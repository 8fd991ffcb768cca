"""A case is answered: by the one who typed its code, by the office on their behalf, on paper, with a field app.

NotNow        the case cannot be answered now; the message says so to whoever holds the code, kindly
├── CodeUsed  it was answered
└── QuotaFull enough people like them have answered
"""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from weft.fielding import codes
from weft.fielding.actions.preparing import live_version
from weft.fielding.dispositions import BROKE_OFF, COMPLETED, QUOTA_FULL, dispositions
from weft.fielding.models import Case, Completion, Contact, Fieldwork, Quota
from weft.fielding.queries.quotas import counted_for, is_area_closed
from weft.fielding.rules import PURPOSE
from weft.fielding.states import CaseState, FieldworkState, QuotaKind, need
from weft.forms.actions.responses import open_response
from weft.forms.actions.saving import note_device
from weft.forms.models import Attachment, Response
from weft.forms.pages.names import language_like
from weft.forms.purposes import RefusedSubmission
from weft.forms.states import Mode, ResponseState
from weft.people.models import Person
from weft.record.actions import record_event

BY_CODE = "the code is the key"
WITH_STAFF = (Mode.TELEPHONE, Mode.INTERVIEWER)
SCREENED_OUT = (Mode.WEB, *WITH_STAFF)  # answered page by page: a full hard quota stops it on the way


class NotNow(Exception):
    """The case cannot be answered now; the message is for whoever holds the code."""


class CodeUsed(NotNow):
    pass


class QuotaFull(NotNow):
    pass


def case_of_code(typed: str) -> Case | None:
    """The case a code belongs to, None for a code of nobody. Raises codes.MistypedCode with what to do."""
    code = codes.plain(typed)
    if len(code) != codes.LENGTH:
        raise codes.MistypedCode(_("Enter the 12 letters and numbers of your code"))
    if not codes.is_code(code):
        raise codes.MistypedCode(
            _("Check the code in your letter: one of its letters or numbers is different")
        )
    rows = Case.objects.unscoped(BY_CODE).select_related("address__fieldwork__form")
    return rows.filter(code_digest=codes.digest_of(code)).first()


def about_of(case: Case) -> str:
    return f"{PURPOSE}:{case.public_id}"


def refuse_unless_open(case: Case, mode: str = Mode.WEB) -> None:
    """Whether a case may be answered today. Raises NotNow."""
    fieldwork = case.address.fieldwork
    if case.state == CaseState.ANSWERED:
        raise CodeUsed(
            _("This code was used: the answers have arrived. Thank you. There is nothing more to do.")
        )
    if fieldwork.state in (FieldworkState.CLOSED, FieldworkState.UNLINKED):
        raise NotNow(_("This survey has ended. Thank you for wanting to take part."))
    today = timezone.localdate()
    if fieldwork.state == FieldworkState.PLANNED or today < fieldwork.first_day:
        day = date_format(fieldwork.first_day, "j F Y")
        raise NotNow(_("This survey begins on %(day)s. Keep your code and come back then.") % {"day": day})
    if today > fieldwork.last_day:
        raise NotNow(_("This survey has ended. Thank you for wanting to take part."))
    if mode not in fieldwork.modes:
        raise NotNow(_("This survey is not answered in this way."))
    if case.outcome == QUOTA_FULL:
        raise QuotaFull(_enough())
    if not case.response and is_area_closed(fieldwork, case.address.area):
        raise QuotaFull(_enough())


def refuse_unless_allowed(case: Case, mode: str) -> None:
    """Answers come only in the ways of the wave. Raises RefusedSubmission, which says how another way is allowed."""
    fieldwork = case.address.fieldwork
    if mode in fieldwork.modes:
        return
    told = {"wave": fieldwork.name, "mode": str(Mode(mode).label).lower()}
    if mode == Mode.COLLECT:
        words = _(
            "The wave “%(wave)s” takes no answers from field apps. Keep them on the device, ask the office to allow "
            "field apps under “Ways to answer”, then send them again."
        )
    else:
        words = _(
            "The wave “%(wave)s” is not answered %(mode)s. Allow it under “Fieldwork”, “Ways to answer”, then come "
            "back. Nothing was kept."
        )
    raise RefusedSubmission(words % told)


def _enough() -> str:
    return _("Enough people like you have answered already, so we ask you nothing. Thank you for coming.")


@transaction.atomic
def begin_case(
    *, case: Case, mode: str = Mode.WEB, language: str = "", by: User | None, device: str = ""
) -> Response:
    """The response of a case: the one begun before, or a new one. Of many at once, one begins it.

    What is recorded names the response and never the case: the record outlives the link.
    """
    rows = Case.objects.unscoped("the case of a code, or of staff").select_for_update(of=("self",))
    held = rows.select_related("address__fieldwork").get(pk=case.pk)
    refuse_unless_open(held, mode)
    if found := _begun(held):
        if found.mode != mode and {found.mode, mode} & set(WITH_STAFF):
            raise NotNow(_("They have begun to answer in another way. Nobody opens what they wrote there."))
        return found
    version = live_version(held.address.fieldwork)
    if version is None:
        raise NotNow(_("This survey is being changed. Come back in an hour."))
    spoken = language_like(version.languages, language)
    made = open_response(version=version, about=about_of(held), mode=mode, language=spoken, by=by)
    note_device(made, device)
    held.response, held.outcome = made.public_id, BROKE_OFF
    held.save(update_fields=["response", "outcome"])
    return made


def _begun(case: Case) -> Response | None:
    if not case.response:
        return None
    rows = Response.objects.unscoped(BY_CODE).select_related("version")
    return rows.filter(public_id=case.response, state=ResponseState.OPEN).first()


def complete_case(*, response: Response) -> None:
    """The answers of a case came, whichever way. One completion a code: the database refuses a second.

    Inside the transaction that submits them; raises RefusedSubmission, which undoes it.
    """
    rows = Case.objects.unscoped("the case a response is about").select_for_update(of=("self",))
    mark = response.about.partition(":")[2]
    case = rows.select_related("address__fieldwork").filter(public_id=mark).first()
    if case is None or not case.address.fieldwork.is_linked:
        raise RefusedSubmission(_("This survey is over. Its answers were counted."))
    refuse_unless_allowed(case, response.mode)
    if case.address.fieldwork.state == FieldworkState.CLOSED and response.mode == Mode.WEB:
        raise RefusedSubmission(_("This survey has ended. Thank you for wanting to take part."))
    use_code(case=case, response=response.public_id)
    case.state, case.outcome, case.response = CaseState.ANSWERED, COMPLETED, response.public_id
    case.save(update_fields=["state", "outcome", "response"])
    stop_contacts(case)
    for quota in counted_for(case, response):
        count_towards(quota, response)
    # Names the wave only: beside the event of the response, the case would be the link that is destroyed later.
    record_event(by=None, action="fielding.case.complete", thing=case.address.fieldwork)


def count_towards(quota: Quota, response: Response) -> None:
    """Count one more answer. A hard quota of an answer takes no more than it wants: the database holds the row while
    it counts, so of two who send the last one at once the second is refused, and thanked on the next page.

    What comes on paper or from a field app was asked already and is counted: nobody could ask again.
    """
    rows = Quota.objects.filter(pk=quota.pk)
    may_be_refused = response.mode in SCREENED_OUT and quota.kind == QuotaKind.HARD and quota.question
    if may_be_refused:
        rows = rows.filter(answered__lt=F("target"))
    if not rows.update(answered=F("answered") + 1) and may_be_refused:
        raise RefusedSubmission(_enough())


def use_code(*, case: Case, response: str) -> Completion:
    """Use a code up. Raises RefusedSubmission when it is."""
    try:
        with transaction.atomic():
            return Completion.objects.create(case=case, response=response)
    except IntegrityError:
        raise RefusedSubmission(_("This code was used already. Nothing was counted twice.")) from None


def stop_contacts(case: Case) -> int:
    """Nobody writes to them again."""
    rows = Contact.objects.filter(case=case, sent_at=None, stopped_at=None)
    return rows.update(stopped_at=timezone.now())


@transaction.atomic
def record_outcome(*, case: Case, outcome: str, by: User | None) -> Case:
    """What became of a case: an AAPOR disposition. One that ends it stops every letter."""
    chosen = dispositions().get(outcome)
    need(chosen is not None and chosen.by == "office", _("Choose what became of it."))
    rows = Case.objects.unscoped("fetched by policy").filter(pk=case.pk).exclude(state=CaseState.ANSWERED)
    state = CaseState.STOPPED if chosen and chosen.stops else CaseState.OPEN
    need(bool(rows.update(outcome=outcome, state=state)), _("It was answered meanwhile."))
    was = case.outcome
    case.refresh_from_db()
    if state == CaseState.STOPPED:
        stop_contacts(case)
    record_event(
        by=by, action="fielding.case.outcome", thing=case, before={"outcome": was}, after={"outcome": outcome}
    )
    return case


@transaction.atomic
def assign_interviewer(*, case: Case, interviewer: Person | None, by: User) -> Case:
    """Whose case it is: a community researcher sees their own cases and no others."""
    rows = Case.objects.unscoped("fetched by policy").filter(pk=case.pk)
    rows.update(interviewer=interviewer)
    case.refresh_from_db()
    told = {"interviewer": interviewer.public_id if interviewer else ""}
    record_event(by=by, action="fielding.case.assign", thing=case, after=told)
    return case


@transaction.atomic
def screen_out(*, response: Response) -> None:
    """A hard quota is full for what they said: they are thanked, and what they wrote is destroyed."""
    mark = response.about.partition(":")[2]
    rows = Case.objects.unscoped("the case a response is about")
    rows.filter(public_id=mark, state=CaseState.OPEN).update(
        state=CaseState.STOPPED, outcome=QUOTA_FULL, response=""
    )
    for case in rows.filter(public_id=mark):
        stop_contacts(case)
    discard(response)
    fieldwork = Fieldwork.objects.get(addresses__cases__public_id=mark)
    record_event(by=None, action="fielding.case.quota", thing=fieldwork)


def discard(response: Response) -> None:
    """Answers nobody keeps: the key goes, then the rest."""
    from weft.record import keys

    keys.destroy_keys(response.public_id)
    Attachment.objects.filter(response=response.pk, response__state=ResponseState.OPEN).delete()
    rows = Response.objects.unscoped("discarded").filter(pk=response.pk, state=ResponseState.OPEN)
    rows.update(state=ResponseState.DISCARDED, answers="", about="", return_digest="", timings={})
