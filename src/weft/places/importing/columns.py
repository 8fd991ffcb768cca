"""Which column is which, in the words of the statistical offices, of GIS files and of this service."""

import re
from collections.abc import Sequence

from weft.places.importing.refusals import Fault, Refused

# Names as the reader writes them: lower case, "_" for spaces. A whole-word pattern each.
POSTCODE = (r"postcode", r"post_code", r"pcds", r"pcd[278]?")
OUTCODE = (r"outcode", r"postcode_district", r"district")
LATITUDE = (r"lat", r"latitude", r"y_lat")
LONGITUDE = (r"lon", r"long", r"lng", r"longitude")
AREA_OF_POSTCODE = (
    r"area_code",
    r"area",
    r"oslaua",
    r"laua",
    r"la[du]\d*cd(_pip)?",
    r"lad_code(_pip)?",
    r"ltla\d*_code",
)
TERMINATED = (r"doterm",)
AREA = (
    r"area_code", r"code", r"lsoa\d*(_code|cd)", r"msoa\d*(_code|cd)", r"wa?r?d\d*(_code|cd)",
    r"ltla\d*(_code|cd)?", r"lad\d*(_code|cd)", r"onscode", r"gss_code", r"geography_code",
)  # fmt: skip
AREA_NAME = (r"area_name", r"name", r"\w*_name", r"(lsoa|msoa|wd|lad|ltla)\d*nm", r"geography")
COUNT = (r"n", r"count", r"number", r"persons", r"people", r"households", r"observation", r"obs_value")
CODE = (r"code", r"id", r"gss_code", r"(lsoa|msoa|wd|lad|ltla|rgn|oa)\d*cd")
NAME = (r"name", r"(lsoa|msoa|wd|lad|ltla|rgn)\d*nm")
PARENT = (r"parent", r"parent_code", r"borough", r"lad", r"(lad|msoa|wd|rgn)\d*(cd|_code)")


def find(names: Sequence[str], patterns: Sequence[str], also_not: Sequence[str] = ()) -> str:
    """The first column that bears one of the names, the names in their order; "" when none does."""
    for pattern in patterns:
        for name in names:
            if name not in also_not and re.fullmatch(pattern, name.lower()):
                return name
    return ""


def need(names: Sequence[str], patterns: Sequence[str], what: str) -> str:
    found = find(names, patterns)
    if not found:
        there = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
        wanted = re.sub(r"\W", "", patterns[0])
        raise Refused(Fault(1, "", f"no column holds {what}. Name one {wanted}. The columns are: {there}."))
    return found
