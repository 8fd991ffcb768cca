"""What everybody may see of a programme's figures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from weft.programmes.models import Edition, Programme
from weft.programmes.queries.figures import Coverage, Figure, coverage, figures_of, ladder
from weft.programmes.queries.mixing import InPublic, Mixed, mixing_in_public
from weft.programmes.queries.mixing.beside import as_published, kept_in_public, kept_with, traits_named

RUNG_WORDS = {
    "exposed": _("Heard of it"),
    "engaged": _("Got in touch"),
    "took_part": _("Took part"),
    "took_part_repeatedly": _("Took part again"),
    "leads": _("Lead others"),
}


@dataclass(frozen=True)
class Lines:
    """Three lines that are never merged: same place, contact as people say, a relationship since.

    published: what stands in public of the same place; presence: as it is now, for those who run it.
    """

    published: list[InPublic]
    presence: list[Mixed]
    contact: list[Figure]
    relationship: list[Figure]


def lines_of(published: list[InPublic], figures: Sequence[Figure], presence: Sequence[Mixed] = ()) -> Lines:
    return Lines(
        published,
        list(presence),
        [each for each in figures if each.line == "contact"],
        [each for each in figures if each.line == "relationship"],
    )


@dataclass(frozen=True)
class Told:
    """rungs: word and figure, the widest first. by_edition: targets beside what was reached of them. lines: same place,
    contact, relationship."""

    rungs: list[tuple[str, Figure]]
    figures: list[Figure]
    by_edition: list[tuple[Edition, list[Coverage]]]
    lines: Lines


def told_in_public(programme: Programme) -> Told:
    """Figures that rest on fewer than ten people are hidden; those by an answer of `mixing` are published and kept."""
    kept, by_answer = kept_in_public(programme), _by_answer(programme)
    figures = [
        as_published(each, kept.get(each.key), by_answer[each.key])
        if each.key in by_answer
        else each.public()
        for each in figures_of(programme)
    ]
    rungs = [(str(RUNG_WORDS[each.rung]), each) for each in ladder(figures)]
    counted = [each for each in figures if not each.rung and not each.line]
    return Told(rungs, counted, _covered(programme), lines_of(mixing_in_public(programme), figures))


def _by_answer(programme: Programme) -> dict[str, bool]:
    """Which figures count answers that `mixing` asks, and whether they can be published with it."""
    told = programme.told
    return {
        each["key"]: bool(kept_with(told, each)) for each in told["indicators"] if traits_named(told, each)
    }


def _covered(programme: Programme) -> list[tuple[Edition, list[Coverage]]]:
    """Targets of groups, and of figures by an answer of `mixing`, are for officers: of one edition they would tell who
    was in its last session. One that is small in one edition is shown for none: the difference to the figure of all
    editions would tell it."""
    own = _by_answer(programme)
    editions = programme.editions.prefetch_related("targets").select_related("programme")
    found = [
        (
            each,
            [
                replace(one, figure=one.figure.public())
                for one in coverage(each)
                if not one.target.group and one.target.measure not in own
            ],
        )
        for each in editions
    ]
    every: Sequence[Coverage] = [one for _edition, covered in found for one in covered]
    small = {one.target.measure for one in every if one.figure.is_hidden}
    shown = [(each, [one for one in covered if one.target.measure not in small]) for each, covered in found]
    return [(each, covered) for each, covered in shown if covered]
