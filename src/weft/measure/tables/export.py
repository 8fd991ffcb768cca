"""Published tables as files: CSV with its metadata, JSON, and a workbook. The web's downloads use the same.

table_csv     one indicator's rows, every line carrying its definition, base, period, area and source
metadata      CSV on the Web metadata of that file (W3C Recommendation, 17 December 2015)
table_json    the rows of several indicators with their definitions in full
workbook      XLSX: a first sheet of definitions and notes, then one sheet an indicator
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from weft.measure.tables.export_cells import COLUMNS, cells, file_stem, plain
from weft.measure.tables.export_notes import Notes, definition_notes
from weft.measure.tables.export_xlsx import workbook
from weft.measure.tables.rows import TableRow

__all__ = ["Notes", "TableRow", "file_stem", "metadata", "plain", "table_csv", "table_json", "workbook"]

FORMAT = "tables/1"


def table_csv(rows: Sequence[TableRow]) -> str:
    """One indicator's rows as CSV (RFC 4180), safe to open in a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in COLUMNS])
    for row in rows:
        writer.writerow(["" if cell is None else cell for cell in cells(row)])
    return text.getvalue()


def metadata(rows: Sequence[TableRow], url: str, notes: Notes | None = None) -> str:
    """The CSV on the Web metadata of `url`: what is counted, of whom, when, where and how."""
    figure = rows[0].figure
    told = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": url,
        "dc:title": f"{figure.definition.label}, {figure.area}, {figure.period}",
        "dc:identifier": figure.definition.key,
        "dc:description": f"{figure.definition.counted}, out of: {figure.definition.out_of}.",
        "dc:temporal": figure.period,
        "dc:spatial": figure.area,
        "dc:source": figure.source.name,
        "notes": [{"name": name, "value": value} for name, value in definition_notes(figure, notes)],
        "tableSchema": {"columns": [column.described() for column in COLUMNS]},
    }
    return _json(told)


def table_json(tables: Mapping[str, Sequence[TableRow]], notes: Notes | None = None) -> str:
    """Several indicators: each its definition and notes, then its rows by column name."""
    indicators = [_table(rows, notes) for rows in tables.values() if rows]
    synthetic = any(rows[0].figure.source.synthetic for rows in tables.values() if rows)
    return _json({"weft": FORMAT, "synthetic": synthetic, "indicators": indicators})


def _table(rows: Sequence[TableRow], notes: Notes | None) -> dict[str, Any]:
    figure = rows[0].figure
    names = [column.name for column in COLUMNS]
    return {
        "definition": figure.definition.key,
        "label": figure.definition.label,
        "about": dict(definition_notes(figure, notes)),
        "rows": [dict(zip(names, cells(row, escaped=False), strict=True)) for row in rows],
    }


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
