"""Ways to alter a record behind the service's back, with the database in hand but not the key file."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection, models, transaction

from weft.record import triggers
from weft.record.actions import record_event, record_fact
from weft.record.chain import CHAINS, Chain, digest_of
from weft.record.models import BEGINNING, ChainHead, Event

Tamper = Callable[[random.Random], str]
EVENTS_MADE = 9
OTHER_TEXT = ("nobody", "x", "", "system ", "\u202e", "0" * 64)


def make_record() -> None:
    """A small record of both kinds."""
    with transaction.atomic():
        for each in range(EVENTS_MADE):
            record_event(
                by=f"account:{each % 3}",
                action=("people.account.make", "measure.survey.receive", "people.membership.give")[each % 3],
                thing=f"people.person:{each}",
                before={"name": {"sealed": "AA=="}} if each % 2 else {},
                after={"rows": each, "share": each / 7, "parts": ["a", "b"], "é": None},
                reason="because" if each % 4 == 0 else "",
                purpose="audit" if each % 5 == 0 else "",
            )
            if each % 2 == 0:
                record_fact(
                    kind="gather.attendance",
                    on=date(2026, 1, 1 + each),
                    area="E09000012",
                    key="k" * 64,
                    traits={"age_band": "25-34"},
                    quantities={"minutes": 90.5 + each},
                )


def run(statement: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def some_row(chain: Chain, chance: random.Random) -> Any:
    return chance.choice(list(chain.model._default_manager.all()))


def change_a_column(chance: random.Random) -> str:
    """Any column of any event or fact, to another value of its kind."""
    chain = chance.choice(CHAINS)
    row, field = some_row(chain, chance), chance.choice(chain.model._meta.concrete_fields)
    value = other_value(field, getattr(row, field.name), chance)
    chain.model._default_manager.filter(pk=row.pk).update(**{field.name: value})
    return f"{chain.noun} {row.pk}: {field.name}"


def other_value(field: Any, now: Any, chance: random.Random) -> Any:
    if isinstance(field, models.PositiveBigIntegerField):
        return now + chance.choice([100, 1000])
    if isinstance(field, models.DateTimeField | models.DateField):
        return now.replace(year=now.year - chance.randint(1, 9))
    if isinstance(field, models.JSONField):
        return chance.choice([{"name": "other"}, {**now, "more": 1}, {**now, "rows": 0.5}, []])
    fitting = [text for text in OTHER_TEXT if text != now and len(text) <= (field.max_length or 99)]
    return chance.choice(fitting)


def delete_rows(chance: random.Random) -> str:
    chain = chance.choice(CHAINS)
    row = some_row(chain, chance)
    run(f"DELETE FROM {chain.model._meta.db_table} WHERE number = %s", row.pk)
    return f"{chain.noun} {row.pk} deleted"


def cut_the_tail(chance: random.Random) -> str:
    """The last rows, and the end of the record moved back to fit."""
    chain = chance.choice(CHAINS)
    last = chain.model._default_manager.count()
    kept = chance.randint(0, last - 1)
    run(f"DELETE FROM {chain.model._meta.db_table} WHERE number > %s", kept)
    if chance.random() < 0.7:
        end = chain.model._default_manager.filter(pk=kept).first()
        set_head(chain, kept, end.digest if end else BEGINNING)  # type: ignore[attr-defined]
    return f"{chain.noun}s after {kept} cut off"


def swap(chance: random.Random) -> str:
    """Two rows change places, numbers and all or only what they say."""
    chain = chance.choice(CHAINS)
    one, two = chance.sample(list(chain.model._default_manager.all()), 2)
    names = chance.choice([chain.fields[1:-1], (*chain.fields[1:], "digest")])
    rows = chain.model._default_manager
    kept = [{name: getattr(row, name) for name in names} for row in (one, two)]
    if "digest" in names:
        rows.filter(pk=one.pk).update(digest="swapping")
    rows.filter(pk=two.pk).update(**kept[0])
    rows.filter(pk=one.pk).update(**kept[1])
    return f"{chain.noun}s {one.pk} and {two.pk} swapped"


def slip_in(chance: random.Random) -> str:
    """A row of our own: at the end with the end moved on, or with a number nobody has."""
    chain = chance.choice(CHAINS)
    last: Any = chain.model._default_manager.last()
    last.pk = chance.choice([0, last.pk + 1, last.pk + 7])
    last.previous = last.digest
    last.digest = digest_of({name: getattr(last, name) for name in chain.fields})
    last.save(force_insert=True)
    return f"{chain.noun} {last.pk} slipped in"


def edit_the_end(chance: random.Random) -> str:
    field = chance.choice(["number", "digest", "fact_number", "fact_digest", "id", "none", "two"])
    head = ChainHead.objects.get()
    if field == "none":
        run("DELETE FROM record_chainhead")
    elif field == "two":
        run(
            "INSERT INTO record_chainhead SELECT 2, number, digest, fact_number, fact_digest FROM record_chainhead"
        )
    else:
        now = getattr(head, field)
        value = now + chance.choice([1, 5]) if isinstance(now, int) else "f" * 64
        ChainHead.objects.update(**{field: value})
    return f"end of the record: {field}"


def write_all_anew(chance: random.Random) -> str:
    """Change one row and recompute every digest after it, and the end: the chain alone would not notice."""
    chain = chance.choice(CHAINS)
    said = change_covered(chain, chance)
    before = BEGINNING
    for row in list(chain.model._default_manager.all()):
        row.previous = before  # type: ignore[attr-defined]
        before = digest_of({name: getattr(row, name) for name in chain.fields})
        chain.model._default_manager.filter(pk=row.pk).update(
            previous=row.previous,  # type: ignore[attr-defined]
            digest=before,
        )
    set_head(chain, chain.model._default_manager.count(), before)
    return f"all anew after {said}"


def change_covered(chain: Chain, chance: random.Random) -> str:
    row = some_row(chain, chance)
    name = "reason" if chain.model is Event else "programme"
    chain.model._default_manager.filter(pk=row.pk).update(**{name: "we never did this"})
    return f"{chain.noun} {row.pk}: {name}"


def set_head(chain: Chain, number: int, digest: str) -> None:
    ChainHead.objects.update(**{chain.head_number: number, chain.head_digest: digest})


WAYS: tuple[Tamper, ...] = (
    change_a_column, change_a_column, change_a_column, delete_rows, cut_the_tail, swap, slip_in, edit_the_end,
    write_all_anew,
)  # fmt: skip


class Undone(Exception):
    """Takes a tampering back."""


def tampered(seed: int, look: Callable[[], list[str]]) -> tuple[str, list[str]]:
    """Alter the record in one way, look, and take it back: what was done, and what was found."""
    chance = random.Random(seed)
    found: list[tuple[str, list[str]]] = []
    try:
        with transaction.atomic():
            said = WAYS[seed % len(WAYS)](chance)
            found.append((said, look()))
            raise Undone
    except Undone:
        return found[0]


def unguarded() -> None:
    triggers.drop(connection)
