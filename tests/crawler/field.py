"""Makers of the field apps' routes: a form anybody may be given, and one account an owner."""

from typing import TYPE_CHECKING, Any

from tests.crawler.world import Visitor
from weft.forms.models import Form
from weft.forms.openrosa.models import FieldAccount

if TYPE_CHECKING:
    from tests.crawler.things import Maker, Things

KEY = "crawl-field"


def _form() -> Form:
    return Form.objects.get_or_create(key=KEY, defaults={"title": "Crawl", "used_for": "audit"})[0]


def _account(things: "Things", owner: Visitor) -> dict[str, Any]:
    def make(mark: str) -> FieldAccount:
        person = owner.person or things.world.stranger.person
        form = Form.objects.create(key=mark.lower(), title="Crawl", used_for="audit")
        return FieldAccount.objects.create(
            form=form, person=person, public_id=mark.ljust(22, "f"), digest="0" * 64, made_by=owner.account
        )

    return {"public_id": things.once("field app", owner, make).public_id}


def _key(_things: "Things", _owner: Visitor) -> dict[str, Any]:
    return {"key": _form().key}


def _version(_things: "Things", _owner: Visitor) -> dict[str, Any]:
    return {"key": _form().key, "number": 1}


MAKERS: dict[str, "Maker"] = {
    "field-apps": _key,
    "field-app-new": _key,
    "field-app-revoke": _account,
    "field-form": _version,
    "field-manifest": _version,
}
