"""Files given as answers, on their way in."""

from weft.forms.rules import UPLOAD_BYTES
from weft.web.uploads import BoundedUpload

FORM_ITSELF = 1_000_000  # bytes: the other answers of the page


class AnswerUpload(BoundedUpload):
    """Stops a little above the largest file one may give as an answer."""

    too_large = "The file is larger than an answer may be."

    def allowed(self) -> int:
        return UPLOAD_BYTES + FORM_ITSELF
