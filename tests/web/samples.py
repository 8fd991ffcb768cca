"""Routes of the service plus sample pages that show every component, and pages that must be caught."""

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from weft.config.urls import urlpatterns as service
from weft.people.roles.matrix import PUBLIC, matrix
from weft.registry.figure import Figure, Interval, SampleType, Source
from weft.registry.load import load_registry
from weft.web.charts import ChartRow, DifferenceRow, Tile, TileState
from weft.web.figures import FigureCard

PAGES = Path(__file__).parent / "templates"
CARD = FigureCard(
    Figure(
        definition=load_registry().indicator("R1"),
        value=0.08,
        base=6600,
        period="2018-19",
        area="Sample city",
        source=Source("Sample survey", SampleType.PROBABILITY),
        interval=Interval(0.07, 0.09),
    )
)
ROWS = [
    (
        "Sample measure one",
        ChartRow(0.08, 0.07, 0.09, 1, benchmark=0.06, broken=True),
        "not comparable: the question changed",
    ),
    (
        "Sample measure two, with a longer name",
        ChartRow(0.28, 0.26, 0.29, 1, last=0.27),
        "no clear difference",
    ),
    ("Sample measure three", ChartRow(0.56, 0.54, 0.58, 1, last=0.52, joined=True), "clearly higher"),
    ("Sample measure four", ChartRow(0.16, 0.15, 0.17, 1, last=0.21, joined=True), "clearly lower"),
    ("Sample measure hidden", ChartRow(None, None, None, 1), ""),
]
GROUPS = [
    ("16 to 24", ChartRow(0.12, 0.09, 0.15, 0.4), "clearly higher", 870),
    ("25 to 34", ChartRow(0.09, 0.07, 0.11, 0.4), "no clear difference", 1320),
    ("Prefer not to say or don’t know", ChartRow(0.1, 0.05, 0.2, 0.4), "no clear difference", 90),
    ("Living rent-free", ChartRow(None, None, None, 0.4), "", 0),
]
GAPS = [
    ("Sample group", DifferenceRow(-0.13, -0.17, -0.09)),
    ("Another group", DifferenceRow(0.07, 0.04, 0.10)),
]
STATES = itertools.cycle(TileState)
TILES = [
    Tile(f"T{n:02}", f"Area {n}", n % 8 + 1, n // 8 + 1, next(STATES), "what is known", "#t")
    for n in range(33)
]


class SampleForm(forms.Form):
    name = forms.CharField(
        label="Your name",
        help_text="Any name you like to be called",
        error_messages={"required": "Enter your name"},
    )
    about = forms.CharField(
        label="About the survey", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    place = forms.ChoiceField(label="Where", choices=[("a", "Here"), ("b", "There")])
    kind = forms.ChoiceField(
        label="What kind of sample?",
        choices=[("p", "Probability"), ("q", "Quota panel")],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label="What would help?",
        help_text="Choose all that apply",
        choices=[("1", "Step-free"), ("2", "Crèche")],
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.BooleanField(label="The file holds no names or addresses")
    file = forms.FileField(label="Survey file", help_text="CSV, SAV or DTA")


CRUMBS = [("Measure", "/measure"), ("Relationships", "/measure/relationships")]
TABLE = {"rows": ROWS, "gaps": GAPS, "tiles": TILES, "card": CARD}
PARTS = {"groups": GROUPS, "crumbs": CRUMBS, "card": CARD}
FILLED = {"kind": "p", "needs": ["2"], "agreed": True}


def show(name: str, context: Callable[[], dict[str, Any]] = dict) -> Callable[[HttpRequest], HttpResponse]:
    source = (PAGES / f"{name}.html").read_text(encoding="utf-8")
    return lambda request: HttpResponse(engines["django"].from_string(source).render(context(), request))


urlpatterns = [
    *service,
    path(
        "samples/table",
        show("table", lambda: {"rows": ROWS, "gaps": GAPS, "tiles": TILES, "card": CARD}),
        name="sample-table",
    ),
    path(
        "samples/parts",
        show("parts", lambda: {"groups": GROUPS, "crumbs": CRUMBS, "card": CARD}),
        name="sample-parts",
    ),
    path("samples/form", show("form", lambda: {"form": SampleForm(initial=FILLED)}), name="sample-form"),
    path("samples/form-refused", show("form", lambda: {"form": SampleForm({})}), name="sample-form-refused"),
    path("samples/too-wide", show("too_wide"), name="sample-too-wide"),
    path("samples/no-alt", show("no_alt"), name="sample-no-alt"),
    path("samples/broken", lambda request: 1 / 0, name="sample-broken"),
]

matrix().routes.update({route.name: PUBLIC for route in urlpatterns[len(service) :] if route.name})
