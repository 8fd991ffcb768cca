"""Population tables: what is taken over, and what is refused with its row and column."""

import pytest

from tests.places.make import boroughs, file_of, refusal
from weft.places.actions import import_population
from weft.places.actions.imports import Imported
from weft.places.importing.population import About
from weft.places.models import Population

pytestmark = pytest.mark.django_db
CAMDEN = "E09000007"
TABLE = "lad_code,lad_name,ethnic_group,n\nE09000007,Camden,White,125077\nE09000007,Camden,Other,14197\n"
ABOUT = About("ethnic_group", "2021", "ONS Census 2021")
NO_COUNT = (
    "row 3, column n: this is not a whole number of people. "
    "Weft takes counts: shares, scores and ranks cannot be added up."
)


def test_a_long_table_and_a_wide_one_come_to_the_same_counts() -> None:
    boroughs(CAMDEN)
    assert import_population(file=file_of(TABLE), about=ABOUT, by=None) == Imported("population", 2, 2, 2)
    wide = "lad_code;White;Other\nE09000007;125077.0;14197\n"
    import_population(file=file_of(wide), about=About("wide", "2021", "ONS"), by=None)
    rows = Population.objects.values_list("topic", "category", "count").order_by("topic", "category")
    assert list(rows) == [
        ("ethnic_group", "Other", 14197), ("ethnic_group", "White", 125077), ("wide", "other", 14197),
        ("wide", "white", 125077),
    ]  # fmt: skip


def test_the_same_table_twice_changes_nothing_and_a_corrected_one_replaces_what_was_there() -> None:
    boroughs(CAMDEN)
    for _ in range(2):
        done = import_population(file=file_of(TABLE), about=ABOUT, by=None)
    assert (done.added, Population.objects.count()) == (0, 2)
    import_population(file=file_of(TABLE.replace("Other", "Any other")), about=ABOUT, by=None)
    assert set(Population.objects.values_list("category", flat=True)) == {"White", "Any other"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TABLE.replace("14197", "14.5"), NO_COUNT),
        (TABLE.replace("14197", "-3"), NO_COUNT),
        (TABLE.replace("14197", "NaN"), NO_COUNT),
        (TABLE.replace("Other", "White"), "row 3, column lad_code: area and category are those of row 2."),
        (TABLE.replace("E09000007,Camden,Other", "E09000099,Nowhere,Other"),
         "row 3, column lad_code: E09000099 is no area here. Import its boundaries first."),
        ("lad_code,lad_name,n\nE09000007,Camden,1\n", "row 1: no column holds categories."),
        ("place,n\nx,1\n",
         "row 1: no column holds the code of the area. Name one area_code. The columns are: place, n."),
        ("lad_code,sex,age,n\n", "row 1: which columns make a category? Say it: sex, age. One is enough."),
        ("lad_code,nationality,n\n", "row 1, column nationality: Weft keeps nothing about nationality or immigration."),
        ("lad_code,country of birth,n\n",
         "row 1, column country_of_birth: Weft keeps nothing about nationality or immigration."),
        ("lad_code,sex,n\n", "The file holds no counts."),
    ],
)  # fmt: skip
def test_a_wrong_count_is_named_and_nothing_is_kept(text: str, said: str) -> None:
    boroughs(CAMDEN)
    assert refusal(import_population, file=file_of(text), about=ABOUT) == [said]
    assert Population.objects.count() == 0


@pytest.mark.parametrize(
    ("about", "said"),
    [
        (About("", "2021", "ONS"), "Say what is counted, in at most 60 characters, for example ethnic_group."),
        (About("x", "", "ONS"), "Say which year the counts are of, for example 2021."),
        (About("x", "2021", ""), "Say who counted, in at most 200 characters, for example ONS Census 2021, OGL v3."),
        (About("passport held", "2021", "ONS"),
         "row 1, column passport held: Weft keeps nothing about nationality or immigration."),
    ],
)  # fmt: skip
def test_counts_without_a_topic_year_or_source_are_refused(about: About, said: str) -> None:
    boroughs(CAMDEN)
    assert refusal(import_population, file=file_of(TABLE), about=about) == [said]


def test_several_columns_make_one_category_when_asked() -> None:
    boroughs(CAMDEN)
    text = "lad_code,sex,age,n\nE09000007,Women,16 to 24,5\nE09000007,Men,16 to 24,4\n"
    import_population(file=file_of(text), about=About("x", "2021", "ONS", ("sex", "age")), by=None)
    assert set(Population.objects.values_list("category", flat=True)) == {"Women; 16 to 24", "Men; 16 to 24"}
