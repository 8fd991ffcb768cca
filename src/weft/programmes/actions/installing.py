"""Install a blueprint as a programme of this city, and take over a newer version of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from weft.forms.actions.versions import add_version, key_of, make_form
from weft.forms.intake.guard import Brought
from weft.forms.intake.notes import digest_of
from weft.forms.models import Form
from weft.people.models import Organisation
from weft.programmes.actions.wording import checked_words
from weft.programmes.blueprint.difference import newer
from weft.programmes.blueprint.reading import Blueprint
from weft.programmes.blueprint.words import is_editable, leaves
from weft.programmes.errors import NotTheSame
from weft.programmes.models import Evidence, Programme, Requirement
from weft.programmes.rules import NOT_KEYS
from weft.record.actions import record_event
from weft.record.once import do_once

INSTALL, UPGRADE = "programmes.programme.install", "programmes.programme.upgrade"


@transaction.atomic
def install(
    *,
    blueprint: Blueprint,
    by: User | None,
    words: Mapping[str, Any] | None = None,
    organisation: Organisation | None = None,
    languages: Sequence[str] | None = None,
    once: str = "",
) -> Programme:
    """A programme, being prepared, with its requirements and its forms as drafts. organisation None: the city team.

    Raises NotThoseWords.
    """
    said = checked_words(blueprint.document, words or {})
    spoken = list(blueprint.languages if languages is None else languages)

    def make() -> Programme:
        made = Programme(organisation=organisation, languages=spoken, key=_free_key(blueprint.id), words=said)
        _take_over(made, blueprint, by)
        after = {"blueprint": blueprint.id, "version": blueprint.version, "key": made.key}
        record_event(by=by, action=INSTALL, thing=made, after=after)
        return made

    return do_once(key=once, action=INSTALL, by=by, make=make)


@transaction.atomic
def upgrade(*, programme: Programme, blueprint: Blueprint, by: User | None) -> Programme:
    """Take over a newer version. The city's words stay, but for those whose place is gone.

    Raises NotTheSame.
    """
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    if held.blueprint != blueprint.id or not newer(blueprint.version, held.version):
        raise NotTheSame(_("Choose a newer version of the same blueprint."))
    before = {"version": held.version, "words": sorted(held.words)}
    places = leaves(blueprint.document)
    held.words = {path: said for path, said in held.words.items() if path in places and is_editable(path)}
    _take_over(held, blueprint, by)
    after = {"version": held.version, "words": sorted(held.words)}
    record_event(by=by, action=UPGRADE, thing=held, before=before, after=after)
    programme.refresh_from_db()
    return programme


def _take_over(programme: Programme, blueprint: Blueprint, by: User | None) -> None:
    """Everything a blueprint brings: the document, its requirements, its forms."""
    programme.blueprint, programme.version = blueprint.id, blueprint.version
    programme.document, programme.themes = dict(blueprint.document), blueprint.themes
    programme.title, programme.purpose = programme.told["title"], programme.told["purpose"]
    programme.save()
    _require(programme, blueprint.document)
    for form in blueprint.document.get("forms", ()):
        _bring(blueprint.forms[form["key"]], form["used_for"], by)


def _require(programme: Programme, document: Mapping[str, Any]) -> None:
    """A requirement for each role that asks for it. One no longer asked stays only where somebody has shown it."""
    asked = {each["key"]: each for each in document.get("requirements", ())}
    wanted = [(role["key"], asked[key]) for role in document["roles"] for key in role.get("requires", ())]
    for role, each in wanted:
        Requirement.objects.update_or_create(
            programme=programme,
            key=each["key"],
            role=role,
            defaults={
                "kind": each["kind"],
                "label": each["title"],
                "valid_months": each.get("valid_months"),
                "how_many": each.get("how_many", 1),
                "verified_by": each.get("verified_by", "officer"),
            },
        )
    kept = {(role, each["key"]) for role, each in wanted}
    for old in programme.requirements.all():
        if (old.role, old.key) not in kept:
            _let_go(old)


def _let_go(old: Requirement) -> None:
    shown = Evidence.objects.unscoped("whether anybody showed it").filter(requirement=old)
    if shown.exists():
        Requirement.objects.filter(pk=old.pk).update(how_many=0)
    else:
        old.delete()


def _bring(brought: Brought, used_for: str, by: User | None) -> None:
    """A form of its own, or its next version; what is there already stays as it is."""
    form = Form.objects.filter(key=key_of(brought)).first()
    if form is None:
        make_form(brought=brought, used_for=used_for, by=by)
        return
    digest = digest_of(brought.compiled.xform, brought.compiled.notes)
    if not form.versions.filter(digest=digest).exists():
        add_version(form=form, brought=brought, by=by)


def _free_key(name: str) -> str:
    """The blueprint's id; with a number where a programme of that name runs already, or a page has that address."""
    taken = {*Programme.objects.filter(key__startswith=name[:70]).values_list("key", flat=True), *NOT_KEYS}
    candidates = (name[:70] if n == 1 else f"{name[:70]}-{n}" for n in range(1, len(taken) + 2))
    return next(each for each in candidates if each not in taken)
