"""Place packs: the shipped ones are whole, the room works with either, and a broken one is refused with its row."""

import shutil
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.browser.checks import strict_html
from weft.measure.recipes import shipped_registry
from weft.places.access import FILE, GROUPS, LABELS, features, groups
from weft.places.actions import VenueFacts, add_venue, load_pack
from weft.places.actions.imports import Imported
from weft.places.importing.refusals import Refused
from weft.places.locate import locate
from weft.places.models import Area, Outcode, Population
from weft.places.packs.pack import SHIPPED, PackError, chosen_pack, read_pack
from weft.places.packs.tables import pack_areas, pack_tiles
from weft.record.models import Event

pytestmark = pytest.mark.django_db
SWAPPED = "latitude -20.06 and longitude -38.52 are not here, but the other way round they would be: they look swapped."
NO_WIDER = "SM1 is no wider area of this file."
NO_KIND = "'parish' is not one of the kinds in pack.yaml."
NO_OUTCODE = "an outcode of its own belongs here, as pack.yaml describes it."
NOTHING = "Weft keeps nothing about nationality or immigration."
# pack, a whole postcode, how it is written, its outcode, a place in it, an area with its parent and a neighbour
CITIES = [
    ("london", "se17pb", "SE1 7PB", "SE1", (51.4978, -0.0971), "Camden", "London", "Islington"),
    ("saltmeer", "d4 207", "D4-207", "D4", (-38.4801, -20.0593), "Møllebank", "Saltmeer", "Kirketoft"),
]


def test_london_agrees_with_the_registry_on_codes_names_and_tiles() -> None:
    pack = read_pack("london")
    areas = {area.code: area for area in pack_areas(pack)}
    registry = shipped_registry().areas
    assert {code: area.name for code, area in areas.items()} == {
        code: area.name for code, area in registry.items()
    }
    tiles = pack_tiles(pack, set(areas))
    assert tiles == {code: tuple(area.tile) for code, area in registry.items() if area.tile}


def test_london_is_small_and_names_its_sources() -> None:
    assert sum(path.stat().st_size for path in (SHIPPED / "london").iterdir()) < 200_000
    sources = " ".join(read_pack("london").sources)
    assert "Office for National Statistics" in sources and "Open Government Licence" in sources
    assert read_pack("saltmeer").is_invented


def test_neighbours_are_mutual() -> None:
    for name in ("london", "saltmeer"):
        near = {area.code: set(area.neighbours) for area in pack_areas(read_pack(name))}
        assert [(a, b) for a, codes in near.items() for b in codes if a not in near[b]] == []


def test_london_counts_are_those_of_the_census() -> None:
    load_pack(by=None)
    camden = Area.objects.get(code="E09000007")
    assert camden.population.get(topic="people").count == 210_131
    shares = list(camden.population.filter(topic="ethnic_group").values_list("count", flat=True))
    assert shares == [38_036, 18_902, 13_951, 14_197, 125_077]


@pytest.mark.parametrize("city", CITIES, ids=lambda city: city[0])
def test_the_whole_room_works_in_either_city(client: Client, settings: Settings, city: tuple) -> None:
    name, typed, written, outcode, (lat, lon), area_name, whole, neighbour = city
    settings.PLACE_PACK = name
    pack = chosen_pack()
    load_pack(by=None)
    assert pack.pattern.written(typed) == written
    located = locate(typed)
    assert located and located.name == outcode
    venue = add_venue(
        facts=VenueFacts(
            "Tide Hall", lat, lon, postcode=outcode, access=("step_free", "creche"), creche_to=5
        ),
        by=None,
    )
    assert venue.area and venue.area.parent and venue.area.parent.name == whole
    home = client.get("/places/")
    strict_html(home)
    for words in (area_name, pack.kinds[1].many, pack.sources[0].split(":")[0]):
        assert words in home.content.decode()
    response = client.post("/places/find", {"near": typed, "within": "5", "need": "step_free"}, follow=True)
    strict_html(response)
    page = response.content.decode()
    assert ("Tide Hall" in page, f"Venues near {outcode}" in page, "Crèche, up to age 5" in page) == (
        True,
        True,
        True,
    )
    area = client.get(f"/places/areas/{Area.objects.get(name=area_name).code}/").content.decode()
    assert (neighbour in area, whole in area, "people in" in area) == (True, True, True)
    strict_html(client.get(f"/places/venues/{venue.public_id}/"))


def test_loading_twice_is_the_same_as_once() -> None:
    assert load_pack(by=None) == Imported("pack", 560, 34, 34)
    before = list(Area.objects.values_list("pk", "code", "parent")), Population.objects.count()
    assert load_pack(by=None).added == 0
    assert (list(Area.objects.values_list("pk", "code", "parent")), Population.objects.count()) == before
    assert Area.neighbours.through.objects.count() == len(
        set(Area.neighbours.through.objects.values_list("from_area", "to_area"))
    )
    assert [event.action for event in Event.objects.all()] == ["places.pack.load"] * 2


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("areas.csv", "OUD,district,SM0", "OUD,district,SM1", f"row 3, column parent: {NO_WIDER}"),
        ("areas.csv", "OUD,district", "OUD,parish", f"row 3, column kind: {NO_KIND}"),
        ("areas.csv", "-38.52,-20.06", "-20.06,-38.52", f"row 3, column lat and lon: {SWAPPED}"),
        ("areas.csv", "SM2,Lan", "SM1,Lan", "row 4, column code: a code of its own and a name belong here."),
        ("areas.csv", "SM2 SM4", "SM2 SM9", "row 3, column neighbours: SM9 is no other area of this file."),
        ("outcodes.csv", "D1,", "Q1,", f"row 2, column outcode: {NO_OUTCODE}"),
        ("outcodes.csv", ",SM1", ",SM9", "row 2, column area: SM9 is not in areas.csv."),
        ("population.csv", "8200", "-1", "row 3, column count: a whole number belongs here."),
        ("population.csv", "people,Everyone", "nationality,Any", f"row 1, column nationality: {NOTHING}"),
        ("population.csv", "area,topic", "place,topic", "row 1, column area: population.csv needs this column."),
        ("tiles.csv", "SM4,1,1", "SM4,0,1", "row 2, column column: columns and rows count from 1 to 12."),
    ],
)  # fmt: skip
def test_a_broken_pack_is_refused_with_its_row(
    tmp_path: Path, file: str, old: str, new: str, said: str
) -> None:
    folder = tmp_path / "city"
    shutil.copytree(SHIPPED / "saltmeer", folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    load_pack(by=None, pack=read_pack(str(folder)))
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    Area.objects.update(parent=None)
    Population.objects.all().delete()
    Area.objects.all().delete()
    with pytest.raises(Refused) as refused:
        load_pack(by=None, pack=read_pack(str(folder)))
    assert said in refused.value.lines
    assert Area.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "city/pack.yaml is not YAML"),
        ("name: X\n", "city/pack.yaml: KeyError 'window'. Compare it with"),
        ("- 1\n", "city/pack.yaml: TypeError"),
    ],
)
def test_a_pack_that_says_too_little_is_refused(tmp_path: Path, text: str, said: str) -> None:
    folder = tmp_path / "city"
    folder.mkdir()
    (folder / "pack.yaml").write_text(text)
    with pytest.raises(PackError) as refused:
        read_pack(str(folder))
    assert str(refused.value).startswith(said)


def test_an_unknown_pack_is_told_which_there_are() -> None:
    with pytest.raises(PackError) as refused:
        read_pack("atlantis")
    said = "atlantis is no place pack. Shipped: london, saltmeer; or give a folder that holds a pack.yaml."
    assert str(refused.value) == said


def test_the_middles_of_outcodes_lie_in_their_city() -> None:
    load_pack(by=None)
    assert Outcode.objects.count() > 300
    window = chosen_pack().window
    for outcode in Outcode.objects.all():
        assert (
            window.south < outcode.latitude < window.north and window.west < outcode.longitude < window.east
        )


def test_every_access_feature_has_a_bit_and_a_word_for_translators() -> None:
    bits = [feature.bit for feature in features().values()]
    assert sorted(bits) == list(range(len(bits))), FILE
    assert [str(label) for label in LABELS] == [feature.label for feature in features().values()]
    assert [str(label) for label in GROUPS] == list(groups().values())
    assert {feature.group for feature in features().values()} == set(groups())
