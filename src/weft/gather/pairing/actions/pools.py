"""Open a pool in an edition."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from weft.gather.pairing.errors import NoPool
from weft.gather.pairing.models import Pool
from weft.programmes.models import Edition
from weft.record.actions import record_event


@transaction.atomic
def make_pool(
    *, edition: Edition, key: str, sides: Sequence[str], rules: Mapping[str, Any], by: User | None
) -> Pool:
    """A pool with its two sides and the rules of its blueprint. The pool of this key that is there already stays."""
    pool, is_new = Pool.objects.unscoped("a pool of this edition").get_or_create(
        edition=edition, key=key, defaults={"sides": list(sides), "rules": dict(rules)}
    )
    if is_new:
        record_event(by=by, action="pairing.pool.make", thing=pool, after={"key": key, "sides": list(sides)})
    return pool


def open_pool(*, edition: Edition, key: str, by: User | None) -> Pool:
    """One of the pools of the blueprint, in an edition of its programme. Raises NoPool."""
    told = next((each for each in edition.programme.told.get("pools", ()) if each["key"] == key), None)
    if told is None:
        raise NoPool
    titles = {role["key"]: role["title"] for role in edition.programme.told["roles"]}
    rules = {name: value for name, value in told.items() if name not in ("key", "sides")}
    rules |= {"title": edition.programme.title, "names": {side: titles[side] for side in told["sides"]}}
    return make_pool(edition=edition, key=key, sides=told["sides"], rules=rules, by=by)
