"""Key a paper return, key it again, settle what differs; only then is there a response.

RefusedKeying: what was wrong, in words for the person at the keyboard.
"""

from dataclasses import replace

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.forms.actions.receiving import receive_instance
from weft.forms.answers import clock_now, compiled
from weft.forms.engine import Filling
from weft.forms.models import FormVersion, PaperReturn, Response
from weft.forms.outline import outline_of
from weft.forms.paper.keyed import Keyed, Said, differing, instance_of, open_keyed, seal_keyed
from weft.forms.paper.states import PaperState
from weft.forms.states import Mode, Reason
from weft.record.actions import record_event
from weft.record.once import do_once


class RefusedKeying(Exception):
    """A paper return was not keyed or settled."""


def key_first(
    *, version: FormVersion, reference: str, keyed: Keyed, about: str = "", key: str = "", by: User
) -> PaperReturn:
    """The first reading of a paper. Raises RefusedKeying where the number was keyed before."""

    def make() -> PaperReturn:
        made = PaperReturn(version=version, reference=reference.strip(), about=about, first_by=by)
        made.first = seal_keyed(made, "first", keyed)
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError:
            raise RefusedKeying(_("Somebody keyed a paper with this number a moment ago.")) from None
        record_event(by=by, action="forms.paper.key", thing=made, after={"version": version.public_id})
        return made

    return do_once(key=key, action="forms.paper.key", by=by, make=make)


@transaction.atomic
def key_second(*, paper: PaperReturn, keyed: Keyed, by: User) -> PaperReturn:
    """The second reading, by another person. Where both read the same, the response is made at once."""
    if paper.first_by_id == by.pk:
        raise RefusedKeying(_("Somebody else has to key it the second time."))
    differ = differing(open_keyed(paper, "first"), keyed)
    changed = (
        _rows(paper)
        .filter(state=PaperState.FIRST)
        .update(
            state=PaperState.SECOND,
            second=seal_keyed(paper, "second", keyed),
            second_by=by,
            second_at=timezone.now(),
            differing=differ,
        )
    )
    if not changed:
        raise RefusedKeying(_("Somebody else keyed this paper a second time already."))
    fresh: PaperReturn = _rows(paper).select_related("version").get()
    record_event(by=by, action="forms.paper.key_again", thing=fresh, after={"differing": len(differ)})
    return fresh if differ else _finished(fresh, keyed, by=by)


@transaction.atomic
def settle_paper(*, paper: PaperReturn, decided: dict[str, Said], why: str = "", by: User) -> PaperReturn:
    """Decide every question the two readings differ on. One of the two keyers says why it is not a third person."""
    missing = [ref for ref in paper.differing if ref not in decided]
    if missing:
        raise RefusedKeying(_("Decide every question that was keyed differently."))
    if by.pk in (paper.first_by_id, paper.second_by_id) and not why.strip():
        raise RefusedKeying(_("Say why you settle it: you keyed it yourself."))
    changed = (
        _rows(paper)
        .filter(state=PaperState.SECOND, settled_at=None)
        .update(settled_by=by, settled_why=why.strip(), settled_at=timezone.now(), state=PaperState.SETTLED)
    )
    if not changed:
        raise RefusedKeying(_("Somebody else settled this paper already."))
    fresh: PaperReturn = _rows(paper).select_related("version").get()
    only = {ref: said for ref, said in decided.items() if ref in paper.differing}
    return _finished(fresh, Keyed({**open_keyed(fresh, "first").said, **only}), by=by)


def _rows(paper: PaperReturn) -> QuerySet[PaperReturn]:
    return PaperReturn.objects.unscoped("the row an action was handed").filter(pk=paper.pk)


def _finished(paper: PaperReturn, keyed: Keyed, *, by: User) -> PaperReturn:
    """Make the response. Answers off the route are flagged and stay with the paper; the response is without them."""
    outline = outline_of(paper.version)
    xml = instance_of(outline, keyed)
    filling = Filling.load(compiled(paper.version), xml, clock=clock_now())
    off = {ref for ref in map(plain, filling.dropped()) if keyed.at(ref).value}
    flagged = {
        ref: replace(said, reason=Reason.OFF_ROUTE.value) if ref in off else said
        for ref, said in keyed.said.items()
    }
    response = receive_instance(
        version=paper.version, xml=xml, files={}, about=paper.about, mode=Mode.PAPER, by=by
    )
    paper.settled, paper.off_route = seal_keyed(paper, "settled", Keyed(flagged)), len(off)
    paper.state, paper.settled_at = PaperState.SETTLED, paper.settled_at or timezone.now()
    paper.response = response
    paper.save(update_fields=["settled", "off_route", "state", "settled_at", "response"])
    record_event(
        by=by,
        action="forms.paper.settle",
        thing=paper,
        after=_told(paper, response),
        reason=paper.settled_why,
    )
    return paper


def _told(paper: PaperReturn, response: Response) -> dict[str, object]:
    return {"response": response.public_id, "differing": len(paper.differing), "off_route": paper.off_route}


def plain(ref: str) -> str:
    """A reference as papers know it: the first instance carries no number."""
    return ref.replace("[1]", "")
