"""Makers of the routes of analysts inside: each owner has opened a survey, is admitted to it, and asked for a table."""

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tests.crawler.world import Visitor
from tests.people.make import account
from weft.inside.actions import ask_out
from weft.inside.actions.airlock import Leaving
from weft.inside.models import Admission, Opening, Output, Table
from weft.inside.tables.asking import Asked, digest_of
from weft.inside.tables.crossing import cross
from weft.inside.tables.perturbed import figures_of
from weft.inside.tables.room import room_of

if TYPE_CHECKING:
    from tests.crawler.things import Maker, Things


def _opening(things: "Things", owner: Visitor) -> Opening:
    def make(mark: str) -> Opening:
        survey, by = things.survey(owner), account("opener@example.org", "officer")
        made = Opening.objects.create(
            public_id=mark.ljust(22, "i"), survey=survey, sha256=hashlib.sha256(mark.encode()).hexdigest(),
            title=f"{mark} opened", why="Crawl", recipe=survey.recipe, opened_by=owner.account,
        )  # fmt: skip
        today = timezone.localdate()
        Admission.objects.create(
            opening=made, analyst=owner.account, why=f"{mark} study", given_by=by, starts_on=today,
            ends_on=today + timedelta(days=9),
        )  # fmt: skip
        return made

    return things.once("inside", owner, make)


def _table(things: "Things", owner: Visitor) -> Table:
    opening = _opening(things, owner)
    found = Table.objects.unscoped("test").filter(opening=opening).first()
    if found is not None:
        return found
    asked = Asked.of("indicator:R1@1", ("sex",))
    figures = figures_of(cross(room_of(opening), asked))
    admission = Admission.objects.unscoped("test").get(opening=opening)
    return Table.objects.create(
        admission=admission, opening=opening, analyst=owner.account, asked=asked.data, asked_digest=asked.digest,
        title=f"{opening.title} table", figures=figures, digest=digest_of(figures),
    )  # fmt: skip


def _output(things: "Things", owner: Visitor) -> Output:
    key = "inside output", owner.name
    if key not in things.made:
        table = _table(things, owner)
        said = Leaving(f"{table.title} purpose", "Nowhere", table=table)
        assert owner.account
        things.made[key] = ask_out(opening=table.opening, leaving=said, by=owner.account)
    return things.made[key]


def _to_check(things: "Things", owner: Visitor) -> Output:
    """Of an analyst among no visitors, so that every output checker may look."""
    key = "inside to check", owner.name
    if key not in things.made:
        table = _table(things, owner)
        said, rae = Leaving("Crawl", "Nowhere", table=table), account("rae@example.org", "accredited_analyst")
        things.made[key] = ask_out(opening=table.opening, leaving=said, by=rae)
    return things.made[key]


def _of(which: "Any") -> "Maker":
    return lambda things, owner: {"public_id": which(things, owner).public_id}


def _counts(things: "Things", owner: Visitor) -> dict[str, Any]:
    return {"public_id": _to_check(things, owner).public_id, "table_id": _table(things, owner).public_id}


MAKERS: dict[str, "Maker"] = {
    **dict.fromkeys(
        ("inside-survey", "inside-spent", "inside-file-out", "inside-opening", "inside-close"), _of(_opening)
    ),
    **dict.fromkeys(("inside-table", "inside-table-out"), _of(_table)),
    **dict.fromkeys(("inside-output", "inside-output-withdraw", "inside-output-file"), _of(_output)),
    **dict.fromkeys(("airlock-output", "airlock-back", "airlock-file"), _of(_to_check)),
    "airlock-counts": _counts,
}  # fmt: skip
