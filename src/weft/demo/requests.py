"""Requests of the demonstration: eight people who do not exist asked for something, on days counted back from today."""

from dataclasses import replace
from datetime import date, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from weft.people.actions import give_role, make_account
from weft.requests.actions import Asked, answer, ask, extend, take, withdraw
from weft.requests.models import Request
from weft.requests.rules import after_working_days, is_working_day
from weft.requests.states import Kind

OFFICER, COLLEAGUE = "officer@demonstration.example", "second-officer@demonstration.example"
PAGE = "The page “How we know”, all of it."


def build_requests() -> None:
    """One late, one due today, two this week, one put off, one with a colleague, one answered, one withdrawn."""
    if Request.objects.unscoped("whether the demonstration has them").exists():
        return
    me, colleague = _officer(OFFICER, "Programme officer"), _officer(COLLEAGUE, "Second officer")
    today = timezone.localdate()
    _ask(1, _format("audio", "The first page and the definitions."), _working_days_ago(today, 7))
    take(request=_ask(2, _format("easy_read", PAGE), _working_days_ago(today, 5)), by=me)
    _ask(3, _format("large_print", PAGE), _working_days_ago(today, 3))
    _ask(4, _format("large_print", "The table about volunteering."), _working_days_ago(today, 3))
    put_off = _ask(
        5, _format("language", "How small numbers are hidden.", "Somali"), _working_days_ago(today, 4)
    )
    told = "The translator is away until next week."
    extend(request=put_off, until=after_working_days(put_off.due_on, 5), reason=told, by=me)
    take(
        request=_ask(6, _format("bsl", "The page about loneliness."), _working_days_ago(today, 2)),
        by=colleague,
    )
    _ask(7, _about_data(Kind.SEE), today - timedelta(days=12))
    sent = _ask(8, _format("braille", "The accessibility statement."), _working_days_ago(today, 6))
    answer(request=sent, words="The braille copy went out by post, in two envelopes.", by=colleague)
    gone = _ask(9, replace(_format("audio", PAGE), channel="phone", contact="020 7946 0009"), today)
    withdraw(request=gone, reason="Said so by telephone: somebody read it out.", by=me)


def _officer(email: str, name: str) -> User:
    account = make_account(email=email, name=name, by=None)
    give_role(account=account, role="officer", by=None)
    return account


def _format(wanted: str, what: str, language: str = "") -> Asked:
    return Asked(Kind.FORMAT, what, "email", "", format=wanted, language=language)


def _about_data(kind: Kind) -> Asked:
    return Asked(
        kind, "What you keep about me since I came to the sewing group.", "post", "", name="Asha Example"
    )


def _ask(number: int, asked: Asked, received_on: date) -> Request:
    contact = asked.contact or f"resident{number}@demonstration.example"
    return ask(asked=replace(asked, contact=contact), key="", by=None, received_on=received_on)


def _working_days_ago(today: date, number: int) -> date:
    """The day from which so many working days are counted up to today."""
    day = today
    while number:
        number -= is_working_day(day)
        day -= timedelta(days=1)
    return day
