"""How soon somebody who asks is answered, and where that promise comes from."""

import calendar
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

from weft.requests.states import Kind

HOLIDAYS = Path(__file__).with_name("holidays.yaml")
# Ours: a page in another format is no use after the deadline it tells of. Counted from the day after it came.
FORMAT_WORKING_DAYS = 5
# Local Government and Social Care Ombudsman, Complaint Handling Code (2024), stage 1: a full answer in 10 working days.
COMPLAINT_WORKING_DAYS = 10
# UK GDPR article 12(3): without undue delay, within one month of receipt.
DATA_MONTHS = 1
# UK GDPR article 12(3): by two further months where necessary, and the person is told why within the first.
MOST_MONTHS_MORE = 2
# Ours: more time than that needs a new promise, and a conversation.
MOST_WORKING_DAYS_MORE = 10
# Ours: a request is kept for two years after it was closed, then what it says of a person goes.
KEPT_DAYS = 730


@cache
def bank_holidays() -> dict[int, frozenset[date]]:
    data = yaml.safe_load(HOLIDAYS.read_text(encoding="utf-8"))
    return {year: frozenset(days) for year, days in data.items()}


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no bank holiday of England and Wales. A year that is not listed has only weekends off."""
    return day.weekday() < calendar.SATURDAY and day not in bank_holidays().get(day.year, frozenset())


def after_working_days(start: date, number: int) -> date:
    """The last of so many working days; the day itself does not count."""
    day = start
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def after_months(start: date, months: int) -> date:
    """The same day some months on, or the last of a shorter month; moved to the next working day.

    Source: Information Commissioner's Office, A guide to individual rights, "How should we calculate the time limit?".
    """
    month = start.month - 1 + months
    year, month = start.year + month // 12, month % 12 + 1
    day = date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
    return day if is_working_day(day) else after_working_days(day, 1)


def due_on(kind: Kind, received_on: date) -> date:
    """The day by which a request is answered. It never moves."""
    if kind.is_about_data:
        return after_months(received_on, DATA_MONTHS)
    return after_working_days(
        received_on, COMPLAINT_WORKING_DAYS if kind == Kind.COMPLAINT else FORMAT_WORKING_DAYS
    )


def latest_extension(kind: Kind, received_on: date, due: date) -> date:
    """The last day an answer may be put off to."""
    if kind.is_about_data:
        return after_months(received_on, DATA_MONTHS + MOST_MONTHS_MORE)
    return after_working_days(due, MOST_WORKING_DAYS_MORE)
