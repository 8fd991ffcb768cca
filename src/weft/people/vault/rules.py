"""What the vault is for, and which numbers may leave it."""

from weft.record.deciding import refuse_while_deciding

STORE = "vault"
MONITORING, SUBJECT_ACCESS, ERASURE = "monitoring", "subject_access", "erasure"
PURPOSES = (MONITORING, SUBJECT_ACCESS, ERASURE)
SEALED_WIDTH = 64  # bytes: every answer is sealed to the same length, which then says nothing about it

# Disclosure control: counts under 10, zeros too, are hidden; the rest are rounded to 5, totals from the true total.
# The same threshold as weft.measure.tables.protect.SMALLEST_COUNT (a test compares them; the vault imports no verb).
SMALLEST_COUNT = 10
COUNT_STEP = 5


class PurposeRefused(Exception):
    """The vault does not open for this purpose."""


def refuse_purpose(purpose: str, allowed: tuple[str, ...] = PURPOSES) -> None:
    """Raise unless the purpose is one the vault opens for, and nothing is being decided.

    Source: Data Protection Act 2018, schedule 1, paragraph 8; UK GDPR articles 15 and 17.
    """
    refuse_while_deciding()
    if purpose not in allowed:
        raise PurposeRefused(
            f"Monitoring answers are not read for {purpose!r}. Purposes: {', '.join(allowed)}."
        )


def protect(true: dict[str, int]) -> tuple[dict[str, int | None], int | None]:
    """Counts and total fit to leave the vault: hidden ones are None.

    A single hidden count would be the total less the others, so the smallest shown one is hidden with it.
    """
    total = sum(true.values())
    hidden = {code for code, n in true.items() if n < SMALLEST_COUNT}
    if len(hidden) == 1 and len(true) > 1:
        hidden.add(min((code for code in true if code not in hidden), key=lambda code: true[code]))
    shown = {code: None if code in hidden else _rounded(n) for code, n in true.items()}
    return shown, _rounded(total) if total >= SMALLEST_COUNT else None


def _rounded(n: int) -> int:
    return COUNT_STEP * ((n + COUNT_STEP // 2) // COUNT_STEP)
