"""What is known: every question, indicator, breakdown, area and published value, by name."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Generic, Protocol, TypeVar

from weft.registry.definitions import Area, Breakdown, Indicator, Question
from weft.registry.nodes import did_you_mean


class UnknownDefinition(KeyError):
    """Nothing of that name. The message says what comes closest."""

    def __str__(self) -> str:
        return str(self.args[0])


class Versioned(Protocol):
    """Anything with an id, a version and the key made of both."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=Versioned)


@dataclass(frozen=True)
class Catalogue(Mapping[str, T], Generic[T]):
    """Definitions by id (the latest version) or by key, `R1` or `R1@1`. Iterates over ids, in file order."""

    what: str
    _latest: Mapping[str, T] = field(default_factory=dict)
    _by_key: Mapping[str, T] = field(default_factory=dict)

    def __getitem__(self, name: str) -> T:
        found = self._by_key.get(name) or self._latest.get(name)
        if found is None:
            base, _, version = name.partition("@")
            if version and base in self._latest:
                latest = self._latest[base].key
                raise UnknownDefinition(f"No {self.what} {name!r}. The latest version is {latest}.")
            raise UnknownDefinition(f"No {self.what} {name!r}.{did_you_mean(name, self._latest)}")
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._latest)

    def __len__(self) -> int:
        return len(self._latest)

    def __contains__(self, name: object) -> bool:
        return name in self._latest or name in self._by_key

    def every_version(self) -> tuple[T, ...]:
        return tuple(self._by_key.values())

    def with_more(self, more: Iterable[T]) -> "Catalogue[T]":
        """The same with more definitions; the highest version of an id is its latest."""
        by_key = dict(self._by_key) | {item.key: item for item in more}
        latest: dict[str, T] = {}
        for item in by_key.values():
            if item.id not in latest or latest[item.id].version < item.version:
                latest[item.id] = item
        return replace(self, _latest=latest, _by_key=by_key)


@dataclass(frozen=True)
class ImportedValue:
    """A published value of an imported indicator, with what is known about how sure it is.

    value: share, 0-1. base: people asked, None where it was not published.
    design_effect: an assumption, None where none is made; then no interval may be drawn.
    """

    indicator: str
    period: str
    value: float
    area: str
    source: str
    base: int | None = None
    design_effect: float | None = None
    note: str = ""


@dataclass(frozen=True)
class FileNote:
    """Which file definitions came from: its version, its date and its sources."""

    name: str
    version: int
    updated: date
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Registry:
    """Everything defined, looked up by id (`R1`: the latest) or key (`R1@1`)."""

    questions: Catalogue[Question] = field(default_factory=lambda: Catalogue("question"))
    indicators: Catalogue[Indicator] = field(default_factory=lambda: Catalogue("indicator"))
    breakdowns: Catalogue[Breakdown] = field(default_factory=lambda: Catalogue("breakdown"))
    areas: Mapping[str, Area] = field(default_factory=dict)
    imported: tuple[ImportedValue, ...] = ()
    files: tuple[FileNote, ...] = ()

    def question(self, name: str) -> Question:
        return self.questions[name]

    def indicator(self, name: str) -> Indicator:
        return self.indicators[name]

    def breakdown(self, name: str) -> Breakdown:
        return self.breakdowns[name]

    def area(self, code: str) -> Area:
        if code not in self.areas:
            raise UnknownDefinition(f"No area {code!r}.{did_you_mean(code, self.areas)}")
        return self.areas[code]

    def headline_indicators(self) -> tuple[Indicator, ...]:
        """The indicators whose changes are tested as declared in advance, in file order."""
        return tuple(indicator for indicator in self.indicators.values() if indicator.headline)

    def values_of(self, indicator: str) -> tuple[ImportedValue, ...]:
        """The published values of an imported indicator (id or key), in file order."""
        key = self.indicator(indicator).key
        return tuple(value for value in self.imported if value.indicator == key)

    def joined_with(self, other: "Registry") -> "Registry":
        """Both together, as a city's bank with an analyst's own definitions."""
        return Registry(
            questions=self.questions.with_more(other.questions.every_version()),
            indicators=self.indicators.with_more(other.indicators.every_version()),
            breakdowns=self.breakdowns.with_more(other.breakdowns.every_version()),
            areas={**self.areas, **other.areas},
            imported=self.imported + other.imported,
            files=self.files + other.files,
        )
