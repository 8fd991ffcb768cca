"""Files of places on their way in."""

from weft.places.forms.imports import MB, MOST_MB
from weft.web.uploads import BoundedUpload

MOST = (MOST_MB + 1) * MB  # the form itself needs a little room


class PlacesUpload(BoundedUpload):
    """Stops at the largest import on the web."""

    too_large = "The file is larger than an import on the web may be."

    def allowed(self) -> int:
        return MOST
