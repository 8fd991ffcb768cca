"""A pool is opened from the page of pairs; a block is taken back by who asked for it, and by nobody else."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.browser.checks import strict_html
from tests.gather.make import host
from tests.gather.pairing.make import BUDDY, CYCLIST, entry, pool
from tests.people.make import account, sign_in
from weft.gather.pairing import actions
from weft.gather.pairing.errors import NoPool
from weft.gather.pairing.models import Block, Pool
from weft.people.models import Person
from weft.programmes.actions import install, open_edition, open_programme
from weft.programmes.blueprint.shelf import from_shelf
from weft.programmes.models import Edition

pytestmark = pytest.mark.django_db


def bikes() -> Edition:
    made = install(blueprint=from_shelf("bike-buddies", with_forms=True), by=None)
    today = timezone.localdate()
    edition = open_edition(
        programme=made, key="now", title="Now", starts_on=today, ends_on=today, targets=[], by=None
    )
    open_programme(programme=made, by=None)
    return edition


def test_a_pool_is_opened_once_with_the_rules_of_its_blueprint(client: Client) -> None:
    edition, officer = bikes(), sign_in(client, account("officer@example.org", "officer"))
    address = f"/gather/pairs/open/{edition.public_id}/riders"
    for _twice in range(2):
        officer.post(address)
    made = Pool.objects.unscoped("test").get()
    assert (made.sides, made.rules["meetings"], made.rules["counts_minutes_of"]) == (
        ["buddy", "rider"],
        3,
        "buddy",
    )
    assert made.title == "Bike Buddies"


def test_a_pool_no_blueprint_names_is_refused() -> None:
    with pytest.raises(NoPool):
        actions.open_pool(edition=bikes(), key="walkers", by=None)


def test_somebody_of_another_organisation_opens_nothing(client: Client) -> None:
    edition = bikes()
    partner = sign_in(client, account("staff@example.org", "partner_staff", organisation=host()))
    partner.post(f"/gather/pairs/open/{edition.public_id}/riders")
    assert not Pool.objects.unscoped("test").exists()


def blocked(mine: str = "ada@example.org") -> tuple[Person, Block]:
    user = account(mine)
    other = entry(pool(), CYCLIST, "Bo").person
    assert other is not None
    me = user.person
    return other, actions.block(person=me, other=other, by=user)


def test_who_asked_takes_it_back_on_their_own_page(client: Client) -> None:
    other, block = blocked()
    sign_in(client, account("ada@example.org"))
    page = client.get("/my/pairs")
    strict_html(page)
    assert "Whom you do not want to be paired with" in page.content.decode()
    assert "Bo" in page.content.decode() and other.name not in page.content.decode()
    client.post(f"/my/pairs/apart/{block.pk}")
    assert not Block.objects.unscoped("test").exists()


def test_nobody_else_takes_it_back_or_sees_it(client: Client) -> None:
    _other, block = blocked()
    sign_in(client, account("eve@example.org"))
    assert "Whom you do not want" not in client.get("/my/pairs").content.decode()
    assert client.post(f"/my/pairs/apart/{block.pk}").status_code == 404
    assert Block.objects.unscoped("test").exists()


def test_after_it_was_taken_back_the_two_are_suggested_again() -> None:
    of = pool()
    ada, bo = entry(of, BUDDY, "Ada"), entry(of, CYCLIST, "Bo")
    assert ada.person and bo.person
    made = actions.block(person=ada.person, other=bo.person, by=None)
    assert actions.suggest(pool=of, by=None) == []
    actions.unblock(person=ada.person, block=made, by=None)
    assert len(actions.suggest(pool=of, by=None)) == 1
