"""A survey opened to analysts, somebody admitted, and outputs on their way out."""

import os
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User

from tests.measure.samples import write_sav
from tests.people.make import account
from weft.inside.actions import admit, ask_out, ask_table, open_survey
from weft.inside.actions.airlock import Leaving
from weft.inside.models import Admission, Opening, Output, Table
from weft.inside.tables.asking import Asked
from weft.measure.models import Survey
from weft.measure.recipes import shipped_registry
from weft.measure.rules import RISKS
from weft.measure.states import SurveyState
from weft.measure.tables.edit import with_suggestions
from weft.measure.tables.recipe import AreaColumn, Recipe, SampleDesign, SurveyFacts
from weft.measure.tables.suggest import suggest
from weft.reading import SurveyFile, read_survey

FACTS = SurveyFacts(
    name="Survey of the City", period="2025-26", area="London", population="residents aged 16 and over",
    sample="probability", mode="online", response="900 of 5,000 addresses asked (18%)", synthetic=True,
)  # fmt: skip
BOROUGHS = {"1": "E09000007", "2": "E09000012", "3": "E09000030"}
NOTES = dict.fromkeys(RISKS, "Looked at it.")
LONELY, RELY, SEX = "question:q_lonely_direct", "question:q_rely_emergency", "question:d_sex"


@cache
def read_file(rows: int) -> SurveyFile:
    """The small sample, read once a run."""
    folder = Path(tempfile.mkdtemp(prefix="weft-inside-", dir=os.environ["WEFT_DATA"]))
    return read_survey(write_sav(folder / "city.sav", rows=rows))


def described(by: User, rows: int = 900) -> Survey:
    """A survey whose columns are described, with breakdowns and areas."""
    file = read_file(rows)
    made = Survey.objects.create(
        file_name="city.sav", state=SurveyState.READ, rows=file.rows, column_count=len(file.columns),
        sha256=file.sha256, created_by=by, recipe=described_recipe(rows),
    )  # fmt: skip
    made.folder.mkdir(parents=True)
    file.save(made.folder / "read")
    return made


@cache
def described_recipe(rows: int) -> dict[str, Any]:
    """What every column suggests, with a weight, areas and four breakdowns."""
    file = read_file(rows)
    filled = with_suggestions(Recipe(), suggest(file, shipped_registry()), shipped_registry())
    design, areas = SampleDesign(weight="wt"), AreaColumn(column="borough", codes=BOROUGHS)
    by = ("sex", "cycled", "strat", "lifesat")
    return replace(filled, survey=FACTS, design=design, areas=areas, by=by).to_data()


def opening(by: User | None = None, rows: int = 900) -> Opening:
    """Opened by Ana, who brought the survey."""
    ana = by or account("ana@example.org", "analyst")
    return open_survey(survey=described(ana, rows), why="A study of loneliness", by=ana)


def rae() -> User:
    """The accredited analyst."""
    return account("rae@example.org", "accredited_analyst")


def checkers() -> tuple[User, User]:
    return account("olu@example.org", "output_checker"), account("mei@example.org", "output_checker")


def admitted(opened: Opening, analyst: User | None = None, by: User | None = None) -> Admission:
    return admit(opening=opened, analyst=analyst or rae(), why="Chapter two", by=by or opened.opened_by)


def a_table(opened: Opening, *by: str, what: str = "", only: str = "") -> Table:
    return ask_table(opening=opened, asked=Asked.of(what or LONELY, by, only), by=rae())


def leaving(table: Table) -> Output:
    said = Leaving("A figure in chapter two", "The published report", table=table)
    return ask_out(opening=table.opening, leaving=said, by=rae())
