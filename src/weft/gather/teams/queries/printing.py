"""Lists for walls and tables: whom to look for at the door, who sits where. Short names and nothing else."""

from dataclasses import dataclass
from datetime import datetime

from weft.gather.teams.models import Seating
from weft.gather.teams.queries.seating import Member, Shown, shown


@dataclass(frozen=True)
class Sheets:
    """door: everybody by name with their team in each round ("" for a pause)."""

    shown: Shown
    door: list[tuple[Member, list[int | None]]]
    numbers: range


def sheets(seating: Seating, now: datetime) -> Sheets:
    found, numbers = shown(seating, now, short=True), range(1, seating.rounds + 1)
    at: dict[str, dict[int, int]] = {}
    members: dict[str, Member] = {}
    for number, teams in found.rounds:
        for team in teams:
            for one in team.members:
                members[one.mark] = one
                at.setdefault(one.mark, {})[number] = team.number
    ordered = sorted(members.values(), key=lambda one: (one.name.casefold(), one.mark))
    return Sheets(found, [(one, [at[one.mark].get(n) for n in numbers]) for one in ordered], numbers)
