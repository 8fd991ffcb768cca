"""One line of a published table as cells, and text that no spreadsheet will run."""

import re
from dataclasses import dataclass

from weft.measure.tables.rows import TableRow
from weft.registry.figure import Figure, Hidden, Interval, NoInterval
from weft.registry.words import at_the_end, whole_percent

Cell = str | int | float | None

# A cell that starts so may be run as a formula (OWASP, CSV Injection). Some programs fold full-width forms.
_RUNS = tuple("=+-@\t\r\n|＝＋－＠｜")
DEMONSTRATION = "Demonstration: synthetic"


@dataclass(frozen=True)
class TableColumn:
    """A column of every published table."""

    name: str
    says: str
    datatype: str = "string"

    def described(self) -> dict[str, str]:
        return {
            "name": self.name,
            "titles": self.name,
            "datatype": self.datatype,
            "dc:description": self.says,
        }


COLUMNS = (
    TableColumn("definition", "Indicator and version"),
    TableColumn("breakdown", "How people are split; empty for everyone"),
    TableColumn("group", "Which people"),
    TableColumn("value", "The estimate, rounded; empty when not shown", "number"),
    TableColumn("low", "Lower end of the 95% interval; empty when there is none", "number"),
    TableColumn("high", "Upper end of the 95% interval; empty when there is none", "number"),
    TableColumn("measured_in", "What the value is: per cent, or a mean"),
    TableColumn("base", "How many answered, to the nearest 10; empty under 30", "integer"),
    TableColumn("mark", "Low base, or why there is no value or no interval"),
    TableColumn("against_the_rest", "The group compared with everyone else; empty when not compared"),
    TableColumn("difference", "The size of a clear difference, with its 95% interval"),
    TableColumn("unit", "Unit of analysis"),
    TableColumn("period", "When people answered"),
    TableColumn("area", "Where"),
    TableColumn("source", "Survey or record"),
    TableColumn("sample", "How people came to answer"),
    TableColumn("weighted", "yes, or no: describes respondents only"),
    TableColumn("data", "Whether the data are real or synthetic"),
)


def plain(text: str) -> str:
    """Text a spreadsheet shows and never runs: an apostrophe before a sign that would start a formula."""
    return (
        f"'{text}" if text.lstrip(" \u00a0\u3000\ufeff").startswith(_RUNS) or text.startswith(_RUNS) else text
    )


def cells(row: TableRow, *, escaped: bool = True) -> list[Cell]:
    """The cells of one row, in the order of COLUMNS."""
    figure = row.figure
    low, high = _ends(figure)
    source = figure.source
    found: list[Cell] = [
        figure.definition.key,
        row.breakdown_label,
        row.level_label,
        _value(figure),
        low,
        high,
        "per cent" if figure.is_share else "mean",
        figure.base,
        _mark(figure),
        row.verdict,
        row.difference,
        figure.unit,
        figure.period,
        figure.area,
        source.name,
        source.sample.label,
        "yes" if source.weighted else "no: describes respondents only",
        DEMONSTRATION if source.synthetic else "real",
    ]
    return [plain(cell) if escaped and isinstance(cell, str) else cell for cell in found]


def _ends(figure: Figure) -> tuple[Cell, Cell]:
    if isinstance(figure.interval, Interval):
        return _number(figure.interval.lo, figure), _number(figure.interval.hi, figure)
    return None, None


def _value(figure: Figure) -> Cell:
    """The value, or nothing where it is hidden or rounds to nobody or everybody: the mark says which."""
    if isinstance(figure.value, Hidden) or at_the_end(figure):
        return None
    return _number(figure.value, figure)


def _number(value: float, figure: Figure) -> Cell:
    return whole_percent(value) if figure.is_share else round(value, 1)


def _mark(figure: Figure) -> str:
    if isinstance(figure.value, Hidden):
        return figure.value.reason
    marks = ["Low base"] if figure.has_low_base else []
    if end := at_the_end(figure):
        marks.append(f"{end[0]} {whole_percent(end[1])} per cent")
    if isinstance(figure.interval, NoInterval):
        marks.append(f"No interval: {figure.interval.reason}")
    return "; ".join(marks)


def file_stem(indicator: str) -> str:
    """A definition's file name without its ending: R1, or local-agree for an analyst's own."""
    return re.sub(r"[^A-Za-z0-9_]+", "-", indicator.partition("@")[0])
