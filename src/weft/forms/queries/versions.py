"""Forms and their versions as officers look at them, and what changed from one version to the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from weft.forms.intake.notes import FORM
from weft.forms.models import Form, FormVersion
from weft.forms.states import VersionState

HEAVY = ("source", "xform", "notes")


@dataclass(frozen=True)
class Changed:
    """A question that both versions ask, differently. parts: "wording", "route", "rule", "calculation", "choices"…"""

    key: str
    label: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """What a version asks that the one before did not, no longer asks, and asks differently. By question."""

    added: tuple[tuple[str, str], ...]  # key, label
    removed: tuple[tuple[str, str], ...]
    changed: tuple[Changed, ...]

    @property
    def count(self) -> int:
        return len(self.added) + len(self.removed) + len(self.changed)


def forms_with_versions() -> QuerySet[Form]:
    """Every form with its versions, the newest first, without their contents."""
    versions = FormVersion.objects.defer(*HEAVY).order_by("-number")
    return Form.objects.prefetch_related(Prefetch("versions", queryset=versions))


def versions_of(form: Form) -> QuerySet[FormVersion]:
    """The versions of a form, the newest first, each with how many real responses it has."""
    real = Q(responses__is_test=False)
    return form.versions.defer(*HEAVY).order_by("-number").annotate(answered=Count("responses", filter=real))


def version_before(version: FormVersion) -> FormVersion | None:
    """The version people know: the live one, else the last before this one."""
    others = version.form.versions.exclude(pk=version.pk)
    live = others.filter(state=VersionState.LIVE).first()
    return live or others.filter(number__lt=version.number).order_by("-number").first()


def questions_in(version: FormVersion) -> int:
    """How many questions a version asks; groups, notes and calculations do not count."""
    quiet = ("group", "repeat", "loop", "note", "calculate", "hidden")
    return sum(note["type"] not in quiet for key, note in version.notes.items() if key != FORM)


def changes_between(old: Mapping[str, Any], new: Mapping[str, Any]) -> Changes:
    """What the notes of two versions say changed (forms.intake.notes)."""
    before, after = ({key: note for key, note in notes.items() if key != FORM} for notes in (old, new))
    return Changes(
        added=tuple((key, note["label"]) for key, note in after.items() if key not in before),
        removed=tuple((key, note["label"]) for key, note in before.items() if key not in after),
        changed=tuple(
            Changed(key, note["label"], parts)
            for key, note in after.items()
            if key in before and (parts := _parts(before[key], note))
        ),
    )


def _parts(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    kind = ("type",) if old["type"] != new["type"] else ()
    names = [name for name in new["parts"] if old["parts"].get(name) != new["parts"][name]]
    return (*kind, *names)
