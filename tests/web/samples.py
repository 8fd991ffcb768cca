"""Routes of the service plus sample pages that show every component, and pages that must be caught."""

import itertools

from django import forms
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from weft.config.urls import urlpatterns as service
from weft.web.charts import ChartRow, DifferenceRow, Tile, TileState
from weft.web.figures import FigureCard

CARD = FigureCard(
    name="Sample measure",
    theme="relationships",
    share=0.08,
    low=0.07,
    high=0.09,
    base=6601,
    unit="residents aged 16 and over",
    place="Sample city",
    period="2018-19",
    source="Sample survey",
    definition="S1, version 1",
    meaning="Residents who chose one answer, out of everyone who answered.",
)
ROWS = [
    ("Sample measure one", ChartRow(0.08, 0.07, 0.09, 1, benchmark=0.06, broken=True), "not comparable: the question changed"),
    ("Sample measure two, with a longer name", ChartRow(0.28, 0.26, 0.29, 1, last=0.27), "no clear difference"),
    ("Sample measure three", ChartRow(0.56, 0.54, 0.58, 1, last=0.52, joined=True), "clearly higher"),
    ("Sample measure four", ChartRow(0.16, 0.15, 0.17, 1, last=0.21, joined=True), "clearly lower"),
    ("Sample measure hidden", ChartRow(None, None, None, 1), ""),
]
GAPS = [("Sample group", DifferenceRow(-0.13, -0.17, -0.09)), ("Another group", DifferenceRow(0.07, 0.04, 0.10))]
STATES = itertools.cycle(TileState)
TILES = [
    Tile(f"T{n:02}", f"Area {n}", n % 8 + 1, n // 8 + 1, next(STATES), "what is known", "#t") for n in range(33)
]


class SampleForm(forms.Form):
    name = forms.CharField(label="Your name", help_text="Any name you like to be called")
    about = forms.CharField(label="About the survey", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    place = forms.ChoiceField(label="Where", choices=[("a", "Here"), ("b", "There")])
    kind = forms.ChoiceField(
        label="What kind of sample?", choices=[("p", "Probability"), ("q", "Quota panel")], widget=forms.RadioSelect
    )
    needs = forms.MultipleChoiceField(
        label="What would help?",
        help_text="Choose all that apply",
        choices=[("1", "Step-free"), ("2", "Crèche")],
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.BooleanField(label="The file holds no names or addresses")
    file = forms.FileField(label="Survey file", help_text="CSV, SAV or DTA")


def show(name: str, **context: object):  # type: ignore[no-untyped-def]
    def view(request: HttpRequest) -> HttpResponse:
        text = (__file__.removesuffix("samples.py"), name)
        with open(text[0] + f"templates/{name}.html", encoding="utf-8") as file:
            template = engines["django"].from_string(file.read())
        return HttpResponse(template.render({key: value() if callable(value) else value for key, value in context.items()}, request))

    return view


urlpatterns = [
    *service,
    path("samples/table", show("table", rows=ROWS, gaps=GAPS, tiles=TILES, card=CARD)),
    path("samples/form", show("form", form=SampleForm)),
    path("samples/form-refused", show("form", form=lambda: SampleForm({}))),
    path("samples/too-wide", show("too_wide")),
    path("samples/no-alt", show("no_alt")),
    path("samples/broken", lambda request: 1 / 0),
]
