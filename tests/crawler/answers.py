"""Makers of the routes of answers out and paper in."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User

from tests.crawler.world import Visitor
from tests.forms.exports import made, small
from weft.forms.actions.exporting import ask_export
from weft.forms.actions.keying import key_first, key_second
from weft.forms.exports.wanted import Wanted
from weft.forms.models import Form
from weft.forms.paper.keyed import Keyed, Said

Maker = Callable[[Any, Visitor], dict[str, Any]]


def form(things: Any) -> Form:
    """Live, so anybody may print it: it carries no mark."""
    if ("form of answers", "") not in things.made:
        things.made["form of answers", ""] = made.form(small.FIRST, key="crawl-answers")
    return things.made["form of answers", ""]


def keyed(_things: Any, _owner: Visitor) -> dict[str, Any]:
    return {"key": form(_things).key}


def export(things: Any, owner: Visitor) -> dict[str, Any]:
    def make(_mark: str) -> Any:
        return ask_export(form=form(things), wanted=Wanted(), to="csv", by=owner.account)

    return {"public_id": things.once("export", owner, make).public_id}


def paper(things: Any, owner: Visitor) -> dict[str, Any]:
    """Keyed by its owner and by somebody who has left, with a difference to settle."""

    def make(mark: str) -> Any:
        version = form(things).versions.get()
        one = Keyed({"/data/groups_other": Said(f"{mark} club")})
        first = key_first(version=version, reference=mark, keyed=one, by=owner.account)
        again = Keyed({"/data/groups_other": Said(f"{mark} choir")})
        gone = User.objects.get_or_create(username="keyer@demonstration.example")[0]
        return key_second(paper=first, keyed=again, by=gone)

    return {"public_id": things.once("paper", owner, make).public_id}


MAKERS: dict[str, Maker] = {
    **dict.fromkeys(
        ("form-answers", "form-export-ask", "form-print", "form-paper", "form-papers", "form-paper-key"),
        keyed,
    ),
    "form-export-one": export,
    "form-export-file": export,
    "form-paper-settle": paper,
}
