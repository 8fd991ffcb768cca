"""What stands in each current release: the choices there are, and a fingerprint of every table.

Both come from the table of contents that was made and sealed when the release was frozen. A page then reads only the
rows of its own table and compares them: as sure as reading everything each time, and as quick as reading one table.
A release from before there were such tables is read and checked whole, once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from weft.measure.cube.contents import INSIDE, Contents, contents_of, mark_of_facts
from weft.measure.cube.seal import (
    CHANGES,
    FIGURES,
    content_with,
    mark_of_rows,
    seal_of,
    seal_of_change_rows,
    seal_of_rows,
)
from weft.measure.models import Change, Estimate, Release
from weft.measure.models import Contents as KeptContents
from weft.measure.queries.figures import release_registry
from weft.measure.queries.releases import current_releases, releases_with
from weft.measure.queries.whole import NotWhole, altered_of
from weft.registry.load import Registry

KEPT_RELEASES = 64
_altered: dict[int, Release] = {}  # while files are made, see looked_at_whole
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Split:
    """One table of a release: an indicator by a way to split people ("" is everyone)."""

    label: str
    fingerprint: str


@dataclass(frozen=True)
class Shelf:
    """A release that is whole: its facts, its tables and the fingerprints of its comparisons by indicator."""

    release: Release
    splits: dict[str, dict[str, Split]]  # indicator key -> breakdown -> table
    changes: dict[str, str]

    @cached_property
    def registry(self) -> Registry:
        return release_registry(self.release)

    @cached_property
    def keys(self) -> dict[str, str]:
        """Indicator id -> definition@version."""
        return {key.split("@")[0]: key for key in self.splits if "" in self.splits[key]}


def shelves(about: str = "") -> list[Shelf]:
    """Every current release, latest wave first. Raises NotWhole where one was altered.

    about: an indicator; then a release that was altered but says nothing of it is left out.
    """
    found = []
    for each in current_releases().values_list("pk", "digest", "seal", "changes_seal", "contents_seal"):
        try:
            if each[0] in _altered:
                raise NotWhole(_altered[each[0]])
            found.append(_shelf(*each))
        except NotWhole as altered:
            if not about or releases_with(about).filter(pk=altered.release.pk).exists():
                raise
    return found


@lru_cache(maxsize=KEPT_RELEASES)
def _shelf(pk: int, *_seals: str) -> Shelf:
    """Kept by what the release is, never longer than that is true."""
    release = Release.objects.defer(*INSIDE).get(pk=pk)
    held = _contents(release) if release.contents_seal else _read_whole(release)
    changes = list(release.changes.values_list(*CHANGES))
    if release.changes_seal != seal_of_change_rows(changes):
        raise NotWhole(release)
    for name in INSIDE:
        setattr(release, name, {})
    changed = _grouped(changes, lambda row: row[0])
    splits = {key: {name: Split(*said) for name, said in of.items()} for key, of in held["tables"].items()}
    return Shelf(release, splits, {key: mark_of_rows(found) for key, found in changed.items()})


def _contents(release: Release) -> Contents:
    """The table of contents, sealed as it was made, of this very seal and these facts. Raises NotWhole."""
    held: Contents | None = (
        KeptContents.objects.filter(release=release).values_list("held", flat=True).first()
    )
    if held is None or seal_of(held) != release.contents_seal:
        raise NotWhole(release)
    if held["seal"] != release.seal or held["facts"] != mark_of_facts(release):
        raise NotWhole(release)
    return held


def _read_whole(release: Release) -> Contents:
    rows = list(release.estimates.order_by("indicator", "position", "pk").values_list(*FIGURES))
    if release.seal != seal_of(content_with(release, rows)):
        raise NotWhole(release)
    return contents_of(release, rows)


def _grouped(rows: Iterable[Row], by: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[by(row)].append(row)
    return found


def forget() -> None:
    """Drop everything kept: every release is read and checked anew."""
    _shelf.cache_clear()
    _altered.clear()


@contextmanager
def looked_at_whole() -> Iterator[None]:
    """Every figure of every release is looked at first, and while this lasts no table is shown of one that was altered
    anywhere: for files that leave, which nobody checks again."""
    forget()
    _altered.update({each.pk: each for each in altered_of(current_releases())})
    try:
        yield
    finally:
        forget()


def tables(shelf: Shelf, key: str, breakdowns: Iterable[str]) -> dict[str, list[Estimate]]:
    """The rows of some tables of one indicator, by breakdown, each as it was published. Raises NotWhole."""
    wanted = sorted(set(breakdowns) & set(shelf.splits[key]))
    found: dict[str, list[Estimate]] = {name: [] for name in wanted}
    rows = Estimate.objects.filter(release_id=shelf.release.pk, indicator=key, breakdown__in=wanted)
    for row in rows.order_by("position", "pk"):
        found[row.breakdown].append(row)
    for name, cells in found.items():
        if seal_of_rows([getattr(cell, field) for field in FIGURES] for cell in cells) != (
            shelf.splits[key][name].fingerprint
        ):
            raise NotWhole(shelf.release)
    return found


def change_of(shelf: Shelf, key: str) -> Change | None:
    """The comparison with the wave before that was released for everyone; None where there is none."""
    if key not in shelf.changes:
        return None
    change = shelf.release.changes.filter(indicator=key).first()
    if change is None or mark_of_rows([[getattr(change, f) for f in CHANGES]]) != shelf.changes[key]:
        raise NotWhole(shelf.release)
    return change
