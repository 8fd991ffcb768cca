"""Plan fieldwork, bring its sample, open it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.fielding import codes
from weft.fielding.models import Case, Contact, Fieldwork, Quota, SampleAddress, SampleDraft
from weft.fielding.models.sample import PURPOSE, STORE
from weft.fielding.rules import KEEP_DRAFT, KEEP_SHARE, SCHEDULE
from weft.fielding.sample import Row
from weft.fielding.states import Channel, FieldworkState, Occurrence, need
from weft.forms.models import Form, FormVersion
from weft.forms.states import Mode, VersionState
from weft.record import keys
from weft.record.actions import record_event
from weft.record.once import do_once

MAKE = "fielding.fieldwork.make"
DECIDED = "whoever calls has decided"


@dataclass(frozen=True)
class Plan:
    """What somebody decides about a wave before it begins."""

    form: Form
    name: str
    first_day: date
    last_day: date
    modes: list[str] = field(default_factory=lambda: [Mode.WEB.value])
    schedule: dict[str, int] = field(
        default_factory=lambda: {each.value: days for each, days in SCHEDULE.items()}
    )
    keep_share: float = KEEP_SHARE
    phone: str = ""
    languages: str = ""


def make_fieldwork(*, plan: Plan, by: User | None, key: str = "") -> Fieldwork:
    """Plan a wave. The same key plans it once."""

    def make() -> Fieldwork:
        made = Fieldwork.objects.create(**vars(plan), made_by=by)
        told = {"form": plan.form.key, "from": plan.first_day.isoformat(), "to": plan.last_day.isoformat()}
        record_event(by=by, action=MAKE, thing=made, after=told)
        return made

    return do_once(key=key, action=MAKE, by=by, make=make)


@transaction.atomic
def keep_draft(*, fieldwork: Fieldwork, rows: list[Row], by: User) -> SampleDraft:
    """Put a list aside, sealed, until somebody has looked at it. A newer list takes the place of an older one."""
    need(fieldwork.state == FieldworkState.PLANNED, _("Addresses are brought before fieldwork opens."))
    SampleDraft.objects.filter(fieldwork=fieldwork).delete()
    made = SampleDraft(fieldwork=fieldwork)
    made.sealed = _sealed(fieldwork, [vars(row) for row in rows])
    made.save()
    record_event(by=by, action="fielding.sample.check", thing=fieldwork, after={"addresses": len(rows)})
    return made


def _sealed(fieldwork: Fieldwork, rows: list[dict[str, Any]]) -> str:
    return keys.seal(rows, holder=fieldwork.public_id, store=STORE, field="draft", purpose=PURPOSE)


def rows_of(draft: SampleDraft) -> list[Row]:
    """A list put aside, opened."""
    holder = draft.fieldwork.public_id
    read = keys.unseal(draft.sealed, holder=holder, store=STORE, field="draft", purpose=PURPOSE)
    return [Row(**each) for each in read]


@transaction.atomic
def import_sample(*, fieldwork: Fieldwork, by: User) -> int:
    """Make the list put aside part of the sample, all of it or nothing; returns how many addresses. Pressed twice it
    finds no list and changes nothing."""
    need(fieldwork.state == FieldworkState.PLANNED, _("Addresses are brought before fieldwork opens."))
    draft = SampleDraft.objects.select_for_update().filter(fieldwork=fieldwork).first()
    if draft is None:
        return 0
    rows = rows_of(draft)
    draft.delete()
    return add_sample(fieldwork=fieldwork, rows=rows, by=by)


@transaction.atomic
def add_sample(*, fieldwork: Fieldwork, rows: list[Row], by: User | None) -> int:
    """Addresses and a case for each of their adults, with its code's hash."""
    addresses = [_address(fieldwork, row) for row in rows]
    SampleAddress.objects.bulk_create(addresses, batch_size=500)
    cases = [
        Case(address=address, slot=slot)
        for address, row in zip(addresses, rows, strict=True)
        for slot in range(1, row.adults + 1)
    ]
    code = codes.coder(fieldwork.public_id)
    for case in cases:
        case.code_digest = codes.digest_of(code(case.public_id))
    Case.objects.bulk_create(cases, batch_size=500)
    told = {"addresses": len(addresses), "cases": len(cases)}
    record_event(by=by, action="fielding.sample.import", thing=fieldwork, after=told)
    return len(addresses)


def _address(fieldwork: Fieldwork, row: Row) -> SampleAddress:
    made = SampleAddress(
        fieldwork=fieldwork, reference=row.reference, area=row.area, stratum=row.stratum, weight=row.weight
    )
    made.seal(row.where)
    return made


@transaction.atomic
def forget_drafts() -> int:
    """Lists that nobody confirmed."""
    return SampleDraft.objects.filter(made_at__lt=timezone.now() - KEEP_DRAFT).delete()[0]


@transaction.atomic
def allow_modes(*, fieldwork: Fieldwork, modes: Collection[str], by: User) -> Fieldwork:
    """Let people answer in more ways. None is taken away again: somebody may be answering in it."""
    held = Fieldwork.objects.select_for_update().get(pk=fieldwork.pk)
    need(held.is_linked, _("This fieldwork is over."))
    before, after = list(held.modes), [each.value for each in Mode if each in held.modes or each in modes]
    if before == after:
        return held
    held.modes = after
    held.save(update_fields=["modes"])
    record_event(
        by=by, action="fielding.fieldwork.modes", thing=held, before={"modes": before}, after={"modes": after}
    )
    return held


@dataclass(frozen=True)
class Wanted:
    """One quota as somebody asks for it."""

    question: str
    value: str
    target: int
    kind: str


@transaction.atomic
def set_quota(*, fieldwork: Fieldwork, wanted: Wanted, by: User) -> Quota:
    """Set or change a quota; what was answered so far stays counted."""
    need(fieldwork.is_linked, _("This fieldwork is over."))
    found, _is_new = Quota.objects.update_or_create(
        fieldwork=fieldwork,
        question=wanted.question,
        value=wanted.value,
        defaults={"target": wanted.target, "kind": wanted.kind},
    )
    record_event(by=by, action="fielding.quota.set", thing=fieldwork, after=vars(wanted))
    return found


@transaction.atomic
def open_fieldwork(*, fieldwork: Fieldwork, by: User | None) -> Fieldwork:
    """Into the field: every case gets its letters with the days they are due."""
    need(live_version(fieldwork) is not None, _("The form has no live version. Set one live first."))
    cases = (
        Case.objects.unscoped(DECIDED)
        .filter(address__fieldwork=fieldwork)
        .select_related("address__fieldwork")
    )
    need(cases.exists(), _("The sample is empty. Bring the addresses first."))
    opened = Fieldwork.objects.filter(pk=fieldwork.pk, state=FieldworkState.PLANNED).update(
        state=FieldworkState.OPEN, opened_at=timezone.now()
    )
    need(bool(opened), _("This fieldwork is open already, or closed."))
    contacts = [contact for case in cases for contact in _contacts(fieldwork, case)]
    Contact.objects.bulk_create(contacts, batch_size=500)
    fieldwork.refresh_from_db()
    record_event(by=by, action="fielding.fieldwork.open", thing=fieldwork, after={"contacts": len(contacts)})
    return fieldwork


def _contacts(fieldwork: Fieldwork, case: Case) -> list[Contact]:
    told_already = fieldwork.first_day + timedelta(days=fieldwork.schedule.get(Occurrence.INVITATION, 0))
    is_late = timezone.localdate() >= told_already
    channel = Channel.EMAIL if case.address.where().get("email") else Channel.LETTER
    return [
        Contact(
            case=case,
            occurrence=occurrence,
            channel=channel,
            due_on=fieldwork.first_day + timedelta(days=fieldwork.schedule[occurrence]),
        )
        for occurrence in Occurrence.values
        if occurrence in fieldwork.schedule and not (is_late and occurrence == Occurrence.PRENOTICE)
    ]


def live_version(fieldwork: Fieldwork) -> FormVersion | None:
    """The version of the form people answer now."""
    return FormVersion.objects.filter(form=fieldwork.form_id, state=VersionState.LIVE).first()
