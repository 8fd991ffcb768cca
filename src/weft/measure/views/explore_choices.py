"""What can be chosen from where a reader stands, as links; and what to say where an address leads nowhere."""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from weft.measure.queries.explore import EVERYONE, Choice, Explored, Wave, indicators, waves_of
from weft.measure.queries.picture import THEME_QUESTIONS
from weft.measure.queries.shelf import Shelf
from weft.measure.recipes import shipped_registry
from weft.measure.views.explore_address import address_of
from weft.registry.definitions import Indicator

WHY_MISSING: dict[str, str | Promise] = {
    "indicator": _("There is no published measure of this name."),
    "wave": _("This measure was not published for that time."),
    "by": _("The release does not split this measure that way. A split that was not planned has no figures."),
    "group": _("There is no such group in this split."),
    "with": _("There is no such group to compare with. Only groups of the same split are compared."),
    "since": _("There is no such earlier wave of this split to compare with."),
    "file": _("There is no such kind of file."),
}


@dataclass(frozen=True)
class Link:
    """One thing to choose; `here` is where the reader stands."""

    words: str
    url: str
    here: bool = False
    value: str = ""  # as a form sends it


@dataclass(frozen=True)
class Choices:
    """The lists beside a view; an empty one is not shown."""

    measures: tuple[tuple[str, str], ...]
    splits: tuple[Link, ...]
    waves: tuple[Link, ...]
    earlier: tuple[Link, ...]
    others: tuple[Link, ...]
    whole: str  # the split a group belongs to


def of(found: Explored, shelved: list[Shelf]) -> Choices:
    """From a view: other measures, splits, waves, and what to compare with."""
    choice = found.choice
    return Choices(
        tuple((name, each.label) for name, each in ordered(indicators(shelved)).items()),
        _splits(found),
        tuple(_wave(found, wave) for wave in found.waves),
        _earlier(found) if choice.by and not choice.group else (),
        _others(found) if choice.group else (),
        address_of(Choice(choice.indicator, choice.wave, choice.by)),
    )


def _splits(found: Explored) -> tuple[Link, ...]:
    named = {EVERYONE: gettext("Everyone"), **found.splits}
    choice = Choice(found.choice.indicator, found.choice.wave)
    return tuple(
        Link(label, address_of(replace(choice, by=name)), name == found.choice.by, name)
        for name, label in named.items()
    )


def _wave(found: Explored, wave: Wave) -> Link:
    """The same split in another wave; everyone where that wave has no such split."""
    choice = found.choice
    by = choice.by if choice.by in wave.shelf.splits[wave.key] else EVERYONE
    return Link(
        wave.name, address_of(Choice(choice.indicator, wave.name, by)), wave.name == choice.wave, wave.name
    )


def _earlier(found: Explored) -> tuple[Link, ...]:
    """No other wave first: each group is then held against the rest."""
    waves = found.earlier_waves
    if not waves:
        return ()
    alone = Link(gettext("The rest"), address_of(replace(found.choice, since="")), not found.choice.since)
    return (
        alone,
        *(
            Link(w.name, address_of(replace(found.choice, since=w.name)), w.name == found.choice.since)
            for w in waves
        ),
    )


def _others(found: Explored) -> tuple[Link, ...]:
    """The other groups of the split; the same people are in none of them."""
    return tuple(
        Link(
            row.level_label,
            address_of(replace(found.choice, with_=row.level)),
            row.level == found.choice.with_,
        )
        for row in found.cells.rows
        if row.level != found.choice.group
    )


def ordered(named: dict[str, Indicator]) -> dict[str, Indicator]:
    """In the order of the registry; a city's own after it."""
    order = {name: i for i, name in enumerate(shipped_registry().indicators)}
    return dict(sorted(named.items(), key=lambda each: (order.get(each[0], len(order)), each[0])))


def by_theme(shelved: list[Shelf]) -> list[tuple[str, str, list[Link]]]:
    """Theme, its name, and a link to each of its measures in the latest wave."""
    every = ordered(indicators(shelved))
    links = {
        name: Link(each.label, address_of(Choice(name, waves_of(name, shelved)[0].name)))
        for name, each in every.items()
    }
    found = [
        (theme.value, gettext(label), [links[name] for name, each in every.items() if each.theme is theme])
        for theme, (label, _question) in THEME_QUESTIONS.items()
    ]
    return [each for each in found if each[2]]
