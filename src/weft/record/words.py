"""Events in plain words. Sealed values are named as sealed, never opened here."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from weft.record.actions import SYSTEM
from weft.record.models import Event

SENTENCES = Path(__file__).with_name("words.yaml")


@cache
def sentences() -> dict[str, str]:
    """Every action of the service -> how it reads."""
    read: dict[str, str] = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))
    return read


@dataclass(frozen=True)
class Changed:
    """One named value of an event, before and after."""

    name: str
    before: str
    after: str


def what(action: str) -> str:
    """An action as a sentence in the reader's language; one that words.yaml does not know reads as it is written."""
    sentence = sentences().get(action)
    return _(sentence) if sentence else action


def who(actor: str, names: Mapping[str, str] | None = None) -> str:
    """Who acted: a colleague by name where `names` has one, otherwise the account's number."""
    if actor == SYSTEM:
        return _("The service itself")
    named = (names or {}).get(actor)
    return f"{named} ({actor})" if named else actor


def changes_of(event: Event) -> list[Changed]:
    """Every value the event names, before and after, in the order of their names."""
    names = sorted({*event.before, *event.after})
    return [Changed(name, shown(event.before, name), shown(event.after, name)) for name in names]


def shown(values: dict[str, Any], name: str) -> str:
    if name not in values:
        return ""
    value = closed(values[name])
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def closed(value: Any) -> Any:
    """The value with everything sealed in it named as such."""
    if isinstance(value, dict):
        is_sealed = set(value) == {"sealed"}
        return _("kept sealed") if is_sealed else {name: closed(each) for name, each in value.items()}
    return [closed(each) for each in value] if isinstance(value, list) else value
