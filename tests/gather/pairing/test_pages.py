"""The pages of pairs: who opens them, what they say, and what they never say."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.browser.checks import strict_html
from tests.gather.pairing.make import (
    BUDDY,
    CYCLIST,
    address,
    entry,
    meeting_pair,
    meetings,
    one_pair,
    person,
    pool,
    proposed,
)
from tests.people.make import account, sign_in
from weft.gather.pairing import actions
from weft.gather.pairing.models import FIRST, SECOND, Entry, Match, MatchState, Meeting
from weft.people.matching.actions import save_profile
from weft.people.models import Organisation
from weft.people.roles.current import actor_for
from weft.today.tasks import board as today_board

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client: Client) -> Client:
    return sign_in(client, account("officer@example.org", "officer"))


def get(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    strict_html(response)
    return response.content.decode()


def state(match: Match) -> str:
    match.refresh_from_db()
    return match.state


def test_a_coordinator_suggests_approves_and_takes_back(officer):
    riders = pool()
    entry(riders, BUDDY, "Ada", interests=["music"])
    entry(riders, CYCLIST, "Bo", interests=["music"])
    entry(riders, BUDDY, "Cal", languages=["pl"])
    board = f"/gather/pairs/{riders.public_id}"
    assert riders.title in get(officer, "/gather/pairs")
    officer.post(f"{board}/suggest")
    said = get(officer, board)
    assert "Both like: Music and singing" in said
    assert "No language in common" in said
    match = Match.objects.unscoped("test").get()
    officer.post(f"{board}/decide", {"approve": match.public_id})
    assert state(match) == MatchState.PROPOSED
    assert "Nobody has answered yet" in get(officer, board)
    officer.post(f"{board}/decide", {"withdraw": match.public_id})
    assert state(match) == MatchState.WITHDRAWN


def test_a_suggested_pair_is_approved_from_its_own_page(officer):
    match = one_pair()
    page = f"/gather/pairs/pair/{match.public_id}"
    approve = f'name="approve" value="{match.public_id}"'
    assert approve in get(officer, page)
    officer.post(f"/gather/pairs/{match.first.pool.public_id}/decide", {"approve": match.public_id})
    assert state(match) == MatchState.PROPOSED
    assert approve not in get(officer, page)


def test_each_of_a_pair_reads_how_to_reach_the_other(client):
    match = proposed()
    actions.accept(match=match, side=FIRST, by=match.first.person, tells_address=True)
    actions.accept(match=match, side=SECOND, by=match.second.person)
    first, second = match.first.person, match.second.person
    assert f"{second.name} has your e-mail address and can write to you." in get(
        client, address(match, FIRST)
    )
    assert f"You can write to {first.name}: <bdi>{first.email}</bdi>" in get(client, address(match, SECOND))


def test_a_pair_without_addresses_is_told_whom_to_ask(client):
    match = meeting_pair()
    said = f"Ask whoever brought you together how to reach {match.second.person.name}."
    assert said in get(client, address(match, FIRST))


def test_all_are_approved_at_once(officer):
    riders = pool()
    for n in range(3):
        entry(riders, BUDDY, f"Buddy{n}")
        entry(riders, CYCLIST, f"Cyclist{n}")
    actions.suggest(pool=riders, by=None)
    officer.post(f"/gather/pairs/{riders.public_id}/decide", {"approve": "all"})
    assert Match.objects.unscoped("test").filter(state=MatchState.PROPOSED).count() == 3


def test_a_block_is_on_no_page(officer):
    riders = pool()
    ada, bo = entry(riders, BUDDY, "Ada"), entry(riders, CYCLIST, "Bo")
    actions.block(person=ada.person, other=bo.person, by=ada.person)
    said = get(officer, f"/gather/pairs/{riders.public_id}")
    assert said.count("Nobody who suits them is free") == 2
    assert "block" not in said.lower().replace("blocks the", "")


def test_putting_somebody_in_gives_the_same_answer_for_nobody_and_for_who_did_not_agree(officer):
    riders = pool()
    person("Ada", consent=False)
    pages = []
    for email in ("ada@example.org", "nobody@example.org"):
        path = f"/gather/pairs/{riders.public_id}/enter"
        told = {"email": email, "side": BUDDY, "places": "1", "key": "k"}
        pages.append(officer.post(path, told).content.decode().replace(email, ""))
    strip = [page.split("<main")[1].split("csrf")[0] for page in pages]
    assert strip[0] == strip[1]
    person("Bo")
    officer.post(path, {"email": "BO@example.org", "side": CYCLIST, "places": "2", "key": "k2"})
    assert [one.places for one in Entry.objects.unscoped("test")] == [2]


def test_a_partner_sees_the_pools_of_their_organisation_only(client):
    mine, theirs = (Organisation.objects.create(name=name, kind="charity") for name in ("Mine", "Theirs"))
    near, far = pool(mine, key="near"), pool(theirs, key="far")
    sign_in(client, account("partner@example.org", "partner_staff", organisation=mine))
    assert client.get(f"/gather/pairs/{near.public_id}").status_code == 200
    assert client.get(f"/gather/pairs/{far.public_id}").status_code == 404
    match = proposed(far)
    assert client.get(f"/gather/pairs/pair/{match.public_id}").status_code == 404
    decided = client.post(f"/gather/pairs/{near.public_id}/decide", {"withdraw": match.public_id})
    assert (decided.status_code, state(match)) == (302, MatchState.PROPOSED)
    assert "Nothing was done" in client.get(decided["Location"]).text


def test_the_link_says_the_first_name_only_until_both_said_yes(client):
    match = proposed()
    said = get(client, address(match, FIRST))
    assert "Would you like to meet Bo?" in said
    assert "Example" not in said
    client.post(address(match, FIRST), {"do": "accept"})
    assert "Example" not in get(client, address(match, FIRST))
    client.post(address(match, SECOND), {"do": "accept", "tells_address": "on"})
    said = get(client, address(match, FIRST))
    assert "Bo Example" in said
    assert "bo@example.org" in said  # given by Bo
    assert "ada@example.org" not in get(client, address(match, SECOND))  # not given by Ada


def test_opening_the_link_changes_nothing(client):
    match = proposed()
    for _open in range(2):
        get(client, address(match, FIRST))
        client.head(address(match, FIRST))
    match.refresh_from_db()
    assert match.accepted_first is None


def test_a_declined_pair_is_over_on_both_links(client):
    match = proposed()
    client.post(address(match, FIRST), {"do": "decline"})
    assert state(match) == MatchState.DECLINED
    assert "not going ahead" in get(client, address(match, SECOND))


def test_a_link_nobody_was_sent_opens_nothing(client):
    proposed()
    assert client.get("/pairs/" + "0" * 32).status_code == 404
    assert client.get(address(one_pair(pool(key="other")), FIRST)).status_code == 404


def test_pages_of_a_link_are_not_stored(client):
    response = client.get(address(proposed(), FIRST))
    assert "no-store" in response["Cache-Control"]


def test_a_meeting_is_written_down_and_confirmed_by_the_other(client):
    match = meeting_pair()
    path = address(match, FIRST) + "/meeting/1"
    get(client, path)
    assert "Enter the day you met" in client.post(path, {"outcome": "held"}).content.decode()
    late = {"outcome": "held", "held_on": timezone.localdate().isoformat(), "minutes": "601"}
    assert "between 1 minute and 10 hours" in client.post(path, late).content.decode()
    client.post(path, {**late, "minutes": "90"})
    assert "Yes, that is right" not in get(client, address(match, FIRST))
    assert "Yes, that is right" in get(client, address(match, SECOND))
    client.post(address(match, SECOND), {"do": "confirm", "meeting": "1"})
    one = meetings(match)[0]
    assert (one.minutes, one.counted_at is not None) == (90, True)


def test_a_link_reaches_no_other_pairs_meetings(client):
    match = meeting_pair()
    assert client.get(address(match, FIRST) + "/meeting/4").status_code == 404
    assert client.post(address(match, FIRST), {"do": "confirm", "meeting": "99999999"}).status_code == 404


def test_a_pair_goes_on_and_ends_never_to_meet_again(client):
    match = meeting_pair()
    path = address(match, FIRST)
    get(client, path + "/more")
    client.post(path + "/more", {"number": "2", "key": "k"})
    assert len(meetings(match)) == 5
    get(client, path + "/end")
    client.post(path + "/end", {"because": "did_not_fit", "never_again": "on"})
    assert state(match) == MatchState.ENDED
    from weft.gather.pairing.models import Block

    (held,) = Block.objects.unscoped("test")
    assert held.person == match.first.person
    assert "never" not in get(client, address(match, SECOND)).lower()


def test_a_resident_joins_pauses_and_leaves(client):
    riders = pool()
    me = account("me@example.org")
    sign_in(client, me)
    assert "First tell us what to match you by" in get(client, "/my/pairs")
    join = f"/my/pairs/join/{riders.public_id}"
    assert "Fill in your matching profile" in get(client, join)
    save_profile(person=me.person, chosen={}, consent=True, by=me)
    get(client, join)
    assert "Choose how you would like to take part" in client.post(join, {"places": "1"}).content.decode()
    client.post(join, {"side": BUDDY, "places": "1", "key": "k"})
    one = Entry.objects.unscoped("test").get()
    assert one.state == "available"
    for do, now in (("pause", "paused"), ("resume", "available"), ("leave", "left")):
        client.post(f"/my/pairs/entry/{one.public_id}", {"do": do})
        one.refresh_from_db()
        assert one.state == now
    get(client, "/my/pairs")


def test_a_resident_reaches_no_entry_of_somebody_else(client):
    other = entry(pool(), BUDDY, "Ada")
    sign_in(client, account("me@example.org"))
    assert client.post(f"/my/pairs/entry/{other.public_id}", {"do": "leave"}).status_code == 404


def test_an_officer_writes_down_confirms_and_ends_for_the_two(officer):
    match = proposed()
    path = f"/gather/pairs/pair/{match.public_id}"
    get(officer, path)
    for side in ("first", "second"):
        officer.post(path, {"do": f"accept-{side}"})
    get(officer, path + "/meeting/1")
    told = {"outcome": "held", "held_on": timezone.localdate().isoformat(), "minutes": "60"}
    officer.post(path + "/meeting/1", told)
    officer.post(path, {"do": "confirm", "meeting": "1"})
    assert Meeting.objects.unscoped("test").filter(counted_at__isnull=False).count() == 1
    get(officer, path + "/end")
    officer.post(path + "/end", {"because": "no_time"})
    assert state(match) == MatchState.ENDED


def test_today_says_what_waits_for_a_coordinator():
    one_pair()
    actor = actor_for(account("officer@example.org", "officer"), has_second_factor=True)
    words = [(task.count, task.words) for task in today_board(actor, timezone.localdate()).mine]
    assert (1, "pair is suggested") in words


@pytest.mark.parametrize("page", ["board", "pools"])
def test_a_page_asks_the_same_number_of_questions_for_one_and_three(
    officer, page, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    riders, counts = pool(), []
    path = "/gather/pairs" if page == "pools" else f"/gather/pairs/{riders.public_id}"
    for n in range(3):
        entry(riders, BUDDY, f"Buddy{n}")
        with CaptureQueriesContext(connection) as asked:
            officer.get(path)
        counts.append(len(asked))
    assert counts[1] == counts[2]
