"""Make a form, bring a version of it, try it out, publish it, close it.

What a version asks never changes (the database refuses it, forms.triggers): a change is a new version.
"""

import re

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from weft.forms.intake.guard import Brought
from weft.forms.intake.notes import FORM, digest_of
from weft.forms.intake.problems import NotAForm, Problem
from weft.forms.models import Form, FormVersion
from weft.forms.rules import USES
from weft.forms.states import MOVES, Audience, VersionState
from weft.record.actions import record_event
from weft.record.once import do_once

KEPT_FOR_PAGES = "keep"  # /forms/keep/ is where officers keep forms
MAKE, ADD = "forms.form.make", "forms.version.add"
MOVED = {
    VersionState.DRAFT: "forms.version.draft",
    VersionState.TEST: "forms.version.test",
    VersionState.LIVE: "forms.version.publish",
    VersionState.CLOSED: "forms.version.close",
}


class KeyTaken(Exception):
    """Another form has this key for ever."""

    def __init__(self, form: Form) -> None:
        self.form = form
        super().__init__(f"The form “{form.title}” already has the key {form.key}.")


class AnotherForm(Exception):
    """The workbook says it is another form than the one it is brought to."""


class WrongMove(Exception):
    """A version cannot go from the state it is in to the one asked for."""

    def __init__(self, version: FormVersion, to: VersionState) -> None:
        super().__init__(f"{version} is {version.get_state_display()} and cannot become {to.label}.")


@transaction.atomic
def make_form(*, brought: Brought, by: User | None, used_for: str = "survey", key: str = "") -> Form:
    """A new form with its first version, a draft. Its key is the form_id of its settings. Raises KeyTaken.

    key: of the page it was sent with (weft.web.once).
    """
    if used_for not in USES:
        raise ValueError(f"A form is used for one of {', '.join(USES)}.")
    return do_once(key=key, action=MAKE, by=by, make=lambda: _made(brought, used_for, by))


def _made(brought: Brought, used_for: str, by: User | None) -> Form:
    name = key_of(brought)
    taken = Form.objects.filter(key=name).first()
    if taken is not None:
        raise KeyTaken(taken)
    form = Form.objects.create(key=name, title=_title(brought), used_for=used_for)
    _add(form, brought, by)
    record_event(by=by, action=MAKE, thing=form, after={"key": name, "used_for": used_for})
    return form


def key_of(brought: Brought) -> str:
    """The key a form takes from its form_id: lower case, with hyphens; never a word of our own addresses."""
    name = re.sub(r"[^a-z0-9]+", "-", brought.compiled.form_id.lower()).strip("-")[:60] or "form"
    return f"{name}-form" if name == KEPT_FOR_PAGES else name


def _title(brought: Brought) -> str:
    return brought.compiled.title[:200] or key_of(brought)


@transaction.atomic
def add_version(*, form: Form, brought: Brought, by: User | None, key: str = "") -> FormVersion:
    """The next version of a form, a draft. A workbook that compiles to what the last version is makes none.

    Raises AnotherForm when the workbook's form_id is another form's key.
    """
    if key_of(brought) != form.key:
        raise AnotherForm(f"This workbook is the form “{key_of(brought)}”, not “{form.key}”.")
    return do_once(key=key, action=ADD, by=by, make=lambda: _added(form, brought, by))


def _added(form: Form, brought: Brought, by: User | None) -> FormVersion:
    Form.objects.select_for_update().get(pk=form.pk)
    last = form.versions.order_by("-number").first()
    if last is not None and last.digest == digest_of(brought.compiled.xform, brought.compiled.notes):
        return last
    return _add(form, brought, by)


def _add(form: Form, brought: Brought, by: User | None) -> FormVersion:
    compiled = brought.compiled
    last = form.versions.order_by("-number").values_list("number", flat=True).first() or 0
    version = FormVersion.objects.create(
        form=form,
        number=last + 1,
        source=brought.source,
        source_name=brought.name,
        xform=compiled.xform,
        notes=compiled.notes,
        languages=list(compiled.languages),
        digest=digest_of(compiled.xform, compiled.notes),
        made_by=by,
    )
    record_event(by=by, action=ADD, thing=version, after={"number": version.number, "digest": version.digest})
    return version


def send_to_test(*, version: FormVersion, by: User | None) -> FormVersion:
    """Open a version to those who have its test link; answers are marked as tests and count nowhere."""
    return _move(version, VersionState.TEST, by)


def take_back(*, version: FormVersion, by: User | None) -> FormVersion:
    """A version being tested is a draft again; its test link closes."""
    return _move(version, VersionState.DRAFT, by)


def close(*, version: FormVersion, by: User | None) -> FormVersion:
    """Nobody can begin this form any more; what was answered stays."""
    return _move(version, VersionState.CLOSED, by)


@transaction.atomic
def publish(*, version: FormVersion, by: User | None, audience: str = Audience.INVITED) -> FormVersion:
    """Make a version the one everybody answers; the one before is closed. Raises NotAForm, naming sheet and row.

    What publishing minds, and a draft may wait for: a language that is missing, a question nobody can ever be asked.
    """
    gaps = gaps_of(version)
    if gaps:
        raise NotAForm(gaps)
    earlier = version.form.versions.filter(state=VersionState.LIVE).exclude(pk=version.pk).first()
    if earlier is not None:
        _move(earlier, VersionState.CLOSED, by)
    FormVersion.objects.filter(pk=version.pk).update(audience=Audience(audience))
    moved = _move(version, VersionState.LIVE, by)
    title = _title_of(moved)
    Form.objects.filter(pk=moved.form_id).exclude(title=title).update(title=title)
    return moved


def gaps_of(version: FormVersion) -> tuple[Problem, ...]:
    """What keeps a version from being published, by sheet and row."""
    return tuple(Problem(**gap, only_publishing=True) for gap in version.notes.get(FORM, {}).get("gaps", ()))


def _title_of(version: FormVersion) -> str:
    return str(version.notes.get(FORM, {}).get("title") or version.form.title)[:200]


@transaction.atomic
def _move(version: FormVersion, to: VersionState, by: User | None) -> FormVersion:
    """Move a version on; a conditional update, so two hands cannot both do it."""
    before = version.state
    allowed = [state for state, targets in MOVES.items() if to in targets]
    here = FormVersion.objects.filter(pk=version.pk, state__in=allowed)
    moved = here.update(state=to, **_since(version, to))
    version.refresh_from_db(fields=["state", "live_at", "audience"])
    if not moved:
        raise WrongMove(version, to)
    record_event(by=by, action=MOVED[to], thing=version, before={"state": before}, after={"state": to})
    return version


def _since(version: FormVersion, to: VersionState) -> dict[str, object]:
    return {"live_at": timezone.now()} if to == VersionState.LIVE and version.live_at is None else {}
