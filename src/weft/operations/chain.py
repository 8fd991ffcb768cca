"""Whether the record in this database is whole, its anchors left aside: during a restore they belong to the old one."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from weft.record import triggers
from weft.record.chain import CHAINS, Chain, row_digest
from weft.record.models import BEGINNING, ChainHead


def end_of_chain() -> tuple[int, str]:
    """Number and digest of the last event."""
    head = ChainHead.objects.filter(pk=1).first()
    return (head.number, head.digest) if head else (0, BEGINNING)


def chain_fault() -> str:
    """The first thing wrong with a chain or its guards, as a sentence; "" when all of it holds."""
    if missing := triggers.missing(connection):
        return f"the guard {missing[0]} is missing."
    return next(filter(None, map(_fault_of, CHAINS)), "")


def _fault_of(chain: Chain) -> str:
    number, digest = 0, BEGINNING
    rows: Iterator[Any] = chain.model._default_manager.order_by("number").iterator()
    for row in rows:
        number += 1
        if row.number != number:
            return f"{chain.noun} {number} is missing."
        if row.previous != digest or row_digest(chain, row) != row.digest:
            return f"{chain.noun} {number} was changed."
        digest = row.digest
    head = ChainHead.objects.get(pk=1)
    if (number, digest) != (getattr(head, chain.head_number), getattr(head, chain.head_digest)):
        return f"{chain.noun}s after {number} are missing."
    return ""
