"""Files of places on their way in: streamed to disk, and refused before they fill it."""

from typing import IO

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from weft.places.forms.imports import MB, MOST_MB

MOST = (MOST_MB + 1) * MB  # the form itself needs a little room
TOO_LARGE = "The file is larger than an import on the web may be."


class PlacesUpload(TemporaryFileUploadHandler):
    """Streams to a temporary file and stops at the largest import on the web."""

    seen = 0

    def handle_raw_input(
        self,
        input_data: IO[bytes],  # noqa: ARG002
        META: dict[str, str],  # noqa: ARG002
        content_length: int,
        boundary: str,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        if content_length > MOST:
            raise RequestDataTooBig(TOO_LARGE)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.seen += len(raw_data)
        if self.seen > MOST:
            raise RequestDataTooBig(TOO_LARGE)
        super().receive_data_chunk(raw_data, start)
