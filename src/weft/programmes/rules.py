"""Rules of programmes that a person could argue with."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

EXPIRING_DAYS = 30  # how long before its last day a piece of evidence counts as running out
SMALL = 10  # people: figures resting on fewer are for officers only (SAFETY, disclosure control, rule 2)
MOST_OUTCOMES = 500  # written down at once by hand: more come from a file or are a slip of the keyboard
EDITION_YEARS = 6  # the longest run of a programme without a new edition

NOT_KEYS = frozenset({"blueprints", "evidence", "run"})  # addresses beside the public pages of programmes

# Who may check what a requirement asks: the role it names, and those who answer for that role.
CHECKERS = {
    "officer": ("officer",),
    "partner_admin": ("officer", "partner_admin"),
    "partner_staff": ("officer", "partner_admin", "partner_staff"),
}


def holds_until(seen_on: date, valid_months: int | None) -> date | None:
    """The last day a piece of evidence holds: the day before the anniversary. None: for good."""
    if valid_months is None:
        return None
    anniversary: date = seen_on + relativedelta(months=valid_months)
    return anniversary - timedelta(days=1)


def is_expiring(valid_until: date | None, on: date) -> bool:
    return valid_until is not None and on <= valid_until <= on + timedelta(days=EXPIRING_DAYS)


def is_expired(valid_until: date | None, on: date) -> bool:
    """From the day after its last day on."""
    return valid_until is not None and valid_until < on
