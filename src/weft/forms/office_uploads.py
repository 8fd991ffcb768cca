"""Workbooks on their way in."""

from weft.forms.rules import WORKBOOK_BYTES
from weft.web.uploads import BoundedUpload


class WorkbookUpload(BoundedUpload):
    """Stops a little above the largest workbook, so that the page can say what is too large."""

    too_large = "The file is larger than a form may be."

    def allowed(self) -> int:
        return 2 * WORKBOOK_BYTES
