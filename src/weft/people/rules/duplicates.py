"""When two entries look like one person or one organisation. Only ever a suggestion, with its reason in words.

Source: PITFALLS 24 (CiviCRM/bgs #351, paws #139, mutual-aid #34: duplicates at each sign-up). Names are compared by
the Ratcliff and Obershelp ratio of Python's difflib (Ratcliff and Metzener, 1988).
"""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from difflib import SequenceMatcher
from itertools import combinations
from typing import Protocol, TypeVar

from weft.people.rules.organisations import own_domain, plain_name

NAMES_ALIKE = (
    0.88  # share of letters in common: "Amina Yusuf" and "Aminah Yusuf" are, "Anna Lee" and "Dan Lee" are not
)
PHONE_DIGITS = 9  # the last nine digits: the same with 0, +44 or 0044 before them
MOST_ALIKE = 50  # one number of a whole hostel says nothing: larger sets of the same value are passed over
LOOK_EVERY = timedelta(hours=1)  # entries come in by the day, and staff may ask for a look at any time
MOST_KEPT = 1000  # pairs kept of a look: more than anybody decides about before the next
ANY_TAG = re.compile(r"\+[^@]*(?=@)")
DOTS_DO_NOT_COUNT = ("gmail.com", "googlemail.com")
SAME_EMAIL, SAME_PHONE, SAME_NAME = "same e-mail", "same phone", "alike name and same area"
SAME_NUMBER, SAME_DOMAIN, SAME_TITLE = "same number", "same e-mail domain", "same name"


class Entry(Protocol):
    @property
    def id(self) -> int: ...


EntryT = TypeVar("EntryT", bound=Entry)
Keys = Callable[[EntryT], Iterable[Hashable]]


@dataclass(frozen=True)
class PersonEntry:
    id: int
    name: str
    email: str = ""
    phone: str = ""
    area: int | None = None
    is_child: bool = False


@dataclass(frozen=True)
class OrganisationEntry:
    id: int
    name: str
    email: str = ""
    identifiers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggestion:
    """Two entries (ids, the older first) and why they look like one."""

    one: int
    other: int
    reasons: tuple[str, ...]


def email_key(address: str) -> str:
    """An address without capitals and "+tag"; Gmail ignores dots too."""
    name, at, domain = ANY_TAG.sub("", address.strip().casefold()).partition("@")
    return (name.replace(".", "") if domain in DOTS_DO_NOT_COUNT else name) + at + domain


def phone_key(number: str) -> str:
    """The last nine digits; "" for what is too short to tell anybody by."""
    digits = re.sub(r"\D", "", number)
    return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS else ""


def names_alike(one: str, other: str) -> bool:
    """Whether two names share at least NAMES_ALIKE of their letters, words in any order."""
    first, second = (" ".join(sorted(name.casefold().split())) for name in (one, other))
    ratio = SequenceMatcher(None, first, second, autojunk=False)
    return ratio.real_quick_ratio() >= NAMES_ALIKE <= ratio.quick_ratio() and ratio.ratio() >= NAMES_ALIKE


def people_alike(people: Sequence[PersonEntry]) -> list[Suggestion]:
    """Pairs of people that look like one; a parent and child may share an address and a phone."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for reason, keys in (
        (SAME_EMAIL, lambda p: [email_key(p.email)] if p.email else []),
        (SAME_PHONE, lambda p: [phone_key(p.phone)] if phone_key(p.phone) else []),
    ):
        for one, other in _pairs(people, keys):
            if one.is_child == other.is_child:
                found[one.id, other.id].append(reason)
    for one, other in _names_worth_comparing(people):
        if names_alike(one.name, other.name):
            found[one.id, other.id].append(SAME_NAME)
    return _suggestions(found)


def organisations_alike(organisations: Sequence[OrganisationEntry]) -> list[Suggestion]:
    """Pairs of organisations with the same number, own e-mail domain or plain name."""
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for reason, keys in (
        (SAME_NUMBER, lambda o: o.identifiers.items()),
        (SAME_DOMAIN, lambda o: [own_domain(o.email)] if own_domain(o.email) else []),
        (SAME_TITLE, lambda o: [plain_name(o.name)]),
    ):
        for one, other in _pairs(organisations, keys):
            found[one.id, other.id].append(reason)
    return _suggestions(found)


def _names_worth_comparing(people: Sequence[PersonEntry]) -> Iterator[tuple[PersonEntry, PersonEntry]]:
    """Pairs within an area with a word that begins alike and 60 per cent of their pairs of letters in common.

    A cheap sieve before names_alike: two swapped letters in a name of eleven still leave 63 per cent.
    """
    letters = {person.id: pairs_of_letters(person.name) for person in people}
    seen: set[tuple[int, int]] = set()
    for one, other in _pairs(people, _name_blocks):
        first, second = letters[one.id], letters[other.id]
        if 10 * len(first & second) >= 3 * (len(first) + len(second)) and (one.id, other.id) not in seen:
            seen.add((one.id, other.id))
            yield one, other


def pairs_of_letters(name: str) -> frozenset[str]:
    """Every two neighbouring letters of each word."""
    words = name.casefold().split()
    return frozenset(word[at : at + 2] for word in words for at in range(max(len(word) - 1, 1)))


def _name_blocks(person: PersonEntry) -> list[Hashable]:
    """Names are compared within an area, and only where a word begins with the same two letters."""
    if person.area is None:
        return []
    return [(person.area, start) for start in {word[:2] for word in person.name.casefold().split()}]


def _pairs(entries: Iterable[EntryT], keys: Keys[EntryT]) -> Iterator[tuple[EntryT, EntryT]]:
    """Every two entries that share a key, the older first."""
    alike: dict[Hashable, list[EntryT]] = defaultdict(list)
    for entry in entries:
        for key in keys(entry):
            alike[key].append(entry)
    for same in alike.values():
        if len(same) <= MOST_ALIKE or keys is _name_blocks:
            yield from combinations(sorted(same, key=lambda entry: entry.id), 2)


def _suggestions(found: Mapping[tuple[int, int], Sequence[str]]) -> list[Suggestion]:
    """The surest first: more reasons before fewer, then the older entries."""
    listed = [Suggestion(*pair, tuple(dict.fromkeys(reasons))) for pair, reasons in found.items()]
    return sorted(listed, key=lambda s: (-len(s.reasons), s.one, s.other))
