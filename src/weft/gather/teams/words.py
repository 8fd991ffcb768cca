"""Why teams are even, in words: about teams and numbers, never about what anybody is."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weft.gather.teams.models import Seating
from weft.solve.teams import Why

Row = list[Any]


def of_team(seating: Seating, number: int, team: int, names: Mapping[str, str]) -> list[str]:
    """What is to be said of one team."""
    verdict = seating.verdict
    if not seating.mix_on or not verdict:
        return []
    uneven = [row for row in verdict["uneven"] if row[:2] == [number, team]]
    alone = [row for row in verdict["alone"] if row[:2] == [number, team]]
    said = [_off(row, names) for row in uneven] or [_("As even as whole people can be.")]
    return [*said, *(_lonely(row, names) for row in alone)]


def _off(row: Row, names: Mapping[str, str]) -> str:
    said = ngettext(
        "%(trait)s: %(n)s person more or fewer than an even share.",
        "%(trait)s: %(n)s people more or fewer than an even share.",
        row[3],
    )
    return said % {"trait": names.get(row[2], row[2]), "n": row[3]}


def _lonely(row: Row, names: Mapping[str, str]) -> str:
    trait = names.get(row[2], row[2])
    if row[3] == Why.ONLY_ONE:
        return _(
            "%(trait)s: somebody here is the only one of their kind, because nobody else of it comes."
        ) % {"trait": trait}
    return _("%(trait)s: somebody here is the only one of their kind; no better teams were found.") % {
        "trait": trait
    }


def of_all(seating: Seating, names: Mapping[str, str]) -> list[str]:
    """What is to be said of all teams together."""
    verdict = seating.verdict
    if not verdict:
        return []
    if seating.sides:
        return [_meetings(verdict["meetings"])]
    said = (
        [_known(verdict, seating.mix_on, names)] if seating.mix_on else [_("Nothing was chosen to mix by.")]
    )
    if seating.rounds > 1:
        said.append(_repeats(verdict["repeats"]))
    if verdict.get("met_earlier"):
        said.append(_again(verdict["meet_again"]))
    if verdict["apart_broken"]:
        said.append(_("Not everybody who should be kept apart is. Make the teams right."))
    return said


def _known(verdict: Mapping[str, Any], keys: Iterable[str], names: Mapping[str, str]) -> str:
    listed = ", ".join(
        _("%(trait)s %(n)s") % {"trait": names.get(key, key), "n": verdict["said_of"].get(key, 0)}
        for key in keys
    )
    return _("%(said)s of %(all)s said something to be mixed by (%(listed)s). The others count nowhere.") % {
        "said": verdict["said"],
        "all": verdict["bookings"],
        "listed": listed,
    }


def _repeats(n: int) -> str:
    if not n:
        return _("Nobody sits with the same person twice.")
    return ngettext(
        "%(n)s pair sits together more than once.", "%(n)s pairs sit together more than once.", n
    ) % {"n": n}


def _again(n: int) -> str:
    if not n:
        return _("Nobody sits with whom they sat at an earlier session.")
    return ngettext(
        "%(n)s pair sat together at an earlier session.", "%(n)s pairs sat together at an earlier session.", n
    ) % {"n": n}


def _meetings(n: int) -> str:
    return ngettext("%(n)s meeting, nobody twice.", "%(n)s meetings, no two people twice.", n) % {"n": n}
