"""Near me agrees with a search that looks at every venue, anywhere on the globe."""

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from weft.places.geometry import Point, box_around, haversine_of, km_of
from weft.places.models import Venue
from weft.places.near import nearest
from weft.places.rules import EARTH_KM

pytestmark = pytest.mark.django_db
CORNERS = [
    Point(51.5, -0.12), Point(-38.5, -20.0), Point(0.0, 0.0), Point(0.0, 179.99), Point(-17.8, -179.995),
    Point(89.95, 12.0), Point(-89.99, -100.0), Point(90.0, 0.0), Point(65.0, 180.0),
]  # fmt: skip


def venues_at(points: list[Point], **facts: object) -> list[Venue]:
    rows = [
        Venue(name=f"V{i}", latitude=p.latitude, longitude=p.longitude, **facts) for i, p in enumerate(points)
    ]
    return Venue.objects.bulk_create(rows, batch_size=50)


def around(middle: Point, count: int, km: float, chance: np.random.Generator) -> list[Point]:
    """Points within some kilometres of the middle, on the globe: by bearing and distance."""
    lat, lon = np.radians([middle.latitude, middle.longitude])
    angle = chance.uniform(0, km / EARTH_KM, count)
    bearing = chance.uniform(0, 2 * np.pi, count)
    y = np.arcsin(np.clip(np.sin(lat) * np.cos(angle) + np.cos(lat) * np.sin(angle) * np.cos(bearing), -1, 1))
    x = lon + np.arctan2(
        np.sin(bearing) * np.sin(angle) * np.cos(lat), np.cos(angle) - np.sin(lat) * np.sin(y)
    )
    x = (np.degrees(x) + 540) % 360 - 180
    return [Point(float(a), float(b)) for a, b in zip(np.degrees(y), x, strict=True)]


def oracle(at: Point, venues: list[Venue]) -> np.ndarray:
    """Kilometres to every venue by the haversine formula with angles, as textbooks write it."""
    lat1, lon1 = np.radians([at.latitude, at.longitude])
    lat2 = np.radians([v.latitude for v in venues])
    lon2 = np.radians([v.longitude for v in venues])
    inner = np.sin((lat2 - lat1) / 2) ** 2 + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(inner, 0, 1)))


@pytest.mark.parametrize("middle", CORNERS, ids=str)
def test_the_nearest_are_those_a_search_of_every_venue_finds(middle: Point) -> None:
    chance = np.random.default_rng(20181)
    venues = venues_at(around(middle, 300, 60, chance) + around(middle, 60, 2, chance))
    for at in [middle, *around(middle, 4, 30, chance)]:
        distances = oracle(at, venues)
        for radius in (0.5, 5.0, 20.0, 25_000.0):
            found = nearest(at, radius, limit=40)
            expected = np.sort(distances[distances <= radius])[:40]
            assert [one.km for one in found] == pytest.approx(list(expected), abs=1e-6)
            by_pk = {v.pk: d for v, d in zip(venues, distances, strict=True)}
            assert [by_pk[one.venue.pk] for one in found] == pytest.approx(list(expected), abs=1e-6)


def test_a_venue_exactly_on_the_radius_is_near_and_one_two_metres_further_is_not() -> None:
    degree = np.degrees(10 / EARTH_KM)  # ten kilometres along a meridian
    venues = venues_at([Point(51.0 + degree, 0.0), Point(51.0 + degree + 2e-5, 0.0)])
    assert [one.venue.pk for one in nearest(Point(51.0, 0.0), 10.0)] == [venues[0].pk]


def test_a_known_distance_is_told() -> None:
    """From the equator to the pole is a quarter of the way round: 6,371.0088 km times pi over 2."""
    venues_at([Point(90.0, 0.0)])
    assert [round(one.km, 3) for one in nearest(Point(0.0, 30.0), 10_010)] == [10_007.557]


def test_venues_of_one_place_come_in_the_order_they_were_added() -> None:
    venues = venues_at([Point(51.5, -0.1)] * 5)
    assert [one.venue.pk for one in nearest(Point(51.5, -0.1), 1, limit=3)] == [v.pk for v in venues[:3]]


def test_closed_venues_and_those_without_what_is_asked_for_are_left_out() -> None:
    at = Point(51.5, -0.1)
    venues_at([at], is_closed=True, access=["step_free"])
    venues_at([at], access=["toilets"])
    [both] = venues_at([at], access=["toilets", "step_free"])
    assert [one.venue.pk for one in nearest(at, 1, access=["step_free"])] == [both.pk]
    assert [one.venue.pk for one in nearest(at, 1, access=["step_free", "toilets"])] == [both.pk]
    assert len(nearest(at, 1)) == 2


def test_a_search_asks_the_database_the_same_few_questions_for_one_venue_and_for_sixty() -> None:
    at = Point(51.5, -0.1)
    counts = []
    for more in (1, 59):
        venues_at([at] * more)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            nearest(at, 5, limit=100)
        counts.append(len(asked))
    assert counts == [3, 3]


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(0.01, 3000), st.floats(0, 6.283), st.floats(0, 1))
def test_the_box_holds_the_whole_circle(
    lat: float, lon: float, km: float, bearing: float, part: float
) -> None:
    a, y = km * part / EARTH_KM, np.radians(lat)
    there = np.degrees(
        np.arcsin(np.clip(np.sin(y) * np.cos(a) + np.cos(y) * np.sin(a) * np.cos(bearing), -1, 1))
    )
    x = np.arctan2(np.sin(bearing) * np.sin(a) * np.cos(y), np.cos(a) - np.sin(y) * np.sin(np.radians(there)))
    across = (lon + np.degrees(x) + 540) % 360 - 180
    box = box_around(Point(lat, lon), km)
    assert box.south - 1e-7 <= there <= box.north + 1e-7
    if box.goes_round:
        return
    is_between = box.west - 1e-7 <= across <= box.east + 1e-7
    is_around = across >= box.west - 1e-7 or across <= box.east + 1e-7
    assert is_around if box.crosses_the_date_line else is_between


@given(st.floats(0, 20_015))
def test_a_distance_becomes_a_haversine_and_comes_back(km: float) -> None:
    assert km_of(haversine_of(km)) == pytest.approx(km, abs=1e-3)
