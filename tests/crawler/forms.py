"""Makers of what belongs to whoever answers a form."""

from collections.abc import Callable
from typing import Any

from tests.crawler.world import Visitor
from tests.forms.pages.samples import SHORT, version_of
from weft.forms.actions.responses import open_response, save_answers
from weft.forms.answers import filling_of
from weft.forms.models import FormVersion, Response
from weft.forms.states import VersionState

Maker = Callable[[Any, Visitor], dict[str, Any]]


def version(things: Any, key: str = "crawl") -> FormVersion:
    """For everybody: it carries no mark. A party signs before it sends."""
    if ("version", key) not in things.made:
        notes: dict[str, object] = {"form": {"certify": "yes"}}
        things.made["version", key] = version_of(SHORT, key, used_for="application", notes=notes)
    made: FormVersion = things.made["version", key]
    return made


def tried(things: Any) -> FormVersion:
    made = version(things, "crawl-test")
    made.state = VersionState.TEST
    made.save()
    return made


def response(things: Any, owner: Visitor) -> Response:
    """Begun by the owner: their organisation's where they have one."""

    def make(mark: str) -> Response:
        made = open_response(
            version=version(things), person=owner.person, organisation=owner.organisation, by=owner.account
        )
        Response.objects.unscoped("test").filter(pk=made.pk).update(public_id=mark.ljust(22, "f"))
        made.public_id = mark.ljust(22, "f")
        filling = filling_of(made)
        filling.set("/data/name", f"{mark} answered")
        return save_answers(response=made, filling=filling, revision=0, page="name", by=owner.account)

    found: Response = things.once("response", owner, make)
    return found


def _of_response(**more: Any) -> Maker:
    return lambda things, owner: {"public_id": response(things, owner).public_id, **more}


MAKERS: dict[str, Maker] = {
    "form-start": lambda things, _owner: {"key": version(things).form.key},
    "form-test": lambda things, _owner: {"public_id": tried(things).public_id},
    "form-preview": lambda things, _owner: {"public_id": version(things).public_id},
    "answer-page": _of_response(ident="name"),
    **{
        f"answer-{part}": _of_response()
        for part in ("hub", "check", "sign", "send", "thanks", "later", "language", "owners")
    },
}
