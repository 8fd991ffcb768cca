"""Evidence: somebody says they can show it, somebody else sees it and says until when it holds. No file is kept."""

from datetime import date

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.people.models import Person
from weft.people.roles.current import person_of
from weft.people.roles.scoping import ScopedQuerySet
from weft.programmes.errors import NotThoseDays, NotYours, ProgrammeRefused, WrongState
from weft.programmes.models import Evidence, Requirement
from weft.programmes.rules import holds_until, is_expired
from weft.programmes.sending import write_about
from weft.programmes.states import EVIDENCE_MOVES, EvidenceState
from weft.record.actions import record_event
from weft.record.once import do_once

SUBMIT = "programmes.evidence.submit"
MOVED = {
    EvidenceState.VERIFIED: "programmes.evidence.verify",
    EvidenceState.REFUSED: "programmes.evidence.refuse",
    EvidenceState.REVOKED: "programmes.evidence.revoke",
}


@transaction.atomic
def submit_evidence(*, requirement: Requirement, person: Person, by: User | None, once: str = "") -> Evidence:
    """Somebody can show this, and waits until it is checked. Raises ProgrammeRefused when enough is waiting."""

    def make() -> Evidence:
        Requirement.objects.select_for_update().get(pk=requirement.pk)
        waiting = _rows().filter(requirement=requirement, person=person, state=EvidenceState.SUBMITTED)
        if waiting.count() >= max(requirement.how_many, 1):
            raise ProgrammeRefused(_("This is waiting to be checked already"))
        made = Evidence.objects.create(requirement=requirement, person=person)
        record_event(by=by, action=SUBMIT, thing=made, after={"requirement": requirement.key})
        return made

    return do_once(key=once, action=SUBMIT, by=by, make=make)


@transaction.atomic
def verify_evidence(
    *, evidence: Evidence, seen_on: date, by: User | None, valid_until: date | None = None
) -> Evidence:
    """Say that it was seen, on which day, and until when it holds (by its own date, else by the requirement).

    Raises NotThoseDays, NotYours, WrongState.
    """
    today = timezone.localdate()
    if seen_on > today:
        raise NotThoseDays(_("Enter the day you saw it, today or before"))
    until = valid_until or holds_until(seen_on, evidence.requirement.valid_months)
    if until is not None and is_expired(until, today):
        raise NotThoseDays(_("It has run out already. Ask for a newer one"))
    _move(evidence, EvidenceState.VERIFIED, by, seen_on=seen_on, valid_until=until)
    return evidence


@transaction.atomic
def refuse_evidence(*, evidence: Evidence, because: str, by: User | None) -> Evidence:
    """What was shown is not enough. Raises NotYours, WrongState."""
    return _move(evidence, EvidenceState.REFUSED, by, because)


@transaction.atomic
def revoke_evidence(*, evidence: Evidence, because: str, by: User | None) -> Evidence:
    """What was accepted holds no longer. Raises NotYours, WrongState."""
    return _move(evidence, EvidenceState.REVOKED, by, because)


def _move(
    evidence: Evidence, to: EvidenceState, by: User | None, because: str = "", **more: date | None
) -> Evidence:
    """A conditional update, so that two hands cannot both do it."""
    person = person_of(by)
    if person is not None and person.pk == evidence.person_id:
        raise NotYours(_("Somebody else checks what you show yourself"))
    before = evidence.state
    allowed = [state for state, targets in EVIDENCE_MOVES.items() if to in targets]
    rows = _rows().filter(pk=evidence.pk, state__in=allowed)
    if not rows.update(state=to, checked_by=by, **more):
        raise WrongState(evidence, evidence.get_state_display(), str(to.label))
    fresh = _rows().get(pk=evidence.pk)
    evidence.__dict__.update({f.attname: getattr(fresh, f.attname) for f in Evidence._meta.concrete_fields})
    record_event(
        by=by, action=MOVED[to], thing=evidence, before={"state": before}, after={"state": to}, reason=because
    )
    return evidence


def tell_expiring(*, today: date | None = None) -> str:
    """Write once to everybody whose evidence runs out within the days of the rule, and to those who run the
    programme. Run by the tick."""
    from weft.programmes.queries.evidence import expiring

    day = today or timezone.localdate()
    return f"{sum(_tell(each, day) for each in expiring(day).filter(told_on=None))} were told what runs out."


@transaction.atomic
def _tell(evidence: Evidence, day: date) -> int:
    """A conditional update, so that two ticks write one letter."""
    if not _rows().filter(pk=evidence.pk, told_on=None).update(told_on=day):
        return 0
    write_about(evidence)
    until = evidence.valid_until.isoformat() if evidence.valid_until else ""
    record_event(by=None, action="programmes.evidence.tell", thing=evidence, after={"until": until})
    return 1


def _rows() -> ScopedQuerySet[Evidence]:
    return Evidence.objects.unscoped("decided by policy before")
