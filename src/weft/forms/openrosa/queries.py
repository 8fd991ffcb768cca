"""Reads of the field apps."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.forms.models import Form, FormVersion
from weft.forms.openrosa.instance import Instance, OtherForm, Shape, shape_of, strangers
from weft.forms.openrosa.models import FieldAccount, FieldSubmission
from weft.forms.openrosa.rules import COLLECT, MOST_LISTED, OFFERED, TAKEN
from weft.forms.states import VersionState
from weft.people.models import Membership, Person
from weft.people.roles.matrix import matrix


def collecting_roles() -> tuple[str, ...]:
    """The roles the matrix lets collect with a field app."""
    rules = matrix()
    return tuple(role for role in rules.roles if rules.reach(COLLECT, role))


def holders() -> QuerySet[Person]:
    """Everybody who may hold a field account today."""
    held = Membership.objects.unscoped("who may collect answers").filter(
        Membership.in_force(timezone.localdate()),
        role__in=collecting_roles(),
        person__merged_into=None,
        person__erased_at=None,
        person__account__is_active=True,
    )
    return Person.objects.unscoped("who may collect answers").filter(pk__in=held.values("person"))


def may_collect(person: Person) -> bool:
    """Whether somebody still holds a role that collects: an ended role ends their field app with it."""
    return bool(holders().filter(pk=person.pk).exists())


def without_account(form: Form) -> QuerySet[Person]:
    """Who may be given a field account for a form."""
    have = FieldAccount.objects.unscoped("accounts of one form").filter(form=form, revoked_at=None)
    return holders().exclude(pk__in=have.exclude(person=None).values("person")).order_by("name", "pk")


def accounts_of(rows: QuerySet[FieldAccount], form: Form) -> QuerySet[FieldAccount]:
    """The accounts of a form, those that still open first, each with how many responses came through it."""
    found = (
        rows.filter(form=form)
        .select_related("person", "made_by")
        .annotate(
            received=Count("submissions"), flagged=Count("submissions", filter=~Q(submissions__flagged=[]))
        )
    )
    return found.order_by("revoked_at", "person__name", "pk")


def to_look_at(form: Form) -> list[tuple[FieldSubmission, str]]:
    """The last submissions with answers that do not fit, each with the questions meant; never the answers."""
    rows = FieldSubmission.objects.filter(account__form=form).exclude(flagged=[])
    found = rows.select_related("account__person").order_by("-received_at", "-pk")[:MOST_LISTED]
    return [(row, ", ".join(map(_flag, row.flagged))) for row in found]


def _flag(flagged: dict[str, str]) -> str:
    name = flagged["ref"].rpartition("/")[2]
    if flagged["why"] != "code":
        return name
    return _("%(question)s (no case that is still asked has this code)") % {"question": name}


def live_version(form: Form) -> FormVersion | None:
    """The version an app gets now, None while the form is not live."""
    return form.versions.filter(state__in=OFFERED).select_related("form").first()


def version_for(form: Form, instance: Instance) -> FormVersion:
    """The version an instance answers. Raises OtherForm."""
    named = [
        (version, shape_of(version))
        for version in _newest_first(form.versions.filter(state__in=TAKEN))
        if _is_named(shape_of(version), instance)
    ]
    if not named:
        raise OtherForm("another form or version")
    for version, shape in named:
        if not strangers(instance, shape):
            return version
    raise OtherForm("questions the version does not have")


def _is_named(shape: Shape, instance: Instance) -> bool:
    return (shape.form_id, shape.version) == (instance.form_id, instance.version)


def _newest_first(versions: Iterable[FormVersion]) -> list[FormVersion]:
    """The live one first: two versions may carry the same mark when its author did not count on."""
    return sorted(versions, key=lambda each: (each.state != VersionState.LIVE, -each.number))
