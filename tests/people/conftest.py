"""Two organisations, an officer and the staff of the first, each signed in."""

import pytest
from django.test import Client

from tests.people.make import account, sign_in
from weft.people.actions import (
    add_organisation,
)
from weft.people.actions.organisations import OrganisationDetails
from weft.people.models import Organisation

WHY = "a test looks"


@pytest.fixture
def arches(db: None) -> Organisation:
    return add_organisation(details=OrganisationDetails("Arches", "informal"), by=None)


@pytest.fixture
def other(db: None) -> Organisation:
    return add_organisation(details=OrganisationDetails("Bread and Roses", "informal"), by=None)


@pytest.fixture
def officer(client: Client, db: None) -> Client:
    return sign_in(client, account("officer@demonstration.example", "officer"))


@pytest.fixture
def staff(arches: Organisation) -> Client:
    made = account("staff@demonstration.example", "partner_staff", organisation=arches)
    return sign_in(Client(), made)
