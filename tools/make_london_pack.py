"""Make the tables of the London place pack from open data: `python tools/make_london_pack.py FOLDER`.

FOLDER holds `geography` (londonCentroids.json, londonBoroughs.json, london_outcodes.csv) and `population` (the Census
2021 tables by borough). Facts only: codes, names, middles, neighbours, counts.
"""

import csv
import json
import sys
from collections import defaultdict
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
PACK = ROOT / "src" / "weft" / "places" / "packs" / "london"
REGISTRY = ROOT / "src" / "weft" / "registry" / "data" / "areas-london.yaml"
SOURCE = "ONS Census 2021, OGL v3"
SUM = "ONS Census 2021, sum of the boroughs, OGL v3"
# Boroughs whose boundary is the middle of the Thames.
ACROSS_THE_RIVER = (
    "Richmond upon Thames/Hammersmith and Fulham, Wandsworth/Hammersmith and Fulham, Wandsworth/Kensington and Chelsea, "
    "Wandsworth/Westminster, Lambeth/Westminster, Southwark/City of London, Southwark/Tower Hamlets, "
    "Lewisham/Tower Hamlets, Greenwich/Tower Hamlets, Greenwich/Newham, Greenwich/Barking and Dagenham, "
    "Bexley/Barking and Dagenham, Bexley/Havering"
)


def main(folder: Path) -> None:
    areas = yaml.safe_load(REGISTRY.read_text(encoding="utf-8"))["areas"]
    code_of = {area["name"]: area["code"] for area in areas}
    middles = {
        each["name"]: each for each in json.loads((folder / "geography/londonCentroids.json").read_text())
    }
    near = neighbours(json.loads((folder / "geography/londonBoroughs.json").read_text()))
    write("areas.csv", "code name short kind parent lat lon neighbours", (
        area_row(area, middles, sorted(code_of[name] for name in near[area["name"]])) for area in areas
    ))  # fmt: skip
    write("tiles.csv", "area column row", ([a["code"], *a["tile"]] for a in areas if "tile" in a))
    write("outcodes.csv", "outcode lat lon area", outcodes(folder / "geography/london_outcodes.csv"))
    write("population.csv", "area topic category period count source", population(folder / "population"))


def write(name: str, columns: str, rows) -> None:
    with (PACK / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns.split())
        writer.writerows(rows)


def area_row(area, middles, near) -> list:
    name = area["name"]
    middle = middles.get(name, {"cy": 51.5074, "cx": -0.1278})  # Charing Cross, for the city itself
    where = [round(middle["cy"], 5), round(middle["cx"], 5)]
    return [
        area["code"],
        name,
        area.get("short", ""),
        area["kind"],
        area.get("parent", ""),
        *where,
        " ".join(near),
    ]


def neighbours(topology) -> dict[str, set[str]]:
    """Boroughs that share a piece of outline, and those that face each other across the river."""
    users = defaultdict(set)
    for shape in topology["objects"]["boroughs"]["geometries"]:
        for arc in flat(shape["arcs"]):
            users[max(arc, ~arc)].add(shape["id"])
    pairs = [both for both in users.values() if len(both) == 2]
    pairs += [set(pair.strip().split("/")) for pair in ACROSS_THE_RIVER.split(",")]
    near = defaultdict(set)
    for one, other in pairs:
        near[one].add(other)
        near[other].add(one)
    return near


def flat(arcs):
    for arc in arcs:
        yield from flat(arc) if isinstance(arc, list) else (arc,)


def outcodes(path: Path):
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield [row["outcode"], round(float(row["lat"]), 4), round(float(row["lon"]), 4), row["main_lad"]]


def population(folder: Path):
    with (folder / "london_borough_sex_broadage_2021.csv").open(encoding="utf-8") as file:
        people = [(row["ltla21_code"], int(float(row["total_population"]))) for row in csv.DictReader(file)]
    yield ["E12000007", "people", "Everyone", 2021, sum(count for _, count in people), SUM]
    yield from ([code, "people", "Everyone", 2021, count, SOURCE] for code, count in people)
    with (folder / "london_borough_ethnic_group_5_2021.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield [row["lad_code"], "ethnic_group", row["ethnic_group"], 2021, row["n"], SOURCE]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
