"""What a programme is for, as facts: answers of its forms, outcomes somebody saw, money it was given."""

from collections.abc import Mapping
from datetime import date

from django.contrib.auth.models import User
from django.db import transaction

from weft.people.models import Person
from weft.programmes.blueprint.vocabulary import ANSWERS, GRANT, OUTCOME
from weft.programmes.models import Edition
from weft.programmes.pseudonyms import pseudonym
from weft.record.actions import record_event, record_fact
from weft.record.once import do_once

TRAIT_CHARACTERS = 80  # a trait is a coarse band or a chosen answer, never a text somebody wrote


class NotATrait(ValueError):
    """A written answer would live on in the facts; only chosen answers may."""


@transaction.atomic
def note_answers(
    *, edition: Edition, form: str, wave: str, person: Person | None, answers: Mapping[str, str], on: date,
    by: User | None,
) -> None:  # fmt: skip
    """Keep what somebody chose in a form of the programme as one fact, under a pseudonym. Raises NotATrait."""
    _note(ANSWERS, edition, person, {"form": form, "wave": wave, **answers}, {}, on)
    record_event(by=by, action="programmes.answers.note", thing=edition, after={"form": form, "wave": wave})


@transaction.atomic
def note_outcome(
    *, edition: Edition, outcome: str, person: Person | None, on: date, by: User | None,
    traits: Mapping[str, str] | None = None, quantities: Mapping[str, float] | None = None,
) -> None:  # fmt: skip
    """Keep that something came about for somebody ("exam_passed"), as its officer or host saw. Raises NotATrait."""
    _note(OUTCOME, edition, person, {"outcome": outcome, **(traits or {})}, quantities or {"count": 1}, on)
    record_event(by=by, action="programmes.outcome.note", thing=edition, after={"outcome": outcome})


def note_outcomes(
    *, edition: Edition, outcome: str, many: int, on: date, by: User | None, traits: Mapping[str, str] | None = None,
    quantities: Mapping[str, float] | None = None, once: str = "",
) -> Edition:  # fmt: skip
    """Keep that something came about for so many people, none of them named. Raises NotATrait."""

    def make() -> Edition:
        for _each in range(many):
            _note(
                OUTCOME, edition, None, {"outcome": outcome, **(traits or {})}, quantities or {"count": 1}, on
            )
        after = {"outcome": outcome, "many": many}
        record_event(by=by, action="programmes.outcome.note", thing=edition, after=after)
        return edition

    return do_once(key=once, action="programmes.outcome.note", by=by, make=make)


def note_grant(
    *, edition: Edition, pence: int, source: str, on: date, by: User | None, once: str = ""
) -> Edition:
    """Keep that an edition was given money, by whom (an organisation)."""

    def make() -> Edition:
        _note(GRANT, edition, None, {"source": source}, {"pence": pence}, on)
        after = {"pence": pence, "source": source}
        record_event(by=by, action="programmes.grant.note", thing=edition, after=after)
        return edition

    return do_once(key=once, action="programmes.grant.note", by=by, make=make)


def _note(
    kind: str,
    edition: Edition,
    person: Person | None,
    traits: Mapping[str, str],
    quantities: Mapping[str, float],
    on: date,
) -> None:
    for name, said in traits.items():
        if len(said) > TRAIT_CHARACTERS or "\n" in said:
            raise NotATrait(f"“{name}” holds a written answer. Keep only chosen answers.")
    record_fact(
        kind=kind,
        on=on,
        programme=edition.programme.key,
        edition=edition.key,
        key=pseudonym(person, kind) if person else "",
        traits=traits,
        quantities=quantities,
    )
