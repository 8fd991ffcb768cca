"""Part the cases of a wave from the order they came in: what is left of them tells no address and no moment.

Rows keep the order of the list somebody brought, and the list is still on somebody's disk; a letter that was stopped
keeps the moment of the answer that stopped it. Either would lead from an answer back to an address.
"""

import secrets
from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone

from weft.fielding.models import Case, Contact, Fieldwork, SampleAddress
from weft.post.models import Message
from weft.record import keys

AT_ONCE = 500
WHY = "closing fieldwork"


def forget_letters(fieldwork: Fieldwork) -> None:
    """The e-mails of this wave: each holds an address and its code. One still waiting is not sent any more."""
    contacts = Contact.objects.filter(case__address__fieldwork=fieldwork).values_list("pk", flat=True)
    mine = {f"fielding.contact:{number}" for number in contacts}
    sent = Message.objects.unscoped(WHY).filter(kind__startswith="survey ")
    found = [(pk, name) for pk, name, of in sent.values_list("pk", "public_id", "occurrence") if of in mine]
    for _pk, name in found:
        keys.destroy_keys(name)
    for start in range(0, len(found), AT_ONCE):
        some = Message.objects.unscoped(WHY).filter(
            pk__in=[pk for pk, _name in found[start : start + AT_ONCE]]
        )
        some.delete()


def deal_anew(fieldwork: Fieldwork) -> None:
    """Every address and case again under a new name, in an order drawn by chance, without what leads to somebody."""
    old = SampleAddress.objects.unscoped(WHY).filter(fieldwork=fieldwork)
    cases_of = Prefetch("cases", queryset=Case.objects.unscoped(WHY).prefetch_related("contacts"))
    homes = list(old.prefetch_related(cases_of))
    secrets.SystemRandom().shuffle(homes)
    made = [(_home(fieldwork, home), list(home.cases.all())) for home in homes]
    old.delete()
    SampleAddress.objects.bulk_create([home for home, _cases in made], batch_size=AT_ONCE)
    cases = [(_case(home, case), list(case.contacts.all())) for home, cases in made for case in cases]
    Case.objects.bulk_create([case for case, _contacts in cases], batch_size=AT_ONCE)
    contacts = [_contact(case, each) for case, several in cases for each in several]
    Contact.objects.bulk_create(contacts, batch_size=AT_ONCE)


def _home(fieldwork: Fieldwork, home: SampleAddress) -> SampleAddress:
    made = SampleAddress(fieldwork=fieldwork, area=home.area, stratum=home.stratum)
    made.reference = made.public_id
    return made


def _case(home: SampleAddress, case: Case) -> Case:
    return Case(address=home, slot=case.slot, state=case.state, outcome=case.outcome)


def _contact(case: Case, each: Contact) -> Contact:
    return Contact(
        case=case, occurrence=each.occurrence, channel=each.channel, due_on=each.due_on, batch_id=each.batch_id,
        sent_at=_day_of(each.sent_at), stopped_at=_day_of(timezone.now()) if each.stopped_at else None,
    )  # fmt: skip


def _day_of(moment: datetime | None) -> datetime | None:
    """The day alone: the moments of letters follow the order of the list."""
    return timezone.localtime(moment).replace(hour=12, minute=0, second=0, microsecond=0) if moment else None
