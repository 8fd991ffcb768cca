"""A city with two postcodes, and an officer of it."""

import pytest
from django.test import Client

from tests.people.make import account, sign_in
from tests.places.make import file_of
from weft.places.actions import import_postcodes, load_pack

TABLE = "postcode,lat,lon,lad_code\nSE1 7PB,51.50131,-0.11907,E09000022\nNW1 1AA,51.53,-0.14,E09000007\n"


@pytest.fixture
def london(db: None) -> None:
    load_pack(by=None)
    import_postcodes(file=file_of(TABLE), by=None)


@pytest.fixture
def officer(client: Client) -> Client:
    return sign_in(client, account("officer@example.org", "officer"))
