"""Whether the record is whole, read straight from its rows."""

from weft.record.actions import digest_of
from weft.record.models import ChainHead, Event


def end_of_chain() -> tuple[int, str]:
    """Number and digest of the last event."""
    head = ChainHead.objects.filter(pk=1).first()
    return (head.number, head.digest) if head else (0, "0" * 64)


def chain_fault() -> str:
    """The first thing wrong with the record, as a sentence; "" when all of it holds."""
    number, digest = 0, "0" * 64
    for event in Event.objects.order_by("number").iterator():
        number += 1
        if event.number != number:
            return f"event {number} is missing."
        if event.previous != digest or digest_of(event) != event.digest:
            return f"event {number} was changed."
        digest = event.digest
    if (number, digest) != end_of_chain():
        return f"events after {number} are missing."
    return ""
