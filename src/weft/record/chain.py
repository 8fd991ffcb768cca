"""Two chains with one end: events and facts. Each row holds the digest of the row before it and its own.

The end of both is one row (ChainHead). Taking a number locks it until the transaction ends, so nobody else appends
meanwhile; the database moves the digest on by itself when the row comes in (record.triggers), and refuses a row that
does not follow the one before.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import models, transaction

from weft.record.models import ChainHead, Event, Fact
from weft.record.prepared import prepared_cursor


class ChainBroken(Exception):
    """The end of the record is not where it should be: nothing may be added before somebody has looked."""


@dataclass(frozen=True)
class Chain:
    """One kind of row that is chained: its model, the columns its digest covers, and its columns of the head."""

    noun: str
    model: type[models.Model]
    fields: tuple[str, ...]
    head_number: str
    head_digest: str


EVENTS = Chain(
    "event",
    Event,
    ("number", "at", "actor", "action", "thing", "purpose", "before", "after", "reason", "previous"),
    "number",
    "digest",
)
FACTS = Chain(
    "fact",
    Fact,
    ("number", "kind", "on", "area", "programme", "edition", "key", "traits", "quantities", "at", "previous"),
    "fact_number",
    "fact_digest",
)
CHAINS = (EVENTS, FACTS)


def take_number(chain: Chain) -> tuple[int, str]:
    """The next number and the digest before it. From here on the end of the chain is ours until we commit."""
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            f"An {chain.noun} is written in the transaction of what it tells of."
        )
    number, digest = chain.head_number, chain.head_digest
    table = ChainHead._meta.db_table
    with prepared_cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {number} = {number} + 1 WHERE id = 1 RETURNING {number}, {digest}"  # noqa: S608
        )
        row = cursor.fetchone()
    if row is None:
        raise ChainBroken("The end of the record is missing. Run ./weft verify before anything else.")
    return int(row[0]), str(row[1])


def append(chain: Chain, row: models.Model) -> None:
    """Write a row with its digest at the end of its chain: one statement, without all that `save` looks up."""
    connection = transaction.get_connection()
    row.digest = row_digest(chain, row)  # type: ignore[attr-defined]
    fields = chain.model._meta.concrete_fields
    values = [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table, places = chain.model._meta.db_table, ", ".join(["%s"] * len(fields))
    with prepared_cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)  # noqa: S608
    row._state.adding, row._state.db = False, connection.alias


def digest_of(values: Mapping[str, Any]) -> str:
    """SHA-256 over a row's covered columns as JSON with sorted keys, UTF-8: 64 hex digits."""
    said = {name: _plain(value) for name, value in values.items()}
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def row_digest(chain: Chain, row: models.Model) -> str:
    return digest_of({name: getattr(row, name) for name in chain.fields})


def as_kept(values: Mapping[str, Any] | None) -> dict[str, Any]:
    """JSON as both databases give it back: text keys, lists, and whole numbers without a decimal point.

    PostgreSQL turns 1e16 into 10000000000000000; kept as it came, the digest would no longer match.
    """
    text = json.dumps(values or {}, allow_nan=False)
    found: dict[str, Any] = json.loads(text, parse_float=_number)
    return found


def _number(text: str) -> int | float:
    value = float(text)
    return int(value) if value.is_integer() else value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value
