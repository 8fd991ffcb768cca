"""Check the whole record: numbers, chain, end, anchors, triggers. What is wrong is said in plain words, by number.

The same is checked, without any code of the project, by tools/verify_record.py.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from weft.record import triggers
from weft.record.anchors import anchor_file, lines, parsed
from weft.record.chain import CHAINS, EVENTS, FACTS, Chain, digest_of
from weft.record.keys import secret_for
from weft.record.models import BEGINNING, ChainHead

ROWS_AT_ONCE = 2000
MOST_FAULTS = 100  # more are not listed


@dataclass(frozen=True)
class Verdict:
    """What a check found."""

    events: int
    facts: int
    anchors: int
    since: str  # the day of the first event, "" without one
    faults: tuple[str, ...] = ()
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    @property
    def is_whole(self) -> bool:
        return not self.faults

    @property
    def when(self) -> datetime:
        return datetime.fromisoformat(self.at)

    @property
    def first_day(self) -> date | None:
        return date.fromisoformat(self.since) if self.since else None


@dataclass
class Walk:
    """What a walk along one chain has met."""

    count: int = 0
    number: int = 0
    digest: str = BEGINNING
    first_at: str = ""


def verify(*, keep: bool = True) -> Verdict:
    """Check everything; `keep` writes the outcome beside the anchors, for the auditor's page.

    The service may go on writing meanwhile: the end of the record is read before the walk and again after it.
    """
    faults = _unguarded()
    head, anchored = _head(faults), _anchored(faults)
    walks = {chain: _walk(chain, anchored[chain.noun], faults) for chain in CHAINS}
    later = _head([])
    for chain, walk in walks.items():
        _check_end(chain, walk, (head, later), faults)
    events, facts = walks[EVENTS], walks[FACTS]
    said = tuple(faults[:MOST_FAULTS])
    verdict = Verdict(events.count, facts.count, len(lines()), events.first_at[:10], said)
    if keep:
        _keep(verdict)
    return verdict


def last_verdict() -> Verdict | None:
    """The outcome of the last check; None before the first, or where its file cannot be read."""
    try:
        kept = json.loads(verdict_file().read_text(encoding="utf-8"))
        return Verdict(**{**kept, "faults": tuple(kept["faults"])})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def verdict_file() -> Path:
    return Path(settings.DATA) / "verified.json"


def _keep(verdict: Verdict) -> None:
    path = verdict_file()
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(json.dumps(verdict.__dict__), encoding="utf-8")
    fresh.replace(path)


def _walk(chain: Chain, anchored: dict[int, str], faults: list[str]) -> Walk:
    """Follow one chain from its first row to its last."""
    walk, left = Walk(), dict(anchored)
    try:
        for row in _rows(chain):
            _check_row(chain, row, walk, faults)
            if walk.number in left and left.pop(walk.number) != row["digest"]:
                faults.append(f"{chain.noun.capitalize()} {walk.number} is not the one that was anchored.")
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        after = f"{chain.noun.capitalize()} {walk.number + 1} cannot be read"
        faults.append(f"{after} ({type(error).__name__}); what follows was not checked.")
    faults += [f"{chain.noun.capitalize()} {number} was anchored and is gone." for number in sorted(left)]
    return walk


def _rows(chain: Chain) -> Iterator[dict[str, Any]]:
    rows = chain.model._default_manager.order_by("number").values(*chain.fields, "digest")
    return rows.iterator(chunk_size=ROWS_AT_ONCE)


def _check_row(chain: Chain, row: dict[str, Any], walk: Walk, faults: list[str]) -> None:
    name, number = chain.noun.capitalize(), int(row["number"])
    if number != walk.number + 1:
        faults.append(_gap(chain.noun, walk.number + 1, number))
    if row["previous"] != walk.digest:
        faults.append(f"{name} {number} does not follow the {chain.noun} before it.")
    if digest_of({key: row[key] for key in chain.fields}) != row["digest"]:
        faults.append(f"{name} {number} was changed: its digest does not match what it says.")
    walk.first_at = walk.first_at or row["at"].isoformat()
    walk.count, walk.number, walk.digest = walk.count + 1, number, row["digest"]


def _gap(noun: str, wanted: int, number: int) -> str:
    if number < wanted:
        return f"{noun.capitalize()} {number} is out of its place."
    if number == wanted + 1:
        return f"{noun.capitalize()} {wanted} is missing."
    return f"{noun.capitalize()}s {wanted} to {number - 1} are missing."


def _head(faults: list[str]) -> dict[str, Any]:
    heads = list(ChainHead.objects.values())
    if len(heads) != 1 or heads[0]["id"] != 1:
        faults.append(f"The end of the record should be one row with the id 1; there are {len(heads)} rows.")
        return {}
    return dict(heads[0])


def _check_end(
    chain: Chain, walk: Walk, heads: tuple[dict[str, Any], dict[str, Any]], faults: list[str]
) -> None:
    """The last row is the one the end of the record names."""
    before, after = heads
    if not before or not after:
        return
    number, digest = before[chain.head_number], before[chain.head_digest]
    if not number <= walk.number <= after[chain.head_number]:
        faults.append(f"The last {chain.noun} should be {number}; it is {walk.number}.")
    elif walk.number == number and walk.digest != digest:
        faults.append(f"The end of the record does not match {chain.noun} {number}.")


def _anchored(faults: list[str]) -> dict[str, dict[int, str]]:
    """The digests the anchors name, by number; faulty lines are told of and left out."""
    found: dict[str, dict[int, str]] = {EVENTS.noun: {}, FACTS.noun: {}}
    kept, before = lines(), ""
    secret = secret_for("anchors") if kept else b""
    for position, line in enumerate(kept, 1):
        each = parsed(line)
        if each is None or not each.follows(before, secret):
            faults.append(
                f"Line {position} of {anchor_file().name} was changed, or made with another key file."
            )
            before = each.mac if each else ""
            continue
        before = each.mac
        for chain, number, digest in (
            (EVENTS, each.number, each.digest),
            (FACTS, each.fact_number, each.fact_digest),
        ):
            if number:
                found[chain.noun][number] = digest
    return found


def _unguarded() -> list[str]:
    return [
        f"The database no longer guards the record: the trigger {name} is missing or altered."
        for name in triggers.missing(connection)
    ]
