"""Join two entries of one person or organisation, part them again, or say that they are two."""

from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.people.actions.memberships import hold_roles
from weft.people.actions.moving import Move, fill_blanks, move_everything, move_rows
from weft.people.actions.refusals import LastAdmin, MergeRefused
from weft.people.models import Membership, Merge, NotTheSame, Organisation, Person
from weft.people.models.duplicates import Kind
from weft.people.queries.members import admins_of
from weft.people.queries.references import Reference, references
from weft.people.rules.households import is_child
from weft.people.rules.members import admin_role
from weft.people.rules.merging import SEALED_STORES, must_say_which_account, travels
from weft.record.actions import record_event
from weft.record.keys import SealError, sealed_values, unseal
from weft.record.models import DataKey

KEPT, MERGED = "kept", "merged"
PERSON_FIELDS = ("email", "phone", "language", "area_id")
ORGANISATION_FIELDS = ("about", "email", "website", "area_id")
ROLES = Reference(Membership, "person_id", True)
HELD_IN = Reference(Membership, "organisation_id", True)


@transaction.atomic
def merge_people(
    *, kept: Person, merged: Person, by: User | None, account: str = "", reason: str = ""
) -> Merge:
    """Everything about `merged` becomes about `kept`.

    account: whose account remains, KEPT or MERGED, when both have one.
    """
    _hold(Person, kept, merged)
    _refuse_unjoinable(kept, merged)
    if is_child(kept) != is_child(merged):
        raise MergeRefused(_("One of them is a child of a household and the other is not."))
    remains = _account_that_remains(kept, merged, account)
    _refuse_own_entry(kept, merged, by)
    _refuse_to_open_sealed(merged if remains == KEPT else kept)
    watched = _administered(kept, merged)
    moves = _move_roles(kept, merged, remains)
    moves += move_everything(references(Person), merged.pk, kept.pk)
    accounts = _give_account(kept, merged, remains)
    filled = fill_blanks(kept, merged, PERSON_FIELDS)
    if remains == MERGED and merged.email and kept.email != merged.email:  # what the account signs in with
        filled["email"] = [kept.email, merged.email]
        kept.email = merged.email
    kept.save(update_fields=[*filled, "account"])
    _join(merged, kept)
    _refuse_locked_out(watched)
    told = {"moves": [move.as_json() for move in moves], "filled": filled, "accounts": accounts}
    return _tell(Kind.PERSON, kept, merged, told, by, reason)


@transaction.atomic
def merge_organisations(
    *, kept: Organisation, merged: Organisation, by: User | None, reason: str = ""
) -> Merge:
    """Everything of `merged` becomes `kept`'s. Staff roles do not move: a merge lets nobody in."""
    _hold(Organisation, kept, merged)
    _refuse_unjoinable(kept, merged)
    if Organisation.Kind.CITY in (kept.kind, merged.kind):
        raise MergeRefused(_("The city team cannot be joined with another organisation."))
    held = Membership.objects.unscoped("held in the merged one").filter(organisation=merged).order_by("pk")
    moves = move_rows(HELD_IN, [row.pk for row in held if travels(row)], merged.pk, kept.pk)
    moves += move_everything(references(Organisation), merged.pk, kept.pk)
    filled = fill_blanks(kept, merged, ORGANISATION_FIELDS)
    both = {**merged.identifiers, **kept.identifiers}
    if both != kept.identifiers:
        filled["identifiers"] = [kept.identifiers, both]
        kept.identifiers = both
    kept.save(update_fields=[*filled] or ["name"])
    _join(merged, kept)
    told = {"moves": [move.as_json() for move in moves], "filled": filled, "accounts": {}}
    return _tell(Kind.ORGANISATION, kept, merged, told, by, reason)


@transaction.atomic
def undo_merge(*, merge: Merge, by: User | None, reason: str = "") -> Merge:
    """Put everything back where it was. Refused while the kept entry is itself merged into another."""
    model: type[Person] | type[Organisation] = Person if merge.kind == Kind.PERSON else Organisation
    rows = model.objects.unscoped("the two entries of a merge")
    kept, merged = rows.get(public_id=merge.kept), rows.get(public_id=merge.merged)
    _hold(model, kept, merged)
    open_rows = Merge.objects.unscoped("this one, while it stands").filter(pk=merge.pk, undone_at=None)
    if not open_rows.update(undone_at=timezone.now()):
        raise MergeRefused(_("This was undone already. Nothing was changed."))
    if kept.merged_into_id is not None:
        raise MergeRefused(_("The entry that was kept has been merged since. Undo that merge first."))
    told = _opened(merge)
    if isinstance(kept, Person) and isinstance(merged, Person):
        _return_account(kept, merged, told["accounts"])
    for move in reversed(told["moves"]):
        Move.of(move).undo()
    emptied = [name for name, (_old, new) in told["filled"].items() if getattr(kept, name) == new]
    for name in emptied:
        setattr(kept, name, told["filled"][name][0])
    kept.save(update_fields=[*emptied] or ["name"])
    rows.filter(pk=merged.pk).update(merged_into=None)
    merge.refresh_from_db()
    after = {"kept": merge.kept, "merged": merge.merged}
    record_event(by=by, action=f"people.{merge.kind}.part", thing=kept, after=after, reason=reason)
    return merge


@transaction.atomic
def say_not_the_same(
    *, one: Person | Organisation, other: Person | Organisation, by: User | None
) -> NotTheSame:
    """They are two: the pair is never suggested again."""
    kind = Kind.PERSON if isinstance(one, Person) else Kind.ORGANISATION
    first, second = sorted((one.public_id, other.public_id))
    said, is_new = NotTheSame.objects.unscoped("said before").get_or_create(
        kind=kind, one=first, other=second, defaults={"said_by": by}
    )
    if is_new:
        record_event(by=by, action=f"people.{kind}.differ", thing=one, after={"other": other.public_id})
    return said


def _hold(model: type[Person] | type[Organisation], *entries: models.Model) -> None:
    """Take both rows until the transaction ends, the older first, and read them anew."""
    for entry in sorted(entries, key=lambda each: each.pk):
        model.objects.unscoped("the two entries").filter(pk=entry.pk).update(name=F("name"))
        entry.refresh_from_db()


def _refuse_unjoinable(kept: Person | Organisation, merged: Person | Organisation) -> None:
    if kept.pk == merged.pk:
        raise MergeRefused(_("Choose two different entries."))
    if kept.merged_into_id or merged.merged_into_id:
        raise MergeRefused(_("One of the two was merged already. Nothing was changed."))
    if getattr(kept, "erased_at", None) or getattr(merged, "erased_at", None):
        raise MergeRefused(_("One of the two was erased. Nothing was changed."))


def _account_that_remains(kept: Person, merged: Person, said: str) -> str:
    """Whose account stays open: the only one there is, or the one staff named."""
    if merged.account_id is None:
        return KEPT
    if kept.account_id is None:
        return MERGED
    if said in (KEPT, MERGED):
        return said
    if must_say_which_account(_roles_of(kept), _roles_of(merged)):
        raise MergeRefused(_("Both sign in, with different roles. Say which account remains."))
    return KEPT


def _refuse_own_entry(kept: Person, merged: Person, by: User | None) -> None:
    """Nobody makes somebody else's entry their own."""
    if by is not None and by.pk in (kept.account_id, merged.account_id):
        raise MergeRefused(_("One of them is you: ask a colleague to join them."))


def _refuse_to_open_sealed(loses_account: Person) -> None:
    """Sealed answers are read by the account they were given to: a merge never hands them to another one."""
    entries, layer = [loses_account.public_id], [loses_account.pk]
    people = Person.objects.unscoped("entries that were joined before")
    while layer:
        below = list(people.filter(merged_into__in=layer))
        entries += [each.public_id for each in below]
        layer = [each.pk for each in below]
    if DataKey.objects.filter(holder__in=entries, store__in=SEALED_STORES).exists():
        raise MergeRefused(
            _(
                "The account that would close holds answers only its owner may open. Keep that account, or ask them to "
                "take the answers back first."
            )
        )


def _roles_of(person: Person) -> set[tuple[str, int]]:
    held = Membership.objects.unscoped("roles of one person").filter(
        Membership.in_force(timezone.localdate()), person=person
    )
    return set(held.values_list("role", "organisation_id"))


def _move_roles(kept: Person, merged: Person, remains: str) -> list[Move]:
    """Staff roles end up on the side of the account they were given to; the others with the entry that is kept."""
    rows = Membership.objects.unscoped("roles of the two").order_by("pk")
    theirs, mine = (list(rows.filter(person=person)) for person in (merged, kept))
    if remains == KEPT:
        return move_rows(ROLES, [row.pk for row in theirs if travels(row)], merged.pk, kept.pk)
    parked = move_rows(ROLES, [row.pk for row in mine if not travels(row)], kept.pk, merged.pk)
    away = {row for move in parked for row in move.rows}
    return parked + move_rows(ROLES, [row.pk for row in theirs if row.pk not in away], merged.pk, kept.pk)


def _give_account(kept: Person, merged: Person, remains: str) -> dict[str, Any]:
    """The remaining account goes to the kept entry; another one is closed, so that nobody signs in beside it."""
    before = {"kept": kept.account_id, "merged": merged.account_id, "closed": None}
    if remains == MERGED:
        mine, theirs = kept.account, merged.account
        people = Person.objects.unscoped("the two entries")
        people.filter(pk__in=[kept.pk, merged.pk]).update(account=None)
        merged.account, kept.account = mine, theirs
        merged.save(update_fields=["account"])
        kept.save(update_fields=["account"])
    if merged.account is not None and merged.account.is_active:
        merged.account.is_active = False
        merged.account.save(update_fields=["is_active"])
        before["closed"] = merged.account.pk
    return before


def _return_account(kept: Person, merged: Person, before: dict[str, Any]) -> None:
    people = Person.objects.unscoped("the two entries")
    if before["merged"] != merged.account_id:
        people.filter(pk__in=[kept.pk, merged.pk]).update(account=None)
        people.filter(pk=kept.pk).update(account=before["kept"])
        people.filter(pk=merged.pk).update(account=before["merged"])
        kept.refresh_from_db()
    if before["closed"] is not None:
        User.objects.filter(pk=before["closed"]).update(is_active=True)


def _administered(kept: Person, merged: Person) -> list[Organisation]:
    """Organisations either of the two lets others into; held, so that nobody else leaves meanwhile."""
    rows = Membership.objects.unscoped("where they are administrators").filter(
        person__in=[kept, merged], ends_on=None
    )
    found = {row.organisation for row in rows.select_related("organisation")}
    with_admins = [each for each in sorted(found, key=lambda each: each.pk) if admins_of(each)]
    for organisation in with_admins:
        hold_roles(organisation)
    return with_admins


def _refuse_locked_out(organisations: list[Organisation]) -> None:
    for organisation in organisations:
        if not admins_of(organisation):
            raise LastAdmin(
                _(
                    "%(organisation)s would have nobody left as %(role)s. Keep that account, or invite another."
                )
                % {"organisation": organisation.name, "role": admin_role(organisation).replace("_", " ")}
            )


def _join(merged: Person | Organisation, kept: Person | Organisation) -> None:
    merged.merged_into_id = kept.pk
    merged.save(update_fields=["merged_into"])


def _tell(
    kind: Kind, kept: Person | Organisation, merged: Person | Organisation, told: dict[str, Any],
    by: User | None, reason: str,
) -> Merge:  # fmt: skip
    """The merge's row and its event, which holds what moved, sealed under the kept entry's key."""
    merge = Merge(kind=kind, kept=kept.public_id, merged=merged.public_id, done_by=by)
    after = {"merged": merged.public_id, **sealed_values(kept.public_id, told)}
    event = record_event(by=by, action=f"people.{kind}.merge", thing=kept, after=after, reason=reason)
    merge.event = event.number
    merge.save(force_insert=True)
    return merge


def _opened(merge: Merge) -> dict[str, Any]:
    """What moved, from the event. Raises MergeRefused once the person it was sealed for has been erased."""
    from weft.record.models import Event

    after = Event.objects.get(number=merge.event).after
    try:
        return {
            field: unseal(
                after[field]["sealed"], holder=merge.kept, store="record", field=field, purpose="audit"
            )
            for field in ("moves", "filled", "accounts")
        }
    except SealError:
        raise MergeRefused(_("What moved can no longer be read: the entry was erased.")) from None
