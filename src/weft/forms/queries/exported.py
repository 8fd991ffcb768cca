"""Responses for an export and for the accounting: which there are, opened one by one."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from weft.forms.answers import Kept, filled, hold_keys, kept_in
from weft.forms.exports.cells import Answered
from weft.forms.exports.plan import Plan, plan_of
from weft.forms.exports.wanted import Wanted
from weft.forms.exports.writing import Told, pseudonym
from weft.forms.models import Form, FormVersion, Response
from weft.forms.outline import read_outline
from weft.forms.paper.keyed import reasons_of
from weft.forms.paper.models import PaperReturn
from weft.forms.states import Mode, ResponseState, VersionState
from weft.record import keys

AT_ONCE = 200
PURPOSE = "forms.export"


def versions_of(form: Form) -> list[FormVersion]:
    """Every version that is or was asked, oldest first."""
    asked = Q(state__in=[VersionState.LIVE, VersionState.CLOSED]) | Q(used_at__isnull=False)
    return list(form.versions.filter(asked).order_by("number").defer("source"))


def plan_for(form: Form, wanted: Wanted = Wanted()) -> Plan:  # noqa: B008 - it never changes
    """The tables and columns of an export: over all versions, also where only one is looked at."""
    plan = plan_of([(version.number, read_outline(version.xform)) for version in versions_of(form)])
    return plan.without_special() if wanted.without_special else plan


def wanted_of(form: Form, wanted: Wanted, rows: QuerySet[Response]) -> QuerySet[Response]:
    """Of the responses somebody may see, those of this form they want."""
    return rows.filter(wanted.rows(), version__form=form)


def told_for(rows: QuerySet[Response], form: Form, export: str) -> Iterator[Told]:
    """Every response opened, in the order of its name in this export: that order tells nothing either."""
    secret = keys.secret_for(PURPOSE)
    named = {
        pseudonym(secret, export, public_id): pk for pk, public_id in rows.values_list("pk", "public_id")
    }
    versions = {version.pk: version for version in versions_of(form)}
    for names in batched_names(sorted(named)):
        found = rows.model.objects.unscoped("rows the export may see").in_bulk(
            [named[name] for name in names]
        )
        hold_keys(found.values())
        paper = paper_reasons(found.values())
        for name in names:
            response = found.get(named[name])
            if response is not None and response.answers:
                response.version = versions[response.version_id]
                yield told(response, name, paper.get(response.pk, {}))


def batched_names(names: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(names), AT_ONCE):
        yield names[start : start + AT_ONCE]


def told(response: Response, name: str, reasons: dict[str, str]) -> Told:
    kept = kept_in(response)
    return Told(
        name=name,
        mode=response.mode,
        language=response.language,
        submitted_on=_day(response),
        seconds=sum(kept.seen.values()) or int(response.timings.get("seconds", 0)),
        device=str(response.timings.get("device", "")),
        state=response.state,
        answered=answered(response, kept, reasons),
    )


def _day(response: Response) -> date | None:
    moment = response.submitted_at or response.saved_at
    return timezone.localtime(moment).date() if moment else None


def answered(response: Response, kept: Kept, reasons: dict[str, str]) -> Answered:
    """The answers as they were sent; of a form that was left, what is on the route now."""
    is_partial = response.state == ResponseState.PARTIAL
    xml = filled(response, kept).xml() if is_partial else kept.xml
    return Answered(response.version.number, xml, {**kept.reasons, **reasons}, is_partial)


def paper_reasons(responses: Iterable[Response]) -> dict[int, dict[str, str]]:
    """What was written down at the desk about papers: not legible, answered off the route."""
    on_paper = [response.pk for response in responses if response.mode == Mode.PAPER]
    if not on_paper:
        return {}
    found = PaperReturn.objects.unscoped("reasons for an export").filter(response__in=on_paper)
    return {paper.response_id: reasons_of(paper) for paper in found if paper.response_id}
