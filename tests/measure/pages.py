"""The public pages of Measure, and ways to read them."""

import re

import html5lib
from django.test import Client
from django.urls import reverse

INDICATORS = ("R1", "R4", "O1", "O2", "O3", "E1", "E2d", "E5", "E7")
EXPLORED = {
    "all": "",
    "everyone": "O1/?wave=2021-22",
    "split": "O1/?wave=2021-22&by=tenure",
    "places": "R1/?wave=2018-19&by=area",
    "since": "O1/?wave=2021-22&by=tenure&since=2018-19",
    "group": "O1/?wave=2021-22&by=tenure&group=private_rent",
    "pair": "R1/?wave=2018-19&by=age_band&group=16_24&with=65_74",
}
PAGES = {
    "landing": "/",
    "picture": "/measure/",
    "all": "/measure/all/",
    **{name: f"/measure/indicators/{name}/" for name in INDICATORS},
    "earlier-wave": "/measure/indicators/O1/?wave=2018-19",
    **{f"explore-{name}": f"/measure/explore/{rest}" for name, rest in EXPLORED.items()},
    "corrections": "/measure/corrections/",
    "how-we-know": "/measure/how-we-know/",
    "definitions": "/measure/definitions/",
    "how-we-hide": "/measure/how-we-hide-small-numbers/",
    "demo-data": "/measure/demonstration/",
}
BESIDE_SCALES = re.compile(r'<span class="scale[^"]*">.*?</span></span>', re.DOTALL)


def every_address() -> dict[str, str]:
    """Each public page by name, the releases included."""
    from weft.measure.models import Release

    releases = {
        f"release-{r.pk}": reverse("measure-release", args=[r.public_id]) for r in Release.objects.all()
    }
    return PAGES | releases


def main_of(client: Client, address: str):
    """The main part of a page as an element tree without namespaces."""
    text = client.get(address).content.decode()
    tree = html5lib.parse(BESIDE_SCALES.sub("", text), namespaceHTMLElements=False)
    return next(tree.iter("main"))


def words_of(element) -> str:
    return " ".join("".join(element.itertext()).split())
