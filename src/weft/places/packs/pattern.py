"""What a postcode looks like, in any city."""

import re
from dataclasses import dataclass

LONGEST = 16  # of what somebody types: longer is not looked at


@dataclass(frozen=True)
class Pattern:
    """`postcode` has two groups, the outcode and the rest; both are written without spaces in capitals."""

    postcode: re.Pattern[str]
    outcode: re.Pattern[str]
    between: str = " "  # stands between the halves where people read it

    def halves(self, text: str) -> tuple[str, str] | None:
        """The two halves of a postcode however it is typed, or None."""
        found = self.postcode.fullmatch(plain(text))
        return (found[1], found[2]) if found else None

    def outcode_in(self, text: str) -> str | None:
        """An outcode however it is typed, or None."""
        found = self.outcode.fullmatch(plain(text))
        return found[0] if found else None

    def written(self, text: str) -> str:
        """A postcode as people read it: "SE1 7PB". What is none stays as it is."""
        halves = self.halves(text)
        return self.between.join(halves) if halves else text


def plain(text: str) -> str:
    """Capitals and digits only, and nothing of a text that is too long for a postcode."""
    return "".join(filter(str.isalnum, text)).upper() if len(text) <= LONGEST else ""
