"""What kind of device somebody answers on: one of three words, never the browser's own line."""

import re

PHONE, TABLET, COMPUTER = "phone", "tablet", "computer"


def device_of(agent: str) -> str:
    if re.search(r"iPad|Tablet|Android(?!.*Mobile)", agent):
        return TABLET
    return PHONE if re.search(r"Mobi|iPhone|Android", agent) else COMPUTER
