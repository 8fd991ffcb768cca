"""Look for duplicates, and keep what was found until the next look. No event: nothing is decided, nobody is shown."""

from django.db import transaction
from django.utils import timezone

from weft.people.models import DuplicateLook, LikelyPair
from weft.people.models.duplicates import Kind
from weft.people.queries.duplicates import alike_organisations, alike_people, undecided
from weft.people.rules.duplicates import LOOK_EVERY, MOST_KEPT

FINDERS = {Kind.PERSON: alike_people, Kind.ORGANISATION: alike_organisations}


def look_when_due() -> str:
    """Run by the tick: look again where a look is an hour old, was asked for, or was never taken."""
    due = [kind for kind in Kind if _is_due(kind)]
    for kind in due:
        look_for_duplicates(kind=kind)
    return f"{len(due)} looks taken." if due else "Looked within the hour."


def look_for_duplicates(*, kind: Kind) -> int:
    """Compare everybody, which may take seconds, before anything is written, which takes none. Returns pairs found."""
    began = timezone.now()
    found = undecided(kind, FINDERS[kind]())
    rows = [
        LikelyPair(kind=kind, rank=rank, one=one, other=other, reasons=list(reasons))
        for rank, (one, other, reasons) in enumerate(found[:MOST_KEPT])
    ]
    with transaction.atomic():
        DuplicateLook.objects.get_or_create(kind=kind)
        looks = DuplicateLook.objects.filter(kind=kind)
        looks.update(looked_at=timezone.now(), beyond=len(found) - len(rows))  # one look writes after another
        looks.filter(asked_at__lte=began).update(asked_at=None)  # who asked meanwhile is still answered
        LikelyPair.objects.unscoped("the list of the last look").filter(kind=kind).delete()
        LikelyPair.objects.bulk_create(rows)
    return len(found)


@transaction.atomic
def ask_for_look() -> None:
    """Ask for a look before its hour; asked twice it is still one."""
    for kind in Kind:
        DuplicateLook.objects.update_or_create(kind=kind, defaults={"asked_at": timezone.now()})


def _is_due(kind: Kind) -> bool:
    look = DuplicateLook.objects.filter(kind=kind).first()
    if look is None or look.looked_at is None or look.asked_at:
        return True
    return look.looked_at <= timezone.now() - LOOK_EVERY
