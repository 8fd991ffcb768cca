"""The list of dispositions, read from data: dispositions.yaml."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("dispositions.yaml")
COMPLETED, PARTIAL, REFUSED, BROKE_OFF, NOTHING_HEARD, QUOTA_FULL = (
    "1.1", "1.2", "2.11", "2.12", "3.10", "4.80",
)  # fmt: skip


@dataclass(frozen=True)
class Disposition:
    """One code: how it reads, its kind in the rates, who sets it, whether anybody is asked again."""

    code: str
    words: str
    kind: str
    by: str
    stops: bool


@cache
def dispositions() -> dict[str, Disposition]:
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {code: Disposition(code, **rest) for code, rest in read.items()}


def of_the_office() -> list[Disposition]:
    """What somebody may choose for a case."""
    return [one for one in dispositions().values() if one.by == "office"]


def kind_of(code: str) -> str:
    return dispositions()[code].kind
