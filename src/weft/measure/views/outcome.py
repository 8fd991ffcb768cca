"""What was planned, what the audit found and what attackers recovered, as rows of words for several pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.measure.rules import RISKS
from weft.stats.disclosure.rules import NARROWEST
from weft.web.words import count

ATTACKS: dict[str, str | Promise] = {
    "subtracting totals": gettext_lazy("Subtracting totals from one another"),
    "the grain of percentages": gettext_lazy("Which whole numbers give the percentages shown"),
    "all tables together": gettext_lazy("All tables, and earlier releases, together"),
    "asking again and again": gettext_lazy("Asking again and again for the same figure"),
    "an insider who knows five people": gettext_lazy("Somebody who knows the answers of five people"),
    "linear programmes": gettext_lazy("A linear programme for every small number"),
}


@dataclass(frozen=True)
class Attack:
    """One attacker: in words, and how many small numbers it learned to within five people."""

    words: str | Promise
    cells: int
    narrow: int


@dataclass(frozen=True)
class Outcome:
    """The audit in figures, and the attacks."""

    cells: int
    figures: int
    withdrawn: int
    share: float
    narrowest: int
    inside: int | None  # None of releases built before it was worked out
    attacks: tuple[Attack, ...]

    @property
    def is_safe(self) -> bool:
        return not any(attack.narrow for attack in self.attacks)


def outcome_of(said: Mapping[str, Any]) -> Outcome | None:
    """What a release's `outcome` says; None before it is built."""
    if "certificate" not in said:
        return None
    found = said["certificate"]
    share = found["withdrawn"] / found["figures"] if found["figures"] else 0.0
    attacks = tuple(
        Attack(ATTACKS.get(a["attack"], a["attack"]), a["cells"], a["narrow"])
        for a in said.get("attacks", [])
    )
    counted = found["cells"], found["figures"], found["withdrawn"], share
    return Outcome(*counted, found["narrowest"], found.get("inside"), attacks)


def outcome_rows(outcome: Outcome) -> list[tuple[str, str]]:
    """The audit as names and values."""
    return [
        (_("Figures before the audit"), count(outcome.figures)),
        (_("Withdrawn by it"), f"{count(outcome.withdrawn)} ({outcome.share:.1%})"),
        (_("Small numbers protected"), count(outcome.cells)),
        (
            _("The closest anybody comes to one"),
            _("%(wide)s people apart, at least %(least)s asked for")
            % {"wide": count(outcome.narrowest), "least": NARROWEST}
            if outcome.cells
            else _("There is none"),
        ),
        *_insider_row(outcome),
    ]


def _insider_row(outcome: Outcome) -> list[tuple[str, str]]:
    """The worst that knowing any five people could do, where there is a small number and it was worked out."""
    if not outcome.cells or outcome.inside is None:
        return []
    said = _("%(wide)s people apart, for the five people worst for it")
    return [(_("The closest for somebody who knows five people"), said % {"wide": count(outcome.inside)})]


def plan_rows(plan: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The plan as names and values."""
    if not plan:
        return []
    return [
        (_("Indicators"), count(len(plan["indicators"]))),
        (_("Ways to split people"), count(len(plan["breakdowns"]))),
        (_("Tables"), count(plan["tables"])),
        (_("Figures planned"), count(plan["figures"])),
    ]


def checklist_rows(checklist: Mapping[str, str]) -> list[tuple[str | Promise, str]]:
    """The seven risks with what the checker noted."""
    return [(RISKS[risk], note) for risk, note in checklist.items() if risk in RISKS]
