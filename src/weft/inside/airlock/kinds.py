"""What an output file is, told from its content; its name is never asked."""

from django.utils.translation import gettext as _

from weft.inside.rules import OUTPUT_BYTES, Refused

PDF, PNG, XLSX, CSV = "pdf", "png", "xlsx", "csv"
CONTENT_TYPES = {
    PDF: "application/pdf",
    PNG: "image/png",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8",
}
READ_BY_US = (CSV, XLSX)  # the others only a person can read
_BOOK = b"xl/workbook.xml"


def kind_of(content: bytes) -> str:
    """The kind of an output file. Raises Refused, saying what may be brought."""
    if not content:
        raise Refused(_("The file is empty. Choose another."))
    if len(content) > OUTPUT_BYTES:
        raise Refused(_("Choose a file of up to %(mb)s MB.") % {"mb": OUTPUT_BYTES // 1_000_000})
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"PK\x03\x04") and _BOOK in content:
        return XLSX
    if _is_table(content):
        return CSV
    raise Refused(_("Choose a CSV, XLSX, PDF or PNG file."))


def _is_table(content: bytes) -> bool:
    """Text in columns, in UTF-8: no other encoding is guessed, and nothing a browser would take for a page."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    first = text.lstrip().partition("\n")[0]
    return "\x00" not in text and not first.startswith("<") and any(mark in first for mark in ",;\t")
