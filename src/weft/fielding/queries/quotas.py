"""Quotas: which are full, and which a finished response counts for."""

from weft.fielding.models import Case, Fieldwork, Quota
from weft.fielding.states import QuotaKind
from weft.forms.answers import kept_in, leaves
from weft.forms.models import Response


def is_area_closed(fieldwork: Fieldwork, area: str) -> bool:
    """A hard quota of the area is full: nobody more is asked there."""
    rows = Quota.objects.filter(fieldwork=fieldwork, question="", value=area, kind=QuotaKind.HARD)
    return any(quota.is_full for quota in rows)


def counted_for(case: Case, response: Response) -> list[Quota]:
    """The quotas a response counts for. Its answers are opened only where a quota asks about them."""
    quotas = list(Quota.objects.filter(fieldwork=case.address.fieldwork_id))
    said = _said(response) if any(quota.question for quota in quotas) else {}
    return [
        quota
        for quota in quotas
        if (
            quota.value in said.get(quota.question, ())
            if quota.question
            else quota.value == case.address.area
        )
    ]


def is_screened_out(fieldwork: Fieldwork, response: Response) -> bool:
    """Whether a full hard quota stands against what somebody has said so far."""
    rows = Quota.objects.filter(fieldwork=fieldwork, kind=QuotaKind.HARD).exclude(question="")
    full = [quota for quota in rows if quota.is_full]
    if not full or not response.answers:
        return False
    said = _said(response)
    return any(quota.value in said.get(quota.question, ()) for quota in full)


def _said(response: Response) -> dict[str, list[str]]:
    """Answers by reference; those of a question with several answers are words of one text."""
    kept = kept_in(response)
    return {ref: text.split() for ref, text in leaves(kept.xml).items()} if kept.xml else {}
