"""Regular expressions of regex()."""

from __future__ import annotations

import re

from weft.forms.xpath import limits
from weft.forms.xpath.context import Context
from weft.forms.xpath.errors import XPathEvaluationError


def found(pattern: str, text: str, context: Context) -> bool:
    if len(pattern) > limits.PATTERN_CHARACTERS or len(text) > limits.PATTERN_TEXT:
        raise XPathEvaluationError("regex(): the pattern or the text is too long")
    context.charge(len(text))
    return re.search(pattern, text) is not None
