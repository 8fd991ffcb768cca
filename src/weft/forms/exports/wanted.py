"""Which responses are looked at: the same words on the screen, in the address and in the export."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q

from weft.forms.states import ResponseState


@dataclass(frozen=True)
class Wanted:
    """version: 0 for all. since, until: days of submission, both included. partials: also forms left unfinished."""

    version: int = 0
    mode: str = ""
    language: str = ""
    since: date | None = None
    until: date | None = None
    partials: bool = False
    without_special: bool = False

    def rows(self) -> Q:
        """The condition on responses. Test responses are never among them."""
        states = [ResponseState.SUBMITTED] + ([ResponseState.PARTIAL] if self.partials else [])
        found = Q(is_test=False, state__in=states)
        for name, value in (
            ("version__number", self.version),
            ("mode", self.mode),
            ("language", self.language),
        ):
            found &= Q(**{name: value}) if value else Q()
        return found & self._days()

    def _days(self) -> Q:
        """By the day in the service's time zone; a form that was left has only the day it was last saved."""
        found = Q()
        if self.since:
            found &= Q(submitted_at__date__gte=self.since) | Q(
                submitted_at=None, saved_at__date__gte=self.since
            )
        if self.until:
            found &= Q(submitted_at__date__lte=self.until) | Q(
                submitted_at=None, saved_at__date__lte=self.until
            )
        return found

    def kept(self) -> dict[str, Any]:
        """As JSON, less what is not asked for."""
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in asdict(self).items()
            if value
        }

    def query(self) -> str:
        return urlencode(self.kept())

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> "Wanted":
        days = {name: date.fromisoformat(kept[name]) for name in ("since", "until") if kept.get(name)}
        return cls(**{**kept, **days})
