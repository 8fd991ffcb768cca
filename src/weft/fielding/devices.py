"""What kind of device somebody answers on. One of three words is kept; never the browser's own line, never an address."""

import re

PHONE, TABLET, COMPUTER = "phone", "tablet", "computer"


def device_of(agent: str) -> str:
    if re.search(r"iPad|Tablet|Android(?!.*Mobile)", agent):
        return TABLET
    return PHONE if re.search(r"Mobi|iPhone|Android", agent) else COMPUTER
