"""Find something to do: what is found, in which order, and what the address of a search tells."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.browser.checks import strict_html
from tests.gather.make import seat
from tests.gather.public.conftest import planned, venue
from weft.gather.actions.openings import forget_past_openings, refresh_all, refresh_openings_of
from weft.gather.actions.sessions import cancel_session, change_activity, change_session
from weft.gather.finding.models import Opening
from weft.gather.finding.rules import LANGUAGE_BITS
from weft.gather.forms.find import days_of, read
from weft.gather.models import Session
from weft.gather.queries.find import Wanted, find, places_left
from weft.people.languages import LANGUAGES
from weft.places.geometry import Point

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("london")]
HERE = Point(51.50131, -0.11907)


def wanted(**more: object) -> Wanted:
    today = timezone.localdate()
    said: dict[str, object] = {
        "first_day": today,
        "last_day": today + timedelta(weeks=4),
        "at": HERE,
        "km": 5.0,
    }
    return Wanted(**(said | more))  # type: ignore[arg-type]


def found(**more: object) -> list[str]:
    return [hit.session.activity.title for hit in find(wanted(**more), now=timezone.now()).hits]


def test_the_nearest_comes_first_and_an_activity_once_with_its_next_session() -> None:
    near, far = venue("Near", 0.5), venue("Far", 2)
    planned(1, where=far, title="Sing")
    first = planned(2, where=near, title="Cook")
    day = timezone.localdate() + timedelta(days=9)
    from tests.gather.make import session

    session(5, activity=first.activity, local_start=f"{day}T18:00", venue=near)
    hits = find(wanted(), now=timezone.now()).hits
    assert [hit.session.pk for hit in hits] == [first.pk, Session.objects.get(activity__title="Sing").pk]
    assert [round(hit.km or 0, 1) for hit in hits] == [0.5, 2.0]


def test_without_a_place_the_soonest_comes_first() -> None:
    planned(5, where=venue("Near", 0.1), title="Later")
    planned(1, where=venue("Far", 9), title="Sooner")
    planned(20, title="Last, and nowhere in particular")
    assert found(at=None) == ["Sooner", "Later", "Last, and nowhere in particular"]


def test_every_wish_must_hold() -> None:
    hall = venue("Hall", 0.2, ("step_free", "hearing_loop"))
    planned(
        2, 19, where=hall, title="Evening", languages=("ur",), welcomes=("first_time",), volunteering=True
    )
    planned(2, 10, where=hall, title="Morning", languages=("en",), cost_pence=300)
    assert found(needs=("step_free",)) == ["Morning", "Evening"]
    assert found(needs=("step_free", "first_time_welcome")) == ["Evening"]
    assert found(needs=("bsl",)) == []
    assert found(languages=("ur", "so")) == ["Evening"]
    assert found(parts=(1,)) == ["Morning"]
    assert found(volunteering=False) == ["Morning"]
    assert found(needs=("free",)) == ["Evening"]
    assert found(words=("morn",)) == ["Morning"]
    assert found(last_day=timezone.localdate()) == []
    assert found(km=0.1) == []


def test_a_creche_is_found_by_the_age_of_the_child() -> None:
    planned(2, where=venue("Hall", 0.2), title="English", places={"learner": 4, "creche_2_4": 3})
    assert found(child_age=3) == ["English"]
    assert found(child_age=5) == []


def test_a_session_leaves_the_search_when_it_is_cancelled_private_or_has_begun() -> None:
    one, two = planned(2, title="One"), planned(3, title="Two")
    cancel_session(session=one, because="Flood", by=None)
    assert found(at=None) == ["Two"]
    change_activity(activity=two.activity, is_public=False, by=None)
    assert found(at=None) == []
    three = planned(4, title="Three")
    assert forget_past_openings(now=three.starts_at) == 1
    assert refresh_all() == 1  # Three has not begun in truth


def test_a_session_that_moves_is_found_where_it_is_now() -> None:
    moved = planned(2, title="Walk", where=venue("Old", 4.5))
    change_session(session=moved, by=None, local_start=moved.local_start, minutes=60, venue=venue("New", 0.2))
    hit = find(wanted(), now=timezone.now()).hits[0]
    assert round(hit.km or 0, 1) == 0.2
    refresh_openings_of(activity=moved.activity)
    assert Opening.objects.count() == 1


def test_places_left_are_words_never_numbers(client: Client) -> None:
    one = planned(2, places=7)
    assert places_left(list(one.capacities.all()), timezone.now()) == "many"
    seat(one, 2, at=timezone.now())
    assert places_left(list(one.capacities.all()), timezone.now()) == "few"
    seat(one, 5, at=timezone.now())
    assert places_left(list(one.capacities.all()), timezone.now()) == "none"
    text = client.get(f"/gather/sessions/{one.public_id}/").content.decode()
    assert "Join the waiting list" in text and "7 places" not in text


def test_a_postcode_never_stands_in_an_address(client: Client) -> None:
    planned(2, where=venue("Hall", 0.2), title="Cook together")
    answer = client.post("/gather/find", {"near": "cook near SE1 7PB", "within": "2"})
    assert answer["Location"] == "/gather/near?at=51.500%2C-0.120&of=SE1&within=2&word=cook"
    page = client.get(answer["Location"])
    strict_html(page)
    assert "Cook together" in page.content.decode() and "7PB" not in page.content.decode()
    assert not answer.cookies


def test_words_that_are_not_ours_go_into_no_address(client: Client) -> None:
    planned(2, title="Cook together")
    answer = client.post("/gather/find", {"near": "my sister Amina"})
    assert answer["Location"] == "/gather/near?unknown=1"
    assert "No activity here is called what you typed" in client.get(answer["Location"]).content.decode()


def test_an_unknown_postcode_is_told_and_not_taken_for_words(client: Client) -> None:
    page = client.post("/gather/find", {"near": "cook ZZ9 9ZZ"})
    assert page.status_code == 200 and "We do not know this postcode" in page.content.decode()


def test_where_nothing_fits_other_ways_are_offered(client: Client) -> None:
    planned(9, where=venue("Hall", 8), title="Cook together")
    page = client.get("/gather/near?at=51.500,-0.120&within=1&when=today&need=bsl").content.decode()
    assert "Nothing fits all of that just now" in page and "Without what you asked for" in page
    assert "Cook together" in page


def test_text_is_read_as_place_and_words() -> None:
    assert (read("SE1").words, read("SE1").located.name) == ((), "SE1")  # type: ignore[union-attr]
    assert read("cooking in SE1").words == ("cooking",)
    assert read("SE1 cooking").words == ("cooking",)
    assert (read("cooking, walking").located, read("cooking, walking").words) == (
        None,
        ("cooking", "walking"),
    )
    assert (read("").located, read("").words) == (None, ())


@pytest.mark.parametrize(
    ("today", "first", "last"), [("2026-11-25", 28, 29), ("2026-11-28", 28, 29), ("2026-11-29", 29, 29)]
)
def test_this_weekend_is_the_one_that_is_on_or_comes_next(today: str, first: int, last: int) -> None:
    days = days_of("weekend", date.fromisoformat(today))
    assert [day.day for day in days] == [first, last]


def test_an_address_made_up_shows_everything_and_repeats_nothing(client: Client) -> None:
    page = client.get(
        "/gather/near?at=x&when=<b>&need=nothing&page=999&child=-1&first=2026-99-99&of=<i>&word=%25"
    )
    main = page.content.decode().partition("<main")[2].partition("</main")[0]
    assert page.status_code == 200 and "999" not in main and "<i>" not in main and "%3C" not in main


def test_more_than_a_page_is_paged(client: Client) -> None:
    hall = venue("Hall", 0.2)
    for number in range(11):
        planned(1 + number, where=hall, title=f"Ride {number}")
    address = "/gather/near?at=51.500,-0.120&within=5"
    assert client.get(address).content.decode().count('class="hit"') == 10
    second = client.get(f"{address}&page=2").content.decode()
    assert second.count('class="hit"') == 1 and 'start="11"' in second


def test_a_longer_list_asks_the_database_no_more(client: Client) -> None:
    hall, counts = venue("Hall", 0.2), []
    for number in range(3):
        planned(1 + number, where=hall, title=f"Ride {number}")
        with CaptureQueriesContext(connection) as asked:
            client.get("/gather/near?at=51.500,-0.120&within=1")
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_every_language_has_a_bit_of_its_own() -> None:
    assert set(LANGUAGE_BITS) == {code for code, _ in LANGUAGES}
    assert len(set(LANGUAGE_BITS.values())) == len(LANGUAGE_BITS)


@pytest.mark.parametrize(("typed", "is_told"), [("SE1 7PB", True), ("Lambeth", False)])
def test_only_who_typed_a_postcode_is_told_what_became_of_it(
    client: Client, london: None, typed: str, is_told: bool
) -> None:
    planned(where=venue())
    page = client.post("/gather/find", {"near": typed, "within": "20"}, follow=True).content.decode()
    assert "Roughly where" in page
    assert ("your postcode itself was not kept" in page) is is_told
