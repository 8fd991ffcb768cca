"""The one error of this package."""

from dataclasses import dataclass


@dataclass
class Refusal(Exception):
    """A file that will not be read: what is wrong, where it is, and what to do about it.

    It names positions, column names and types, never an answer somebody gave.
    """

    message: str
    where: str = ""
    remedy: str = ""
    peak_mb: float = 0.0  # memory the reading process had reached; 0 when none was started
    seconds: float = 0.0

    def __str__(self) -> str:
        place = f" Where: {self.where}." if self.where else ""
        return f"{self.message}{place} {self.remedy}".strip()

    def as_dict(self) -> dict[str, str]:
        return {"message": self.message, "where": self.where, "remedy": self.remedy}


def counted(number: int, thing: str, things: str = "") -> str:
    """1 row, 12,000 rows."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def shown(name: str) -> str:
    """A column name as quoted in a message: one line, at most 60 characters."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in name)
    return f"'{plain[:57]}...'" if len(plain) > 60 else f"'{plain}'"
