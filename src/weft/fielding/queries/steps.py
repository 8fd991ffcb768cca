"""The steps of a wave, what is done and what is next."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weft.fielding.models import Case, Contact, Fieldwork
from weft.fielding.queries.contacts import due
from weft.fielding.states import CaseState, Channel, FieldworkState
from weft.forms.states import Mode
from weft.people.roles.actor import Actor
from weft.people.roles.policy import may


@dataclass(frozen=True)
class Step:
    """One line of the list: where it leads, and how it stands."""

    words: str
    url: str
    state: str


def steps_of(fieldwork: Fieldwork, actor: Actor) -> list[Step]:
    if not may(actor, "fieldwork.manage"):
        return []
    cases = Case.objects.unscoped("counts").filter(address__fieldwork=fieldwork)
    n, answered = cases.count(), cases.filter(state=CaseState.ANSWERED).count()
    found = [
        Step(_("Ways to answer"), _at("fieldwork-ways", fieldwork), _ways(fieldwork)),
        Step(_("Addresses"), _at("fieldwork-sample", fieldwork), _addresses(fieldwork, n)),
        Step(_("Quotas"), _at("fieldwork-quotas", fieldwork), _quotas(fieldwork)),
    ]
    if fieldwork.state == FieldworkState.PLANNED:
        return found
    so_far = _("%(n)s of %(all)s answered") % {"n": answered, "all": n}
    return [
        *found,
        Step(_("Letters"), _at("fieldwork-letters", fieldwork), _letters(fieldwork)),
        Step(_("Cases and outcomes"), _at("fieldwork-cases", fieldwork), so_far),
        Step(_("Response rates"), _at("fieldwork-rates", fieldwork), ""),
        Step(_("Close"), _at("fieldwork-close", fieldwork), fieldwork.get_state_display()),
    ]  # fmt: skip


def _ways(fieldwork: Fieldwork) -> str:
    return ", ".join(str(mode.label) for mode in Mode if mode in fieldwork.modes)


def _at(name: str, fieldwork: Fieldwork) -> str:
    return reverse(name, args=[fieldwork.public_id])


def _addresses(fieldwork: Fieldwork, cases: int) -> str:
    if not cases:
        return _("None yet")
    from weft.fielding.models import SampleAddress

    n = SampleAddress.objects.unscoped("counts").filter(fieldwork=fieldwork).count()
    words = ngettext("%(n)s address, %(cases)s codes", "%(n)s addresses, %(cases)s codes", n)
    return words % {"n": n, "cases": cases}


def _quotas(fieldwork: Fieldwork) -> str:
    found = list(fieldwork.quotas.all())
    full = sum(quota.is_full for quota in found)
    return _("%(full)s of %(n)s full") % {"full": full, "n": len(found)} if found else _("None")


def _letters(fieldwork: Fieldwork) -> str:
    waiting = due(fieldwork, Channel.LETTER).filter(batch=None).count()
    if fieldwork.state == FieldworkState.OPEN and waiting:
        return ngettext("%(n)s due today", "%(n)s due today", waiting) % {"n": waiting}
    sent = Contact.objects.filter(case__address__fieldwork=fieldwork).exclude(sent_at=None).count()
    return _("%(n)s sent") % {"n": sent}
