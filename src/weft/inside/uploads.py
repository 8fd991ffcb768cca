"""Output files on their way to the airlock."""

from weft.inside.rules import OUTPUT_BYTES
from weft.web.uploads import BoundedUpload

FORM_ITSELF = 1_000_000  # bytes: the words beside the file


class OutputUpload(BoundedUpload):
    """Stops a little above the largest output, so that the page can say what is too large."""

    too_large = "The file is larger than an output may be."

    def allowed(self) -> int:
        return OUTPUT_BYTES + FORM_ITSELF
