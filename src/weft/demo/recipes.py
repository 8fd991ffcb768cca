"""The recipe of each synthetic wave: what an analyst would have said page by page on the web."""

from collections.abc import Mapping

from weft.demo.columns import USER_MISSING, Column
from weft.demo.waves import Wave
from weft.measure.tables.recipe import Answering, AreaColumn, Recipe, SampleDesign, SurveyFacts
from weft.registry.load import load_registry

LONDON = "E12000007"
MISSING = {str(code): reason for code, reason in USER_MISSING.items()}
MENTIONED = ("1",)
RESPONSE = (
    "Synthetic: made-up people at made-up addresses. The real survey asked a stratified random sample of addresses, "
    "online first and then on paper."
)


def facts(period: str) -> SurveyFacts:
    """What the pages say about the demonstration's survey."""
    return SurveyFacts(
        name="Survey of Londoners",
        period=period,
        area="London",
        area_code=LONDON,
        population="residents aged 16 and over",
        sample="probability",
        mode="online and on paper",
        response=RESPONSE,
        source="Synthetic demonstration data; headline per cents follow published figures, everything else is made up.",
        limits="Nothing here may be quoted. Differences between groups and places are invented.",
        synthetic=True,
    )


def recipe(wave: Wave) -> Recipe:
    """The complete recipe of one wave, with every breakdown its people answered."""
    answers = answering(wave.columns)
    breakdowns = load_registry().breakdowns.values()
    return Recipe(
        survey=facts(wave.period),
        design=SampleDesign(weight="WT_FINAL", strata=("BOROUGH",), psu=("ADDRESS",), lonely="adjust"),
        areas=AreaColumn(column="LAD"),
        answers=answers,
        by=tuple(breakdown.id for breakdown in breakdowns if breakdown.question in answers),
    )


def answering(columns: Mapping[str, Column]) -> dict[str, Answering]:
    """How each question of the bank is answered in the raw columns."""
    found: dict[str, Answering] = {}
    for column in columns.values():
        if column.use != "answer" or not column.question:
            continue
        if column.option:
            before = found.get(column.question, Answering(missing=MISSING, ticked=MENTIONED))
            options = {**before.options, column.option: column.name}
            found[column.question] = Answering(options=options, missing=MISSING, ticked=MENTIONED)
        else:
            codes = {str(code): option for code, option in column.codes.items()}
            found[column.question] = Answering(column=(column.name,), codes=codes, missing=MISSING)
    return found
