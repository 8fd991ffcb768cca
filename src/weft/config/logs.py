"""Log lines without people in them: an error's text may quote the answer it stumbled over."""

import logging
import re
import traceback
from types import TracebackType

# A public id or a token in an address: whoever reads the log must not open an invitation with it.
SECRET_PART = re.compile(r"(?<=/)[A-Za-z0-9_-]{16,}(?=[/?\s]|$)")
Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class WithoutValues(logging.Formatter):
    """Says where an error arose and of what kind it is; never its text, which may hold a respondent's answer."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET_PART.sub("…", super().format(record))

    def formatException(self, ei: Raised) -> str:
        lines: list[str] = []
        error, seen = ei[1], set[int]()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            frames = "".join(traceback.format_tb(error.__traceback__))
            lines.insert(0, f"{frames}{type(error).__module__}.{type(error).__qualname__} (text withheld)")
            error = error.__cause__ or error.__context__
        return "\n\nthen\n\n".join(lines)
