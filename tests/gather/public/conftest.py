"""A city with a postcode, three venues around it, and something to do at each."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.gather.make import activity, session
from tests.places.make import file_of
from weft.gather.models import Session
from weft.places.actions import VenueFacts, add_venue, import_postcodes, load_pack
from weft.places.models import Venue

TABLE = "postcode,lat,lon,lad_code\nSE1 7PB,51.50131,-0.11907,E09000022\nNW1 1AA,51.53,-0.14,E09000007\n"


@pytest.fixture
def london(db: None) -> None:
    load_pack(by=None)
    import_postcodes(file=file_of(TABLE), by=None)


def venue(
    name: str = "Tide Hall", north: float = 0.0, access: tuple[str, ...] = ("step_free",), **more: Any
) -> Venue:
    """A venue so many kilometres north of SE1 7PB."""
    return add_venue(
        facts=VenueFacts(
            name, 51.50131 + north / 111.195, -0.11907, "1 Weaver Street", "SE1", access, **more
        ),
        by=None,
    )


def planned(
    days: int = 2, hour: int = 18, *, where: Venue | None = None, places: Any = 10, **about: Any
) -> Session:
    """A session so many days from today, at a local hour."""
    title = about.pop("title", "")
    of = activity(**about)
    if title:
        of.title = title
        of.save()
    day = timezone.localdate() + timedelta(days=days)
    return session(places, activity=of, local_start=f"{day}T{hour:02d}:00", minutes=90, venue=where)
