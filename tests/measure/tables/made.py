"""A small made-up survey for the tests of Measure: 400 people whose every count can be worked out by hand.

answer       women  men
often (1)       67   17     84 in all
never (2)      101  151    252
don't know -8   10   10     20
refused -9      20   20     40
blank            2    2      4
               200  200    400
"""

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import polars as pl

from weft.measure.tables.evidence import estimate
from weft.measure.tables.folder import Made
from weft.measure.tables.prepare import Prepared, prepare
from weft.measure.tables.recipe import Answering, Recipe, SampleDesign, SurveyFacts
from weft.measure.tables.rows import TableRow, table_rows
from weft.reading import Column, SurveyFile
from weft.reading.codes import as_codes
from weft.registry.load import load_registry

ROWS = 400
REGISTRY = load_registry()

FACTS = SurveyFacts(
    name="A made-up survey",
    period="2024",
    area="London",
    area_code="E12000007",
    population="residents aged 16 and over",
    sample="probability",
    mode="online",
    response="1,000 asked, 400 answered",
    limits="Too small for boroughs.",
    synthetic=True,
)
LONELY = Answering(
    column=("lonely",),
    codes={"1": "often_or_always", "2": "never"},
    missing={"-8": "dont_know", "-9": "refused"},
)
SEX = Answering(column=("sex",), codes={"f": "female", "m": "male"})
RECIPE = Recipe(
    survey=FACTS,
    design=SampleDesign(weight="wt"),
    answers={"q_lonely_direct": LONELY, "d_sex": SEX},
    indicators=("R1",),
    by=("sex",),
)


def survey_of(data: dict[str, list[object]], labels=None, missing=None) -> SurveyFile:
    """A survey as the reading package gives it, from columns in memory."""
    folder = Path(tempfile.mkdtemp(prefix="weft-made-"))
    frame = pl.DataFrame(data)
    frame.write_parquet(folder / "data.parquet")
    columns = tuple(_column(frame[name], labels or {}, missing or {}) for name in data)
    return SurveyFile("csv", frame.height, columns, (), "0" * 64, folder)


def _column(values: pl.Series, labels, missing) -> Column:
    kind = "number" if values.dtype.is_numeric() else "text"
    counts = as_codes(values).drop_nulls().value_counts(sort=True).rows()
    top = tuple((code, "", count) for code, count in counts[:50])
    return Column(
        values.name,
        labels.get(values.name, {}).get("", ""),
        kind,
        value_labels={code: label for code, label in labels.get(values.name, {}).items() if code},
        user_missing=missing.get(values.name, {}),
        distinct=len(counts),
        top=top,
    )


def people() -> dict[str, list[object]]:
    women = [1] * 67 + [2] * 101 + [-8] * 10 + [-9] * 20 + [None] * 2
    men = [1] * 17 + [2] * 151 + [-8] * 10 + [-9] * 20 + [None] * 2
    return {
        "lonely": [*women, *men],
        "sex": ["f"] * 200 + ["m"] * 200,
        "wt": [1.0] * 400,
        "wave": [2020, 2024] * 200,
        "satisfied": [7, 8, 99, None] * 100,
    }


@cache
def made_survey() -> SurveyFile:
    return survey_of(people())


def prepared(recipe: Recipe, data: dict[str, list[object]] | None = None, **known) -> Prepared:
    return prepare(survey_of(data, **known) if data else made_survey(), recipe, REGISTRY)


def made(recipe: Recipe, data: dict[str, list[object]] | None = None, **known) -> Made:
    from weft.measure.tables.bank import registry_for

    registry = registry_for(recipe)
    survey = survey_of(data, **known) if data else made_survey()
    evidence = estimate(prepare(survey, recipe, registry), recipe, registry)
    return Made(evidence, recipe, registry, survey.sha256, survey.rows)


def public_rows(recipe: Recipe = RECIPE, indicator: str = "R1@1") -> list[TableRow]:
    run = made(recipe)
    return table_rows(run.evidence, run.recipe, run.registry)[indicator]


def with_answers(answers: dict[str, Answering], **changes) -> Recipe:
    """The recipe with these answers only, every indicator they allow, for everyone."""
    return replace(
        RECIPE, **{"answers": answers, "indicators": (), "by": (), "design": SampleDesign(), **changes}
    )
