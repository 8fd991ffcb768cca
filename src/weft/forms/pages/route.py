"""Which page comes next, what is done, and the sections of a long form."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from weft.forms.engine import Filling, Question
from weft.forms.pages.names import plain_of
from weft.forms.pages.plan import NOT_SHOWN, Page

SECTIONS_FOR_A_HUB = 2


class Progress(StrEnum):
    NOT_STARTED = "not started"
    IN_PROGRESS = "in progress"
    DONE = "done"


@dataclass(frozen=True)
class Section:
    """One part of a long form on its hub."""

    name: str
    progress: Progress
    more_may_be_asked: bool
    start: Page
    owner: str = ""  # name of who sees to it, where several answer together


@dataclass(frozen=True)
class Route:
    """The pages in order, and those somebody answered. What is in the way of sending is worked out when asked."""

    pages: tuple[Page, ...]
    seen: Collection[str]
    filling: Filling

    @cached_property
    def unfit(self) -> frozenset[str]:
        """References with a problem."""
        return frozenset(problem.ref for problem in self.filling.problems())

    def find(self, ident: str) -> Page | None:
        return next((page for page in self.pages if page.ident == ident), None)

    def is_done(self, page: Page) -> bool:
        return page.ident in self.seen and not self.unfit.intersection(page.refs)

    def first_open(self, pages: Sequence[Page] | None = None) -> Page | None:
        """The first page nobody answered yet, or whose answer does not fit."""
        return next((page for page in (pages or self.pages) if not self.is_done(page)), None)

    def after(self, page: Page) -> Page | None:
        at = self._at(page)
        return self.pages[at + 1] if at is not None and at + 1 < len(self.pages) else None

    def before(self, page: Page) -> Page | None:
        at = self._at(page)
        return self.pages[at - 1] if at else None

    def _at(self, page: Page) -> int | None:
        return next((n for n, each in enumerate(self.pages) if each.ident == page.ident), None)

    @property
    def section_names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(page.section for page in self.pages))

    @property
    def has_hub(self) -> bool:
        return len(self.section_names) >= SECTIONS_FOR_A_HUB

    def of_section(self, name: str) -> tuple[Page, ...]:
        return tuple(page for page in self.pages if page.section == name)

    def progress_of(self, pages: Sequence[Page]) -> Progress:
        if all(self.is_done(page) for page in pages):
            return Progress.DONE
        return Progress.IN_PROGRESS if any(p.ident in self.seen for p in pages) else Progress.NOT_STARTED


def sections(route: Route, filling: Filling, owners: Mapping[str, str]) -> list[Section]:
    """The hub: each section with how far it is, where it goes on, and who sees to it."""
    unsettled = sections_unsettled(filling)
    found = []
    for name in route.section_names:
        pages = route.of_section(name)
        start = route.first_open(pages) or pages[0]
        progress = route.progress_of(pages)
        found.append(Section(name, progress, name in unsettled, start, owners.get(name, "")))
    return found


def sections_unsettled(filling: Filling) -> frozenset[str]:
    """Sections with a question of which nobody knows yet whether it will be asked."""
    found, section = set(), ""
    for place in filling.walk(include_irrelevant=True):
        if place.element.ref:
            section = filling.form.bind(plain_of(place.element.ref)).weft.get("page", "") or section
        if not isinstance(place.element, Question) or place.element.kind in NOT_SHOWN:
            continue
        state = filling.state(place.ref)
        if not state.relevant and not state.is_determined:
            found.add(section)
    return frozenset(found)
