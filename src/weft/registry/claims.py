"""A statement somebody published, held against the definition it is about: what differs, and why it matters.

A claim is data: what was said (in our words), by whom, when, about which definition. The checks explain; they
never correct. No finding means nothing here contradicts the claim, not that it is true.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from weft.registry.catalogue import Registry, UnknownDefinition
from weft.registry.nodes import did_you_mean

ONE_POINT = 0.01 + 1e-9
# Words that decide who is counted: a claim that drops one is about another, larger or smaller, group.
THRESHOLDS = ("a lot", "often or always", "at least weekly", "at least once a month", "8 or 9")


class Mismatch(StrEnum):
    """The ways a statement and its definition come apart."""

    REFERENCE_PERIOD = "another reference period"
    THRESHOLD = "a threshold dropped"
    UNIT = "another unit of analysis"
    DATE = "dated after it was published"
    NO_BASE = "a percentage without a base"
    ADDED = "unlike things added"
    COMPARATOR = "a comparator left out"
    NO_CAVEAT = "a comparison without a caveat"
    UNDATED = "a list without a date"
    TWO_VALUES = "two values of one measure"
    ROUNDING = "two roundings of one value"
    TWO_LISTS = "two lists for one date"


@dataclass(frozen=True)
class About:
    """What is known of the thing a claim is about. `question`: answers to one question may be added."""

    id: str
    says: str
    unit: str
    question: str = ""
    reference_period: str = ""
    comparators: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One statement. share: 0-1. adds: what it adds up. comparators: what it is compared with."""

    said: str
    source: str
    definition: str
    published: date | None = None
    unit: str = ""
    reference_period: str = ""
    happened: date | None = None
    share: float | None = None
    base: int | None = None
    area: str = ""
    group: str = ""
    period: str = ""
    adds: tuple[str, ...] = ()
    comparators: tuple[str, ...] = ()
    caveat: str = ""
    members: tuple[str, ...] = ()
    as_of: date | None = None


@dataclass(frozen=True)
class ClaimFinding:
    """One way a claim and its definition come apart, in a sentence a reader can check."""

    mismatch: Mismatch
    words: str


@dataclass(frozen=True)
class Known:
    """Definitions to hold claims against: the registry's indicators, and things it does not estimate."""

    registry: Registry
    more: Mapping[str, About]

    def about(self, name: str) -> About:
        """What is known of a name. Raises: UnknownDefinition."""
        if name in self.more:
            return self.more[name]
        if name in self.registry.indicators:
            found = self.registry.indicator(name)
            question = found.questions[0] if found.questions else found.id
            return About(found.key, found.says, found.unit, question, found.reference_period)
        raise UnknownDefinition(f"No definition {name!r}.{did_you_mean(name, self.more)}")


def check_claim(claim: Claim, known: Known) -> tuple[ClaimFinding, ...]:
    """Everything in one claim that its definition contradicts or that is missing; empty when nothing is."""
    about = known.about(claim.definition)
    found = [finding for check in _CHECKS for finding in check(claim, about)]
    return (*found, *_added(claim, about, known))


def check_together(claims: Sequence[Claim]) -> tuple[ClaimFinding, ...]:
    """Where several claims about one measure, place, group and time do not agree."""
    return tuple(finding for one, other in combinations(claims, 2) for finding in _disagree(one, other))


def _reference_period(claim: Claim, about: About) -> Iterator[ClaimFinding]:
    if claim.reference_period and claim.reference_period != about.reference_period:
        asked = about.reference_period or "the present"
        words = f"{about.id} asks about {asked}; the claim says {claim.reference_period}."
        yield ClaimFinding(Mismatch.REFERENCE_PERIOD, words)


def _threshold(claim: Claim, about: About) -> Iterator[ClaimFinding]:
    for words in THRESHOLDS:
        if words in about.says and words not in claim.said:
            said = f"{about.id} counts people who {about.says}; without “{words}” it is another group."
            yield ClaimFinding(Mismatch.THRESHOLD, said)


def _unit(claim: Claim, about: About) -> Iterator[ClaimFinding]:
    if claim.unit and claim.unit != about.unit:
        words = f"{about.id} counts {about.unit}; the claim speaks of {claim.unit}."
        yield ClaimFinding(Mismatch.UNIT, words)


def _date(claim: Claim, about: About) -> Iterator[ClaimFinding]:
    for when in (claim.happened, claim.as_of):
        if when and claim.published and when > claim.published:
            words = f"{about.id}: the claim is dated {when}, after it was published ({claim.published})."
            yield ClaimFinding(Mismatch.DATE, words)


def _base(claim: Claim, about: About) -> Iterator[ClaimFinding]:
    if claim.share is not None and claim.base is None:
        words = f"{about.id}: no base, no percentage. Nobody can tell how sure {claim.share:.0%} is."
        yield ClaimFinding(Mismatch.NO_BASE, words)


def _comparators(claim: Claim, about: About) -> Iterator[ClaimFinding]:
    left_out = [name for name in about.comparators if name not in claim.comparators]
    if claim.comparators and left_out:
        every, missed = ", ".join(about.comparators), ", ".join(left_out)
        words = f"{about.id} is known against {every}; left out: {missed}."
        yield ClaimFinding(Mismatch.COMPARATOR, words)
    if claim.comparators and not claim.caveat:
        words = f"{about.id}: say what else differed between the two."
        yield ClaimFinding(Mismatch.NO_CAVEAT, words)


def _undated(claim: Claim, about: About) -> Iterator[ClaimFinding]:
    if claim.members and claim.as_of is None:
        yield ClaimFinding(Mismatch.UNDATED, f"{about.id}: such a list changes; say on what date it stood.")


_CHECKS: tuple[Callable[[Claim, About], Iterator[ClaimFinding]], ...] = (
    _reference_period,
    _threshold,
    _unit,
    _date,
    _base,
    _comparators,
    _undated,
)


def _added(claim: Claim, about: About, known: Known) -> Iterator[ClaimFinding]:
    """Only answers to the claim's own question may be added: not rungs, purses or other questions."""
    unlike = [name for name in claim.adds if known.about(name).question != about.question]
    if unlike:
        parts = "; ".join(f"{name} ({known.about(name).says})" for name in claim.adds)
        yield ClaimFinding(Mismatch.ADDED, f"{about.id} is not the sum of: {parts}.")


def _disagree(one: Claim, other: Claim) -> Iterator[ClaimFinding]:
    same = (one.definition, one.area, one.group, one.period)
    if same != (other.definition, other.area, other.group, other.period):
        return
    if one.share is not None and other.share is not None and one.share != other.share:
        yield _two_shares(one, one.share, other, other.share)
    if one.as_of == other.as_of and set(one.members) != set(other.members):
        words = f"{one.definition}: {one.source} and {other.source} list different groups. Date both."
        yield ClaimFinding(Mismatch.TWO_LISTS, words)


def _two_shares(one: Claim, first: float, other: Claim, second: float) -> ClaimFinding:
    who = f"{one.source} {first:.0%}, {other.source} {second:.0%}"
    if abs(first - second) <= ONE_POINT:
        words = f"{one.definition}: {who}. One value rounded two ways; keep it unrounded, round it once."
        return ClaimFinding(Mismatch.ROUNDING, words)
    words = f"{one.definition}: {who}. One measure has one source; show the other beside it."
    return ClaimFinding(Mismatch.TWO_VALUES, words)
