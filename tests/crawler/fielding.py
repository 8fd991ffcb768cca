"""Makers of the routes of fieldwork: of the city, so without a mark; a case is nobody's but its interviewer's."""

from typing import TYPE_CHECKING, Any

from tests.crawler.world import Visitor
from tests.fielding.make import cases, in_the_field
from weft.fielding.actions import prepare_batch
from weft.fielding.models import Case

if TYPE_CHECKING:
    from tests.crawler.things import Maker, Things


def _of_fieldwork(which: str) -> "Maker":
    def make(things: "Things", _owner: Visitor) -> dict[str, Any]:
        if ("fieldwork", "") not in things.made:
            wave = in_the_field(len(things.world.visitors) + 10)  # a case for each
            batch = prepare_batch(fieldwork=wave, occurrence="invitation", by=None)
            things.made["fieldwork", ""] = {"wave": wave, "batch": batch, "cases": cases(wave)}
        if which == "case":
            return {"public_id": things.once("case", _owner, lambda _: _given_to(things, _owner)).public_id}
        return {"public_id": things.made["fieldwork", ""][which].public_id}

    return make


def _given_to(things: "Things", owner: Visitor) -> Case:
    """A case the owner asks, where they are somebody."""
    case: Case = things.made["fieldwork", ""]["cases"].pop()
    Case.objects.unscoped("given to an interviewer").filter(pk=case.pk).update(interviewer=owner.person)
    return case


MAKERS: dict[str, "Maker"] = {
    **dict.fromkeys(
        (
            "fieldwork-one", "fieldwork-open", "fieldwork-sample", "fieldwork-sample-check", "fieldwork-quotas",
            "fieldwork-letters", "fieldwork-cases", "fieldwork-rates", "fieldwork-close", "fieldwork-unlink",
            "fieldwork-measure", "fieldwork-ways",
        ),
        _of_fieldwork("wave"),
    ),
    **dict.fromkeys(
        ("fieldwork-batch", "fieldwork-batch-file", "fieldwork-batch-sent", "fieldwork-batch-drop"),
        _of_fieldwork("batch"),
    ),
    **dict.fromkeys(
        ("fieldwork-case", "fieldwork-case-outcome", "fieldwork-case-answer", "fieldwork-case-give"),
        _of_fieldwork("case"),
    ),
    "survey-code-with": lambda *_: {"code": "23456789CDFG"},
}  # fmt: skip
