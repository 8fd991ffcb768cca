"""What people agreed to be mixed by, as codes for the solver. Call it inside `deciding` only."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from weft.gather.models import Booking, Session
from weft.gather.pairing.profiles import Wishes, wishes_of
from weft.gather.teams.rules import FROM_PROFILE
from weft.gather.teams.who import Sitter
from weft.solve.pairs import Numbers

OF_BOOKING = "booking."


def offered(session: Session) -> list[tuple[str, str]]:
    """What a coordinator may mix by: the programme's own questions, then the matching profile."""
    edition = session.activity.edition
    asked = edition.programme.told.get("mixing", {}).get("traits", []) if edition else []
    own = [(OF_BOOKING + str(each["key"]), str(each["title"])) for each in asked]
    return [*own, *((key, str(words)) for key, words in FROM_PROFILE.items())]


def codes_of(people: Sequence[Sitter], keys: Sequence[str]) -> Numbers:
    """(people, keys) a code from 0, -1 where somebody did not say. Codes say who is alike and nothing else."""
    wishes: dict[int, Wishes] = {}
    if any(key in FROM_PROFILE for key in keys):
        wishes = wishes_of([one.booking.person_id for one in people if one.booking.person_id is not None])
    columns = [_coded([_said(one.booking, key, wishes) for one in people]) for key in keys]
    return np.array(columns, np.int64).T.reshape(len(people), len(keys))


def _said(booking: Booking, key: str, wishes: dict[int, Wishes]) -> frozenset[str]:
    if key.startswith(OF_BOOKING):
        said = booking.traits.get(key.removeprefix(OF_BOOKING))
        return frozenset({str(said)}) if said else frozenset()
    found = wishes.get(booking.person_id) if booking.person_id is not None else None
    return getattr(found, key.partition(".")[2]) if found else frozenset()


def _coded(said: list[frozenset[str]]) -> list[int]:
    """Of several things somebody named, the rarest among those who come is the one nobody should be alone with."""
    times = Counter(code for codes in said for code in codes)
    rarest = [min(codes, key=lambda code: (times[code], code)) if codes else "" for codes in said]
    number = {code: n for n, code in enumerate(sorted(set(rarest) - {""}))}
    return [number.get(code, -1) for code in rarest]
