"""Outlines of areas: what is taken over, and what is refused with its feature and property."""

import io
import json
import math

import pytest
from django.db import IntegrityError, transaction

from tests.places.make import boroughs, collection, feature, file_of, refusal, square
from weft.places.actions import import_boundaries
from weft.places.actions.imports import Imported
from weft.places.importing.boundaries import Properties
from weft.places.locate import area_at
from weft.places.models import Area, Boundary
from weft.record.models import Event

pytestmark = pytest.mark.django_db
CAMDEN = "E09000007"


def test_outlines_make_areas_with_middles_neighbours_and_a_parent() -> None:
    boroughs(CAMDEN)
    file = collection(
        feature("W1", square(-0.2, 51.5), parent=CAMDEN),
        feature("W2", square(-0.1, 51.5, closed=False), parent=CAMDEN),
        feature("W3", square(0.0, 51.6), parent=CAMDEN),
        packed=True,
    )
    done = import_boundaries(file=file, kind="ward", by=None)
    assert done == Imported("boundaries", read=3, kept=3, added=3)
    ward = Area.objects.get(code="W2")
    assert (ward.parent and ward.parent.code, ward.kind, ward.name) == (CAMDEN, "ward", "Area W2")
    assert (ward.latitude, ward.longitude) == (51.55, -0.05)
    assert [a.code for a in ward.neighbours.all()] == ["W1"]  # W3 only meets it at one corner
    assert [len(b.polygons[0][0]) for b in Boundary.objects.order_by("area__code")] == [5, 5, 5]
    found = area_at(51.55, -0.15)
    assert found and found.code == "W1"
    assert area_at(51.75, -0.15) is None


def test_the_same_outlines_twice_change_nothing_and_a_new_name_changes_one() -> None:
    boroughs(CAMDEN)
    first = [
        feature("W1", square(-0.2, 51.5), parent=CAMDEN),
        feature("W2", square(-0.1, 51.5), parent=CAMDEN),
    ]
    import_boundaries(file=collection(*first), kind="ward", by=None)
    keys = list(Area.objects.values_list("pk", "code"))
    assert import_boundaries(file=collection(*first), kind="ward", by=None).added == 0
    assert list(Area.objects.values_list("pk", "code")) == keys
    assert Area.neighbours.through.objects.count() == 2
    first[0]["properties"]["name"] = "Belsize"
    import_boundaries(file=collection(*first), kind="ward", by=None)
    assert sorted(Area.objects.filter(kind="ward").values_list("name", flat=True)) == ["Area W2", "Belsize"]


def test_a_hole_is_outside_and_an_island_is_inside() -> None:
    outline, hole = square(-0.2, 51.4, 0.3), square(-0.1, 51.5, 0.1)
    island = square(0.3, 51.5, 0.05)
    shape = feature("W1", [[outline, hole], [island]], kind="MultiPolygon")
    import_boundaries(file=collection(shape), kind="ward", by=None)
    for lat, lon, is_inside in (
        (51.45, -0.15, True),
        (51.55, -0.05, False),
        (51.52, 0.32, True),
        (51.52, 0.2, False),
    ):
        assert (area_at(lat, lon) is not None) is is_inside, (lat, lon)


def test_islands_shrunk_to_a_point_are_dropped_and_the_rest_stays() -> None:
    speck = [(0.1, 51.5), (0.1000001, 51.5), (0.1, 51.5000001)]
    import_boundaries(
        file=collection(feature("W1", [[square(-0.2, 51.5)], [speck]], kind="MultiPolygon")),
        kind="ward",
        by=None,
    )
    assert len(Boundary.objects.get().polygons) == 1


def test_a_long_outline_is_thinned_without_moving_much() -> None:
    ring = [
        (-0.1 + 0.1 * math.cos(i / 1000 * math.tau), 51.5 + 0.1 * math.sin(i / 1000 * math.tau))
        for i in range(1000)
    ]
    import_boundaries(file=collection(feature("W1", ring)), kind="ward", by=None)
    kept = Boundary.objects.get().polygons[0][0]
    assert (len(kept) <= 401, kept[0] == kept[-1]) == (True, True)
    assert max(abs(math.hypot(x + 0.1, y - 51.5) - 0.1) for x, y in kept) < 0.0002


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (feature("W1", square(-0.2, 51.5), parent="W1"), "feature 1, property parent: W1 is named as part of itself."),
        (
            feature("W1", square(-0.2, 51.5), parent="E09999999"),
            "feature 1, property parent: E09999999 is no wider area here. Load the place pack or "
            "import its boundaries first.",
        ),
        (
            feature("W1", square(51.5, -0.2)),
            "feature 1, property geometry: longitude and latitude look swapped. GeoJSON puts longitude first.",
        ),
        (
            feature("W1", square(2.3, 48.8)),
            "feature 1, property geometry: latitude 48.85, longitude 2.35 is outside the window of the place pack.",
        ),
        (
            feature("W1", square(530000, 180000, 1000)),
            "feature 1, property geometry: the corner 530000, 180000 is not in degrees. Save the file in WGS 84 "
            "(EPSG:4326), longitude first.",
        ),
        (feature("W1", [(0, 51), (0, 51.1)]), "feature 1, property geometry: a ring needs three corners that differ."),
        (feature("W1", "ring"), "feature 1, property geometry: a ring is a list of corners."),
        (feature("W1", [["a", "b"]] * 4), "feature 1, property geometry: a corner is a longitude and a latitude."),
        (feature("W1", (0, 51), kind="Point"),
         "feature 1, property geometry: the outline of an area is a Polygon or a MultiPolygon."),
        (feature("", square(-0.2, 51.5)), "feature 1, property code: a text of 1 to 20 characters belongs here."),
        (feature("W1", square(-0.2, 51.5), name="n" * 121),
         "feature 1, property name: a text of 1 to 120 characters belongs here."),
        (feature(CAMDEN, square(-0.2, 51.5)), f"feature 1: {CAMDEN} is here already, as borough."),
    ],
)  # fmt: skip
def test_a_wrong_outline_is_named_and_nothing_is_kept(wrong: object, said: str) -> None:
    boroughs(CAMDEN)
    assert refusal(import_boundaries, file=collection(wrong), kind="ward") == [said]
    assert (Area.objects.count(), Boundary.objects.count(), Event.objects.count()) == (2, 0, 0)


def test_a_code_given_twice_and_a_parent_of_the_same_kind_are_refused() -> None:
    boroughs(CAMDEN)
    twice = collection(feature("W1", square(-0.2, 51.5)), feature("W1", square(-0.1, 51.5)))
    assert refusal(import_boundaries, file=twice, kind="ward") == [
        "feature 2, property code: W1 is feature 1 already."
    ]
    import_boundaries(file=collection(feature("W1", square(-0.2, 51.5))), kind="ward", by=None)
    nested = collection(feature("W2", square(-0.1, 51.5), parent="W1"))
    assert refusal(import_boundaries, file=nested, kind="ward")[0].startswith(
        "feature 1, property parent: W1 is no wider area"
    )


def test_the_database_itself_refuses_an_area_in_itself() -> None:
    area = Area.objects.create(code="X", name="X", kind="ward")
    with pytest.raises(IntegrityError), transaction.atomic():
        Area.objects.filter(pk=area.pk).update(parent=area.pk)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "This is not GeoJSON in UTF-8."),
        (b"\xff\xfe{", "This is not GeoJSON in UTF-8."),
        (b"[" * 100_000, "This is not GeoJSON in UTF-8."),
        (b'{"type": "Topology"}', "This is TopoJSON, whose outlines share pieces. Save it as GeoJSON."),
        (b'{"type": "FeatureCollection", "features": []}', "The FeatureCollection holds no features."),
        (b'{"type": "FeatureCollection", "features": [NaN]}',
         "The file holds NaN, which is no number. Mend it and save it again."),
        (b'{"type": "FeatureCollection", "features": [1]}',
         "feature 1: no property holds the code of the area. Say which, or name one code. "
         "The properties are: ."),
        (b'{"type": "Feature"}', "This is not a FeatureCollection. Save the areas as GeoJSON."),
    ],
)  # fmt: skip
def test_what_is_no_collection_of_outlines_says_so(content: bytes, said: str) -> None:
    assert refusal(import_boundaries, file=io.BytesIO(content), kind="ward") == [said]


def test_a_number_without_end_in_a_corner_is_refused() -> None:
    text = json.dumps({"type": "FeatureCollection", "features": [feature("W1", square(-0.2, 51.5))]})
    said = refusal(import_boundaries, file=file_of(text.replace("-0.2", "1e999")), kind="ward")
    assert said == ["feature 1, property geometry: a corner holds a number without end."]


def test_properties_of_other_names_are_found_or_named() -> None:
    shape = feature("x", square(-0.2, 51.5))
    shape["properties"] = {"WD25CD": "E05", "WD25NM": "Belsize", "LAD25CD": CAMDEN, "nick": "B"}
    boroughs(CAMDEN)
    import_boundaries(file=collection(shape), kind="ward", by=None)
    area = Area.objects.get(kind="ward")
    assert (area.code, area.name, area.parent and area.parent.code) == ("E05", "Belsize", CAMDEN)
    import_boundaries(file=collection(shape), kind="ward", named=Properties(name="nick"), by=None)
    assert Area.objects.get(kind="ward").name == "B"
    said = refusal(import_boundaries, file=collection(shape), kind="ward", named=Properties(code="id"))
    assert said == [
        "feature 1, property id: no such property. The properties are: WD25CD, WD25NM, LAD25CD, nick."
    ]
    assert refusal(import_boundaries, file=collection(shape), kind="parish") == [
        "London has no 'parish'. Its kinds: city, borough, ward, msoa, lsoa."
    ]
