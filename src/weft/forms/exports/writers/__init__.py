"""Files of an export, written row by row: CSV, XLSX, SAV and Parquet."""

from collections.abc import Callable
from pathlib import Path

from weft.forms.exports.writers.delimited import CsvWriter
from weft.forms.exports.writers.parquet import ParquetWriter
from weft.forms.exports.writers.sav import SavWriter
from weft.forms.exports.writers.sheet import Sheet, Writer
from weft.forms.exports.writers.workbook import XlsxWriter

FORMATS: dict[str, Callable[[Path, tuple[Sheet, ...]], Writer]] = {
    "csv": CsvWriter,
    "csv-plain": lambda folder, sheets: CsvWriter(folder, sheets, mark=""),
    "xlsx": XlsxWriter,
    "sav": SavWriter,
    "parquet": ParquetWriter,
}
KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sav": "application/x-spss-sav",
    "parquet": "application/vnd.apache.parquet",
    "zip": "application/zip",
}

__all__ = ["FORMATS", "KINDS", "Sheet", "Writer"]
