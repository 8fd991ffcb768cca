"""What is asked of a room: one question or indicator, up to two breakdowns and the area, for everybody or one group."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

from weft.inside.rules import MOST_BREAKDOWNS, MOST_CELLS, Refused, TooManyCells
from weft.inside.tables.room import Room

AREA = "area"


@dataclass(frozen=True)
class Asked:
    """what: "question:ID" or "indicator:KEY"; by: names of breakdowns, in order; only: "breakdown=level" or ""."""

    what: str
    by: tuple[str, ...] = ()
    only: str = ""

    @classmethod
    def of(cls, what: str, by: tuple[str, ...], only: str = "") -> "Asked":
        """In one order, so that sex by age and age by sex are the same table."""
        return cls(what, tuple(sorted(filter(None, set(by)), key=lambda name: (name == AREA, name))), only)

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> "Asked":
        return cls(data["what"], tuple(data["by"]), data["only"])

    @property
    def data(self) -> dict[str, Any]:
        return {**asdict(self), "by": list(self.by)}

    @property
    def digest(self) -> str:
        return digest_of(self.data)


def digest_of(data: object) -> str:
    """SHA-256 of plain data, 64 hex digits."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def refuse_asked(room: Room, asked: Asked) -> None:
    """Raise Refused for what the room does not have, TooManyCells for what is no table any more."""
    offered = {f"indicator:{i.key}" for i in room.indicators} | {f"question:{q.id}" for q in room.questions}
    if asked.what not in offered:
        raise Refused("Choose what to count from the list.")
    if any(name not in room.groups for name in asked.by):
        raise Refused("Choose the breakdowns from the list.")
    if sum(name != AREA for name in asked.by) > MOST_BREAKDOWNS:
        raise Refused(f"Choose up to {MOST_BREAKDOWNS} breakdowns, and the area.")
    _refuse_only(room, asked.only)
    cells = 1 + sum(1 for _ in room.answers(asked.what))
    for name in asked.by:
        cells *= 1 + len(room.groups[name].levels)
    if cells > MOST_CELLS:
        raise TooManyCells(
            f"This table would have {cells:,} cells. Ask for up to {MOST_CELLS:,}: leave out a breakdown or the area."
        )


def _refuse_only(room: Room, only: str) -> None:
    if not only:
        return
    name, _, level = only.partition("=")
    if name not in room.groups or level not in dict(room.groups[name].levels):
        raise Refused("Choose whom to count from the list.")


def title_of(room: Room, asked: Asked) -> str:
    """A table's name in words."""
    words = room.label_of(asked.what)
    if asked.by:
        words += (" By " if words.endswith("?") else ", by ") + " and ".join(
            room.groups[name].label for name in asked.by
        )
    if asked.only:
        words += f" ({only_words(room, asked.only)} only)"
    return words


def only_words(room: Room, only: str) -> str:
    name, _, level = only.partition("=")
    group = room.groups[name]
    return f"{group.label}: {dict(group.levels).get(level, level)}"
