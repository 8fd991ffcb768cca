"""How large a form's definition may be. Real national surveys stay far below (the largest of 32 public XLSForms: 560
rows, 3,100 choices)."""

from weft.forms.rules import WORKBOOK_BYTES
from weft.reading.limits import MB, Limits

QUESTIONS_MOST = 3_000  # rows of the survey sheet
CHOICES_MOST = 20_000
OTHER_ROWS_MOST = 1_000  # of settings and the other sheets
COLUMNS_MOST = 300
CELL_CHARACTERS = 20_000
EMPTY_ROWS_MOST = 1_000  # in sequence: what follows is not looked at
UNPACKED_BYTES = 60 * MB  # of all parts of a workbook, once unpacked
PARTS_MOST = 500
XFORM_BYTES = 20 * MB

READING = Limits(
    max_bytes=WORKBOOK_BYTES,
    max_stored_bytes=4 * XFORM_BYTES,
    seconds=20.0,
    memory_mb=400,
)


def rows_most(sheet: str) -> int:
    """Rows a sheet may have."""
    return {"survey": QUESTIONS_MOST, "choices": CHOICES_MOST, "external_choices": CHOICES_MOST}.get(
        sheet, OTHER_ROWS_MOST
    )
