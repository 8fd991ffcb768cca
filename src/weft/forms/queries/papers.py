"""Paper returns of a form, and how often two readings of one paper differ."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from weft.forms.models import Form, PaperReturn
from weft.forms.outline import outline_of, words_in
from weft.forms.paper.sheet import paper_lines
from weft.forms.paper.states import PaperState

SHOWN_AT_ONCE = 50


@dataclass(frozen=True)
class Disagreement:
    """One question: of so many papers keyed twice, on so many the two readings differ."""

    number: int
    label: str
    differ: int
    keyed: int

    @property
    def share(self) -> float:
        return self.differ / self.keyed if self.keyed else 0.0


@dataclass(frozen=True)
class Returns:
    """What is on the desk. Newest first, the latest only."""

    first: list[PaperReturn]
    second: list[PaperReturn]
    settled: int
    off_route: int


def returns_of(form: Form, rows: QuerySet[PaperReturn]) -> Returns:
    found = rows.filter(version__form=form).select_related("version").order_by("-pk")
    settled = list(found.filter(state=PaperState.SETTLED).values_list("off_route", flat=True))
    return Returns(
        first=list(found.filter(state=PaperState.FIRST)[:SHOWN_AT_ONCE]),
        second=list(found.filter(state=PaperState.SECOND)[:SHOWN_AT_ONCE]),
        settled=len(settled),
        off_route=sum(settled),
    )


def disagreements(form: Form, rows: QuerySet[PaperReturn]) -> list[Disagreement]:
    """For the newest version keyed twice: its questions two readings differed on, most often first."""
    twice = rows.filter(version__form=form).exclude(state=PaperState.FIRST)
    newest = twice.select_related("version").order_by("-version__number").first()
    if newest is None:
        return []
    lists = list(twice.filter(version=newest.version).values_list("differing", flat=True))
    counted: Counter[str] = Counter(ref for differing in lists for ref in differing)
    outline = outline_of(newest.version)
    found = [
        Disagreement(line.number, words_in(line.item.labels, ""), counted[line.ref], len(lists))
        for line in paper_lines(outline)
        if line.is_question and counted[line.ref]
    ]
    return sorted(found, key=lambda each: -each.differ)


def paper_with(form: Form, reference: str, about: str = "") -> PaperReturn | None:
    """The return with this number, or of the case of this code, whoever keyed it: the second keyer reads both from the
    paper, with hyphens or without."""
    rows = PaperReturn.objects.unscoped("a paper is found by the number on it").select_related("version")
    is_same = Q(about=about) if about else Q(reference__iexact=reference)
    return rows.filter(is_same, version__form=form).first()
