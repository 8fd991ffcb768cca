"""The hour is said in one way: on the public pages, on the pages of hosts, in letters."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from tests.gather.make import session
from weft.gather.actions.telling import in_words
from weft.gather.clocks import clock
from weft.gather.templatetags.hours import begins_at, day_and_hour


@pytest.mark.parametrize(
    ("hour", "minute", "english", "arabic"),
    [(10, 0, "10am", "10:00"), (13, 30, "1.30pm", "13:30"), (0, 5, "12.05am", "00:05")],
)
def test_an_hour_is_said_as_its_readers_say_it(hour: int, minute: int, english: str, arabic: str) -> None:
    at = datetime(2026, 11, 28, hour, minute, tzinfo=ZoneInfo("Europe/London"))
    assert clock(at) == english
    assert day_and_hour(at) == f"28 November, {english}"
    with override("ar"):
        assert clock(at) == arabic


@pytest.mark.django_db
def test_the_register_and_the_letter_say_the_same_hour() -> None:
    held = session(3)
    assert f", {begins_at(held)}" in in_words(held)
