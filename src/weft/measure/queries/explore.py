"""The explorer: what an address may ask for, and the cells behind it. It looks cells up and estimates nothing."""

from dataclasses import dataclass, replace
from functools import cached_property

from weft.measure.comparing import why_waves_differ
from weft.measure.models import Change, Estimate
from weft.measure.queries.figures import figure_of, source_of
from weft.measure.queries.shelf import Shelf, change_of, tables
from weft.registry.definitions import Indicator
from weft.registry.figure import Figure

EVERYONE = ""


class NoSuchView(Exception):
    """An address asks for something that is not in the release; says which part, and what could be chosen."""

    def __init__(self, part: str, explored: "Explored | None" = None) -> None:
        super().__init__(part)
        self.part, self.explored = part, explored


@dataclass(frozen=True)
class Choice:
    """What an address asks for. Empty: everyone, no group, nothing to compare with.

    with_: another group of the same split. since: an earlier wave.
    """

    indicator: str
    wave: str = ""
    by: str = EVERYONE
    group: str = ""
    with_: str = ""
    since: str = ""


@dataclass(frozen=True)
class Wave:
    """One wave of an indicator: how an address names it, and the release it stands in."""

    name: str
    shelf: Shelf
    key: str

    @cached_property
    def indicator(self) -> Indicator:
        return self.shelf.registry.indicator(self.key)

    def figures(self, rows: list[Estimate]) -> list[Figure]:
        source = source_of(self.shelf.release)
        return [figure_of(row, self.shelf.release, self.indicator, source) for row in rows]

    def why_not_after(self, earlier: "Wave") -> str:
        """Why this wave cannot be compared with an earlier one; "" when it can (honesty rule 7)."""
        if earlier.shelf.release.series != self.shelf.release.series:
            return "they are waves of different surveys"
        breaks = sorted(self.indicator.breaks.items())
        between = earlier.shelf.release.period, self.shelf.release.period
        why = why_waves_differ(
            earlier.shelf.release, self.shelf.release, earlier.key, self.key, self.shelf.registry
        )
        return why or next((said for at, said in breaks if between[0] < at <= between[1]), "")


@dataclass(frozen=True)
class Cells:
    """The rows of one split in one wave, everyone apart, and the figure of each."""

    everyone: Estimate
    rows: tuple[Estimate, ...]
    figures: dict[int, Figure]

    def of(self, row: Estimate) -> Figure:
        return self.figures[row.pk]

    def level(self, name: str) -> Estimate | None:
        """The row of a group; of everyone for ""."""
        if not name:
            return self.everyone
        return next((row for row in self.rows if row.level == name), None)


@dataclass(frozen=True)
class Explored:
    """What an address shows: the choice, the waves there are, and the cells of those it needs."""

    choice: Choice
    waves: tuple[Wave, ...]
    wave: Wave
    cells: Cells
    before: "Explored | None" = None

    @property
    def splits(self) -> dict[str, str]:
        """Breakdown -> label, everyone left out."""
        there = self.wave.shelf.splits[self.wave.key]
        return {name: split.label for name, split in there.items() if name}

    @property
    def group(self) -> Estimate | None:
        return self.cells.level(self.choice.group) if self.choice.group else None

    @property
    def other(self) -> Estimate | None:
        return self.cells.level(self.choice.with_) if self.choice.with_ else None

    @property
    def earlier_waves(self) -> tuple[Wave, ...]:
        """Waves before this one that hold the same split."""
        return tuple(
            each
            for each in self.waves
            if each.shelf.release.period < self.wave.shelf.release.period
            and self.choice.by in each.shelf.splits[each.key]
        )

    @property
    def change(self) -> Change | None:
        """What was released for everyone about the wave before."""
        return change_of(self.wave.shelf, self.wave.key)


def indicators(found: list[Shelf]) -> dict[str, Indicator]:
    """Every published indicator by id, as its latest wave defines it."""
    named: dict[str, Indicator] = {}
    for shelf in found:
        for name, key in shelf.keys.items():
            named.setdefault(name, shelf.registry.indicator(key))
    return named


def waves_of(indicator: str, found: list[Shelf]) -> tuple[Wave, ...]:
    """Its waves, latest first. Where two surveys share a period, the later names say which series."""
    named: dict[str, Wave] = {}
    for shelf in found:
        if indicator in shelf.keys:
            release = shelf.release
            name = release.period if release.period not in named else f"{release.period}~{release.series}"
            named[name] = Wave(name, shelf, shelf.keys[indicator])
    return tuple(named.values())


def settled(choice: Choice, found: list[Shelf]) -> Choice:
    """The choice with its wave said: the latest that holds the split. Raises NoSuchView where there is none."""
    waves = _waves(choice, found)
    if choice.wave:
        return choice
    there = (each for each in waves if choice.by in each.shelf.splits[each.key])
    return replace(choice, wave=next(there, waves[0]).name)


def fitting(choice: Choice, found: list[Shelf]) -> Choice:
    """The nearest choice there is, for a form whose parts may not go together."""
    waves = _waves(choice, found)
    wave = next((each for each in waves if each.name == choice.wave), waves[0])
    by = choice.by if choice.by in wave.shelf.splits[wave.key] else EVERYONE
    return Choice(choice.indicator, wave.name, by)


def explore(choice: Choice, shelved: list[Shelf]) -> Explored:
    """The cells an address asks for. Raises NoSuchView, NotWhole."""
    waves = _waves(choice, shelved)
    wave = next((each for each in waves if each.name == choice.wave), None)
    if wave is None:
        raise NoSuchView("wave", _explored(Choice(choice.indicator, waves[0].name), waves, waves[0]))
    if choice.by not in wave.shelf.splits[wave.key]:
        raise NoSuchView("by", _explored(Choice(choice.indicator, wave.name), waves, wave))
    found = _explored(choice, waves, wave)
    _refuse_unknown(found)
    if not choice.since:
        return found
    earlier = next((each for each in found.earlier_waves if each.name == choice.since), None)
    if earlier is None:
        raise NoSuchView("since", replace(found, choice=replace(choice, since="")))
    return replace(found, before=_explored(replace(choice, wave=earlier.name, since=""), waves, earlier))


def _refuse_unknown(found: Explored) -> None:
    """A group that is not in the split, or a combination that is no view."""
    choice = found.choice
    if (choice.group and found.group is None) or (choice.with_ and not choice.group):
        raise NoSuchView("group", replace(found, choice=replace(choice, group="", with_="", since="")))
    if (choice.with_ and found.other is None) or (choice.with_ and choice.with_ == choice.group):
        raise NoSuchView("with", replace(found, choice=replace(choice, with_="", since="")))
    if choice.since and choice.group:
        raise NoSuchView("since", replace(found, choice=replace(choice, since="")))


def in_every_wave(found: Explored) -> list[Explored]:
    """The same group, or everyone, in each wave that has it, latest first."""
    wanted = replace(found.choice, by=found.choice.by if found.choice.group else EVERYONE, with_="", since="")
    there = [wave for wave in found.waves if wanted.by in wave.shelf.splits[wave.key]]
    every = [_explored(replace(wanted, wave=wave.name), found.waves, wave) for wave in there]
    return [each for each in every if each.cells.level(wanted.group)]


def _waves(choice: Choice, found: list[Shelf]) -> tuple[Wave, ...]:
    waves = waves_of(choice.indicator, found)
    if not waves:
        raise NoSuchView("indicator")
    return waves


def _explored(choice: Choice, waves: tuple[Wave, ...], wave: Wave) -> Explored:
    found = tables(wave.shelf, wave.key, [EVERYONE, choice.by])
    rows = found[choice.by] if choice.by else []
    every = [*found[EVERYONE], *rows]
    figures = dict(zip((row.pk for row in every), wave.figures(every), strict=True))
    return Explored(choice, waves, wave, Cells(found[EVERYONE][0], tuple(rows), figures))
