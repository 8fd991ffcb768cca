"""Why an answer is missing, read from its label: "Prefer not to say" is a refusal."""

import re
from collections.abc import Collection

from weft.reading import Column
from weft.registry.definitions import MissingReason

_REASONS = (
    (MissingReason.DONT_KNOW, re.compile(r"don.?t know|do not know|not sure|\bdk\b|can.?t say", re.I)),
    (MissingReason.REFUSED, re.compile(r"prefer not|refus|rather not", re.I)),
    (
        MissingReason.NOT_ASKED,
        re.compile(r"not applicable|inapplicable|not asked|routed|\bn/?a\b|\biap\b|skip", re.I),
    ),
    (MissingReason.NOT_ANSWERED, re.compile(r"no answer|not answered|missing|blank", re.I)),
)


def reason_for(label: str) -> MissingReason | None:
    """The reason for missing that an answer label says, if it does."""
    return next((reason for reason, pattern in _REASONS if pattern.search(label)), None)


def declared_missing(column: Column, planned: Collection[str]) -> dict[str, str]:
    """Codes the file itself declares missing and the recipe says nothing about, with their reason."""
    return {
        code: (reason_for(label or column.value_labels.get(code, "")) or MissingReason.NOT_ANSWERED).value
        for code, label in column.user_missing.items()
        if code not in planned
    }
