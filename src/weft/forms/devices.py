"""What kind of device a form was begun on: one of three words, never the browser's own line.

The line a browser says of itself is read once and forgotten: with it people could be told apart. A tablet that calls
itself a desktop (as iPads do) is one here too.
"""

import re

PHONE, TABLET, DESKTOP = "phone", "tablet", "desktop"


def device_of(agent: str) -> str:
    """The kind of device behind a User-Agent line; "" where there is none."""
    if re.search(r"iPad|Tablet|Android(?!.*Mobile)", agent):
        return TABLET
    if re.search(r"Mobi|iPhone|Android", agent):
        return PHONE
    return DESKTOP if agent.strip() else ""
