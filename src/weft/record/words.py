"""Events in plain words. Sealed values are named as sealed, never opened here."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.record.actions import SYSTEM
from weft.record.models import Event

# The last word of an action -> how it reads after the noun; an action that is not here reads as it is written.
VERBS = {
    "change": gettext_lazy("changed"),
    "correct": gettext_lazy("corrected"),
    "end": gettext_lazy("ended"),
    "erase": gettext_lazy("erased"),
    "estimate": gettext_lazy("estimated"),
    "export": gettext_lazy("taken away as a table"),
    "give": gettext_lazy("given"),
    "import": gettext_lazy("brought in"),
    "invite": gettext_lazy("invited"),
    "make": gettext_lazy("made"),
    "merge": gettext_lazy("merged"),
    "publish": gettext_lazy("published"),
    "read": gettext_lazy("read"),
    "receive": gettext_lazy("received"),
    "remove": gettext_lazy("removed"),
    "rotate": gettext_lazy("renewed"),
    "stop": gettext_lazy("stopped"),
}


@dataclass(frozen=True)
class Changed:
    """One named value of an event, before and after."""

    name: str
    before: str
    after: str


def what(action: str) -> str:
    """An action as a sentence: "measure.survey.receive" is "Survey received"."""
    parts = action.split(".")
    noun = (parts[-2] if len(parts) > 1 else parts[0]).replace("_", " ").replace("-", " ").capitalize()
    verb = parts[-1]
    return f"{noun} {VERBS.get(verb, verb.replace('_', ' ').replace('-', ' '))}" if len(parts) > 1 else noun


def who(actor: str) -> str:
    return _("The service itself") if actor == SYSTEM else actor


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
