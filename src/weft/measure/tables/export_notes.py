"""What a reader needs beside a table: its definition, who was asked, who is left out, what it cannot say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from weft.measure.tables.export_cells import DEMONSTRATION
from weft.measure.tables.protect import WHY_SMALL_BASE, WHY_SMALL_COUNT
from weft.measure.tables.recipe import SurveyFacts
from weft.measure.tables.rows import MissingShare
from weft.registry.figure import Figure

BASE_RULE = (
    f"{WHY_SMALL_BASE}: not shown. {WHY_SMALL_COUNT}: not shown. A base of 30 to 99 is marked low and its "
    "per cent rounded to 5; from 100 to whole per cents. Bases are rounded to 10."
)
COMPARISON_RULE = (
    "A group is compared with everyone else in its breakdown, never with the total. Looks not declared in "
    "advance are exploratory and weighed together (Benjamini and Hochberg); otherwise: no clear difference."
)


@dataclass(frozen=True)
class Notes:
    """What is known about the survey beside its figures; missing shares by definition key."""

    facts: SurveyFacts = field(default_factory=SurveyFacts)
    missing: Mapping[str, Sequence[MissingShare]] = field(default_factory=dict)
    compared: Sequence[str] = ()  # what a view said of the figures in it, each as words


def definition_notes(figure: Figure, notes: Notes | None) -> Iterator[tuple[str, str]]:
    """The notes of one indicator's table as (name, words), empty ones left out."""
    return ((name, words) for name, words in _all_notes(figure, notes or Notes()) if words)


def _all_notes(figure: Figure, notes: Notes) -> Iterator[tuple[str, str]]:
    indicator, source, facts = figure.definition, figure.source, notes.facts
    yield "data", DEMONSTRATION if source.synthetic else ""
    yield "definition", indicator.key
    yield "counted", indicator.counted
    yield "out of", indicator.out_of
    yield "unit of analysis", indicator.unit
    yield "time asked about", indicator.reference_period
    yield "people without an answer", indicator.missing
    yield "not in the base", missing_words(notes.missing.get(indicator.key, ()))
    yield "period", figure.period
    yield "area", figure.area
    yield "population", facts.population
    yield "source", source.name
    yield "sample type", source.sample.label
    yield "weights", "weighted" if source.weighted else "unweighted: describes respondents only"
    yield "way of answering", facts.mode
    yield "response", facts.response
    yield "limits", facts.limits
    yield "base rule", BASE_RULE
    yield "comparisons", COMPARISON_RULE if source.sample.speaks_for_everyone else "none: not a random sample"
    yield "note", indicator.note.strip()
    for said in notes.compared:
        yield "compared", said


def missing_words(shares: Sequence[MissingShare]) -> str:
    """ "dont know 4%; refused 2%", of everyone in the file."""
    return "; ".join(f"{each.reason} {each.words}" for each in shares)
