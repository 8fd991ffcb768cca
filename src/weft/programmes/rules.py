"""Rules of programmes that a person could argue with."""

from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from weft.stats.mixing import Doubt

EXPIRING_DAYS = 30  # how long before its last day a piece of evidence counts as running out
SMALL = 10  # people: figures resting on fewer are for officers only (SAFETY, disclosure control, rule 2)
MIXING_SESSIONS = 5  # further ones before a public figure of mixing is written anew: three leave no doubt
MIXING_KNOWN = 50  # further people in them whose group is known, ten a session (SAFETY, disclosure, rule 4)
MIXING_RESTS = timedelta(days=28)  # how long a figure stands at least: a month's report reads one
MIXING_SETTLED = timedelta(days=7)  # after its day, so that lines keyed late are in before a session counts
MIXING_SPLITS = 3  # ways one session may have been, at least, to somebody who knows all others (rule 6)
MIXING_GUESS = 0.8  # the largest group's share must be below it in one of them: else one guess is right
MIXING_EVEN = 2 / 3  # largest group's share up to which a session may be told: nobody's group is a good guess
FINER_FROM = 200  # people known: from here to the nearest FINE_POINTS, below COARSE_POINTS
FINE_POINTS, COARSE_POINTS = 5, 10  # per cents; rule 3 rounds one share so, a difference of two needs more
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


def has_rested(published_at: datetime, now: datetime) -> bool:
    """Whether a public figure of mixing has stood long enough for another one."""
    return published_at + MIXING_RESTS <= now


def settled_until(today: date) -> date:
    """The last day whose sessions count in public, where their registers are closed."""
    return today - MIXING_SETTLED


def mixing_steps(known: int) -> tuple[int, ...]:
    """Per cents a public figure of mixing may be rounded to, the finest first. One more person moves a figure of many
    people less: with k people known and steps of s, about s * k / 200 splits of a lopsided session look the same."""
    return (FINE_POINTS, COARSE_POINTS) if known >= FINER_FROM else (COARSE_POINTS,)


def answer_step(base: int) -> int:
    """Per cents a public share of people by an answer they gave is rounded to, where it is counted as it is now: one
    more person moves it seldom."""
    return mixing_steps(base)[0]


def leaves_doubt(doubt: Doubt) -> bool:
    """Whether somebody who knows every session but one cannot tell who was there: several splits fit, and not only
    such in which one guess is right for nearly all; or even ones."""
    several = doubt.fit >= min(MIXING_SPLITS, doubt.tried) and doubt.evenest < MIXING_GUESS
    return several or doubt.largest <= MIXING_EVEN
