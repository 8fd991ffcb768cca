"""The sentence of a view: it takes base, period, interval and definition along wherever it is pasted."""

from weft.measure.queries.explore import Explored
from weft.measure.views.explore_rows import Table
from weft.registry.words import Verdict, sentence


def sentence_of(found: Explored, table: Table) -> str:
    """What may be said of the view: everyone, the group chosen, or two groups with the verdict."""
    if found.group and found.other:
        both = [sentence(found.cells.of(row)) for row in (found.group, found.other)]
        return " ".join([*both, _verdict(found, table)])
    row = found.group or found.cells.everyone
    return sentence(found.cells.of(row))


def _verdict(found: Explored, table: Table) -> str:
    assert found.group and found.other
    said = table.said[0]
    pair = f"“{found.group.level_label}” and “{found.other.level_label}”"
    if said.verdict is Verdict.NOT_COMPARABLE:
        return f"The two groups {pair} cannot be compared: {said.words}."
    if said.verdict is None or not said.verdict.is_clear:
        return f"Between {pair} there is no clear difference (exploratory)."
    one, other = found.group.level_label, found.other.level_label
    return f"“{one}” is {said.verdict} than “{other}”: {said.words} (exploratory)."
