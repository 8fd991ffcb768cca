"""How many answered, how, and what became of every question."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from weft.forms.exports.cells import rows_of
from weft.forms.exports.plan import Plan
from weft.forms.exports.wanted import Wanted
from weft.forms.exports.writing import Told
from weft.forms.models import Form, Response
from weft.forms.outline import words_in
from weft.forms.rules import COUNTED_LEAST
from weft.forms.states import Mode, Reason, ResponseState

# What the table of questions shows in a column of its own; the rest is told together.
SHOWN = (Reason.REFUSED, Reason.DONT_KNOW, Reason.SKIPPED, Reason.NOT_ROUTED, Reason.NOT_LEGIBLE)


@dataclass(frozen=True)
class Responses:
    """Real responses of a form by state, mode, version and language; test responses are not counted."""

    states: tuple[tuple[str, int], ...]
    modes: tuple[tuple[str, int], ...]
    versions: tuple[tuple[int, int], ...]
    languages: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _name, count in self.states)


@dataclass(frozen=True)
class Asked:
    """One question: how often it was answered, and why it was not."""

    key: str
    label: str
    answered: int
    shown: tuple[int, ...]  # in the order of SHOWN
    others: int


def responses_of(form: Form, rows: QuerySet[Response]) -> Responses:
    """One question to the database."""
    found = (
        rows.filter(version__form=form, is_test=False)
        .order_by()
        .values_list("state", "mode", "version__number", "language")
        .annotate(Count("pk"))
    )
    counts: list[Counter[str]] = [Counter() for _ in range(4)]
    for *parts, count in found:
        for counter, part in zip(counts, parts, strict=True):
            counter[part] += count
    states, modes, versions, languages = counts
    return Responses(
        states=tuple((str(state.label), states[state]) for state in ResponseState),
        modes=tuple((str(mode.label), modes[mode]) for mode in Mode if modes[mode]),
        versions=tuple(sorted((int(number), count) for number, count in versions.items())),
        languages=tuple(sorted(languages.items())),
    )


def accounted(plan: Plan, wanted: Wanted, matching: int) -> Plan:
    """The questions that may be counted. Of those marked special neither a filter nor a handful of responses is looked
    at: who narrows the days down to one response would read what one person refused, or was asked, without a second
    person's agreement."""
    is_narrow = wanted.rows() != Wanted(partials=wanted.partials).rows() or matching < COUNTED_LEAST
    return plan.without_special() if is_narrow else plan


def questions_of(told: Iterable[Told], plan: Plan) -> tuple[Asked, ...]:
    """Every question with its counts, in the order of the form; those of a repeat by instance."""
    answered: Counter[tuple[str, str]] = Counter()
    missing: Counter[tuple[str, str, str]] = Counter()
    tables = {table.name: table for table in plan.tables}
    for each in told:
        for row in rows_of(each.answered, plan):
            for question, cell in zip(tables[row.table].questions, row.cells, strict=True):
                if cell.reason:
                    missing[row.table, question.key, cell.reason] += 1
                else:
                    answered[row.table, question.key] += 1
    return tuple(
        Asked(
            key=question.key,
            label=words_in(question.labels, plan.language) or question.key,
            answered=answered[table.name, question.key],
            shown=tuple(missing[table.name, question.key, reason] for reason in SHOWN),
            others=sum(missing[table.name, question.key, reason] for reason in Reason if reason not in SHOWN),
        )
        for table in plan.tables
        for question in table.questions
    )
