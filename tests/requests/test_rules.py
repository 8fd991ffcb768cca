"""The clocks, in rows a person can check against a calendar."""

from datetime import date

import pytest

from weft.requests.rules import (
    after_months,
    after_working_days,
    bank_holidays,
    due_on,
    is_working_day,
    latest_extension,
)
from weft.requests.states import Kind


@pytest.mark.parametrize(
    ("received_on", "due"),
    [
        (date(2026, 11, 20), date(2026, 11, 27)),  # Friday to Friday
        (date(2026, 11, 21), date(2026, 11, 27)),  # a Saturday counts from Monday
        (date(2026, 12, 22), date(2026, 12, 31)),  # over Christmas Day and the Monday for Boxing Day
        (date(2027, 3, 24), date(2027, 4, 2)),  # over Good Friday and Easter Monday
        (date(2026, 8, 28), date(2026, 9, 7)),  # over the summer bank holiday
        (date(2027, 12, 24), date(2028, 1, 5)),  # two substitute days and New Year's on the Monday
    ],
)
def test_another_format_is_answered_in_five_working_days(received_on: date, due: date) -> None:
    assert due_on(Kind.FORMAT, received_on) == due


@pytest.mark.parametrize(
    ("received_on", "due"),
    [
        (date(2026, 11, 3), date(2026, 12, 3)),
        (date(2027, 1, 31), date(2027, 3, 1)),  # the last of February 2027 is a Sunday: the Monday after
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 11, 25), date(2026, 12, 29)),  # Christmas Day, weekend, substitute day: the Tuesday after
        (date(2026, 12, 3), date(2027, 1, 4)),  # a Sunday: the Monday after
    ],
)
@pytest.mark.parametrize("kind", [Kind.SEE, Kind.CORRECT, Kind.ERASE])
def test_questions_about_data_are_answered_in_a_calendar_month(
    kind: Kind, received_on: date, due: date
) -> None:
    assert due_on(kind, received_on) == due


def test_a_complaint_is_answered_in_ten_working_days() -> None:
    assert due_on(Kind.COMPLAINT, date(2026, 11, 20)) == date(2026, 12, 4)


def test_more_time_has_an_end() -> None:
    assert latest_extension(Kind.SEE, date(2026, 11, 3), date(2026, 12, 3)) == date(2027, 2, 3)
    assert latest_extension(Kind.FORMAT, date(2026, 11, 20), date(2026, 11, 27)) == date(2026, 12, 11)


def test_every_year_listed_has_eight_bank_holidays_on_weekdays() -> None:
    assert {year: len(days) for year, days in bank_holidays().items()} == {2026: 8, 2027: 8, 2028: 8}
    assert all(
        day.weekday() < 5 and day.year == year for year, days in bank_holidays().items() for day in days
    )


def test_control_a_plain_monday_is_a_working_day_and_a_bank_holiday_is_not() -> None:
    assert is_working_day(date(2026, 11, 23)) and not is_working_day(date(2026, 12, 28))
    assert after_working_days(date(2026, 11, 23), 0) == date(2026, 11, 23)
    assert after_months(date(2026, 11, 30), 3) == date(2027, 3, 1)
