"""The explorer: one address a view, only what was released, honest comparisons, nothing but lookups."""

import csv
import json
import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.browser.checks import strict_html
from tests.measure.pages import EXPLORED, main_of, words_of
from weft.measure.actions.publish import seal
from weft.measure.models import Change, Estimate, Release
from weft.measure.queries import shelf
from weft.measure.queries.explore import Choice, explore
from weft.measure.queries.places import in_order, tiles_of
from weft.measure.recipes import shipped_registry
from weft.measure.views.explore_address import address_of

pytestmark = pytest.mark.usefixtures("city")
HOME = "/measure/explore/"
TENURE = HOME + "O1/?wave=2021-22&by=tenure"
ONLY = {"measure_contents", "measure_release", "measure_estimate", "measure_change"}


def rows_of(client: Client, address: str, table: int = 0) -> list[list[str]]:
    found = list(main_of(client, address).iter("table"))[table]
    return [[words_of(cell) for cell in row] for row in found.iter("tr")][1:]


@pytest.mark.parametrize(
    ("asked", "sent_to"),
    [
        ("O1/", "O1/?wave=2021-22"),
        ("O1/?by=tenure", "O1/?wave=2021-22&by=tenure"),
        ("O1/?by=tenure&wave=2018-19", "O1/?wave=2018-19&by=tenure"),
        ("O1/?wave=2018-19&by=&group=", "O1/?wave=2018-19"),
        ("O1/?wave=2018-19&utm_source=x", "O1/?wave=2018-19"),
        ("?measure=R1&by=tenure&wave=2021-22", "R1/?wave=2018-19&by=tenure"),
        ("?measure=O1&by=nonsense&wave=1999", "O1/?wave=2021-22"),
    ],
)
def test_every_view_has_one_address(client: Client, asked: str, sent_to: str) -> None:
    answer = client.get(HOME + asked)
    assert (answer.status_code, answer.headers["Location"]) == (302, HOME + sent_to)
    assert client.get(HOME + sent_to).status_code == 200


@pytest.mark.parametrize("rest", EXPLORED.values())
def test_an_address_is_its_own_canonical_form(client: Client, rest: str) -> None:
    parts = urlsplit(HOME + rest)
    choice = dict(parse_qsl(parts.query))
    if choice:
        named = {("with_" if name == "with" else name): value for name, value in choice.items()}
        assert address_of(Choice(rest.partition("/")[0], **named)) == HOME + rest


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("nothing/", "There is no published measure of this name."),
        ("O1/?wave=1999", "This measure was not published for that time."),
        ("O1/?wave=2021-22&by=shoe_size", "A split that was not planned has no figures."),
        ("O1/?wave=2021-22&by=tenure%2Carea", "A split that was not planned has no figures."),
        ("O1/?wave=2021-22&by=tenure&group=castle", "There is no such group in this split."),
        ("O1/?wave=2021-22&group=private_rent", "There is no such group in this split."),
        ("O1/?wave=2021-22&by=tenure&with=mortgage", "There is no such group in this split."),
        ("O1/?wave=2021-22&by=tenure&group=mortgage&with=E09000007", "Only groups of the same split"),
        ("O1/?wave=2021-22&by=tenure&group=mortgage&with=mortgage", "Only groups of the same split"),
        ("O1/?wave=2018-19&by=tenure&since=2021-22", "There is no such earlier wave"),
        ("O1/?wave=2021-22&by=tenure&group=mortgage&since=2018-19", "There is no such earlier wave"),
    ],
)
def test_what_was_not_released_has_no_page_and_the_reader_learns_what_there_is(
    client: Client, rest: str, said: str
) -> None:
    answer = client.get(HOME + rest)
    assert answer.status_code == 404
    strict_html(answer)
    words = words_of(main_of(client, HOME + rest))
    assert said in words
    assert "All measures" in words


@pytest.mark.parametrize("part", ["wave", "by", "group", "with", "since"])
@pytest.mark.parametrize(
    "value", ["'", "%27%20OR%201=1--", "%F0%9F%98%80", "../../etc", "x" * 3000, "%C3%28", "<b>"]
)
def test_nothing_one_can_write_into_an_address_is_an_error_of_ours(
    client: Client, part: str, value: str
) -> None:
    known = {"wave": "2021-22", "by": "tenure", "group": "mortgage"}
    known.pop(part, None)
    query = "&".join([*(f"{name}={said}" for name, said in known.items()), f"{part}={value}"])
    answer = client.get(f"{HOME}O1/?{query}", follow=True)
    assert answer.status_code == 404
    assert client.get(f"{HOME}O1/view.csv?{query}").status_code == 404


def test_every_released_table_has_a_page_and_no_other_has(client: Client) -> None:
    """All tables of two measures; the splits of one release that another measure does not have are refused."""
    released = set(
        Estimate.objects.filter(release__is_current=True, indicator__in=["R1@1", "E5@1"])
        .values_list("indicator", "release__period", "breakdown")
        .distinct()
    )
    splits = {breakdown for _, _, breakdown in released} | {"unplanned"}
    for indicator in ("R1", "E5"):
        for wave in ("2018-19", "2021-22"):
            for by in sorted(splits):
                status = client.get(address_of(Choice(indicator, wave, by))).status_code
                wanted = 200 if (f"{indicator}@1", wave, by) in released else 404
                assert status == wanted, (indicator, wave, by)


def tables_touched(client: Client, address: str) -> set[str]:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.get(address)
    said = " ".join(query["sql"] for query in seen)
    return set(re.findall(r'(?:FROM|JOIN|INTO|UPDATE)\s+"?(\w+)"?', said, re.IGNORECASE))


@pytest.mark.parametrize(
    "rest", [*EXPLORED.values(), "O1/view.csv?wave=2021-22&by=tenure", "O1/?wave=2021-22&by=no"]
)
def test_a_view_reads_nothing_but_releases(client: Client, rest: str) -> None:
    assert tables_touched(client, HOME + rest) <= ONLY
    assert tables_touched(client, HOME + rest) <= ONLY  # kept by now


def test_control_reading_survey_files_would_be_noticed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from weft.measure.models import Survey
    from weft.measure.views import explore as view

    asked = view.table_of

    def peeping(found):
        Survey.objects.unscoped("test").exists()
        return asked(found)

    monkeypatch.setattr(view, "table_of", peeping)
    assert "measure_survey" in tables_touched(client, TENURE)


def test_a_page_asks_three_times_however_many_rows_it_has(client: Client) -> None:
    for rest in ("O1/?wave=2018-19&by=sex", "O1/?wave=2018-19&by=area"):
        client.get(HOME + rest)
        with CaptureQueriesContext(connection) as seen:
            client.get(HOME + rest)
        assert len(seen) == 2, rest  # which releases are current; the cells


def test_a_row_says_what_was_released(client: Client) -> None:
    first, rent, *_rest = [rows_of(client, TENURE)[i] for i in (0, 4)]
    assert first == ["Everyone", "80% 79 to 81", "", "", "8,470"]
    assert rent == ["Rent privately", "77% 75 to 80", "", "Clearly lower 4 points lower (1 to 7)", "1,920"]


def test_hidden_figures_say_why_and_are_in_no_file(client: Client) -> None:
    hidden = next(row for row in rows_of(client, TENURE) if row[0] == "Another way")
    assert hidden == ["Another way", "hidden", "Fewer than 30 people answered", "", "under 30"]
    line = next(
        line for line in client.get(f"{HOME}O1/view.csv?wave=2021-22&by=tenure").content.decode().splitlines()
        if "Another way" in line
    )  # fmt: skip
    assert line.startswith("O1@1,Housing tenure,Another way,,,,per cent,,Fewer than 30 people answered,,")


def test_everyone_since_the_wave_before_is_what_the_release_says(client: Client) -> None:
    change = Change.objects.get(indicator="O1@1")
    rows = rows_of(client, HOME + "O1/?wave=2021-22")
    assert [row[0] for row in rows] == ["2021-22", "2018-19"]
    assert rows[0][3].lower() == change.verdict
    assert rows_of(client, TENURE + "&since=2018-19")[0][3].lower() == change.verdict


def test_a_group_page_and_the_table_say_the_same_of_a_wave_against_another(client: Client) -> None:
    table = {row[0]: row[3] for row in rows_of(client, TENURE + "&since=2018-19")}
    alone = rows_of(client, TENURE + "&group=private_rent", table=1)
    assert alone[0][3] == table["Rent privately"]


def test_waves_done_in_another_way_are_not_compared(client: Client) -> None:
    earlier = Release.objects.get(series="survey-of-londoners-london", period="2018-19", is_current=True)
    earlier.mode = "by telephone"
    earlier.save()
    seal(earlier)
    rows = rows_of(client, TENURE + "&since=2018-19")
    assert rows[1][3] == "Not comparable: people answered in different ways"


def test_two_groups_are_held_against_each_other(client: Client) -> None:
    address = HOME + "R1/?wave=2018-19&by=age_band&group=16_24&with=65_74"
    rows = rows_of(client, address)
    assert [row[0] for row in rows] == ["16 to 24", "65 to 74"]
    assert rows[0][3] == "Clearly higher 13 points higher (8 to 18)"
    said = words_of(main_of(client, address))
    assert "“16 to 24” is clearly higher than “65 to 74”: 13 points higher (8 to 18) (exploratory)." in said
    turned = rows_of(client, HOME + "R1/?wave=2018-19&by=age_band&group=65_74&with=16_24")
    assert turned[0][3] == "Clearly lower 13 points lower (8 to 18)"


def test_a_hidden_group_cannot_be_compared(client: Client) -> None:
    rows = rows_of(client, TENURE + "&group=private_rent&with=other")
    assert rows[0][3] == "Not comparable: one of the two is not shown"


def test_places_stand_by_name_beside_a_map(client: Client) -> None:
    address = HOME + "R1/?wave=2018-19&by=area"
    names = [row[0].removesuffix(" low base") for row in rows_of(client, address)][1:]
    assert (len(names), names) == (33, sorted(names))
    main = main_of(client, address)
    tiles = next(part for part in main.iter("ul") if part.get("class") == "tiles")
    anchors = {part.get("id") for part in main.iter("tr")}
    assert {link.get("href").removeprefix("#") for link in tiles.iter("a")} <= anchors


def test_places_without_a_tile_stand_in_rows_by_name() -> None:
    found = explore(Choice("R1", "2018-19", "area"), shelf.shelves("R1"))
    placed, on_the_ground = in_order(tiles_of(found.cells.rows, found.wave.shelf.registry))
    assert on_the_ground and len(placed) == 33
    from dataclasses import replace

    bare = tuple(replace(tile, area=replace(tile.area, tile=None)) for tile in placed)
    ordered, on_the_ground = in_order(bare)
    assert not on_the_ground
    assert [tile.area.tile for tile in ordered[:9]] == [(x, 1) for x in range(1, 9)] + [(1, 2)]
    assert in_order(bare * 3) == ((), False)


@pytest.mark.parametrize(
    "query", ["by=tenure", "by=tenure&since=2018-19", "by=tenure&group=mortgage&with=private_rent", ""]
)
def test_files_hold_exactly_the_view(client: Client, query: str) -> None:
    rest = f"wave=2021-22&{query}".rstrip("&")
    shown = [row[1].partition(" ")[0] for row in rows_of(client, f"{HOME}O1/?{rest}")]
    lines = list(csv.DictReader(client.get(f"{HOME}O1/view.csv?{rest}").content.decode().splitlines()))
    now = [line["value"] for line in lines if line["period"] == "2021-22" or not query]
    assert [f"{value}%" if value else "hidden" for value in now] == shown
    data = json.loads(client.get(f"{HOME}O1/view.json?{rest}").content)
    assert len(data["indicators"][0]["rows"]) == len(lines)
    assert data["synthetic"] is True
    about = json.loads(client.get(f"{HOME}O1/view.csv-metadata.json?{rest}").content)
    compared = [note["value"] for note in about["notes"] if note["name"] == "compared"]
    assert bool(compared) is (query != "by=tenure")


def test_the_picture_and_an_indicator_lead_to_the_explorer_and_back(client: Client) -> None:
    def links(address: str) -> set[str]:
        return {link.get("href") for link in main_of(client, address).iter("a")}

    assert HOME in links("/measure/")
    assert HOME + "O1/?wave=2021-22" in links("/measure/indicators/O1/")
    assert "/measure/indicators/O1/" in links(TENURE)
    assert "/measure/indicators/O1/?wave=2018-19" in links(HOME + "O1/?wave=2018-19&by=tenure")


def test_an_indicator_of_another_city_without_areas_is_explored_too(client: Client) -> None:
    """The published figures brought in: everyone only, no split."""
    imported = Release.objects.get(name__contains="published figures", period="2018-19")
    name = imported.estimates.get().indicator.split("@")[0]
    assert shipped_registry().indicator(name).id == name
    assert client.get(f"{HOME}{name}/?wave=2018-19").status_code == 200
