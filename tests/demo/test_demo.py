"""The synthetic city: published per cents, real margins, addresses, the same rows each time, its mark."""

import json

import numpy as np
import polars as pl
import pyreadstat
import pytest

from weft.demo import COLUMNS, USER_MISSING, analysis_frame, generate, portrait, rake_margins, write
from weft.demo.margins import fitted, read_margins
from weft.demo.people import Design, draw_people
from weft.demo.weighting import kish
from weft.registry.answers import FrameAnswers
from weft.registry.conditions import indicator_values
from weft.registry.load import load_registry

BANK = load_registry()
FIRST, SECOND = generate()
ANSWERS = {wave.period: FrameAnswers(analysis_frame(wave), BANK.questions) for wave in (FIRST, SECOND)}
WAVES = {wave.period: wave for wave in (FIRST, SECOND)}
both = pytest.mark.parametrize("wave", [FIRST, SECOND], ids=["2018-19", "2021-22"])


def weighted(period: str, indicator: str, inside: np.ndarray | None = None) -> float:
    """The per cent by a simple weighted mean of those with an answer."""
    values, weight = scored(period, indicator), WAVES[period].frame["WT_FINAL"].to_numpy()
    known = ~np.isnan(values) if inside is None else ~np.isnan(values) & inside
    return 100 * float(np.average(values[known], weights=weight[known]))


def scored(period: str, indicator: str) -> np.ndarray:
    measure = BANK.indicator(indicator)
    return indicator_values(measure.numerator, measure.denominator, ANSWERS[period])


def residuals(period: str, indicator: str, inside: np.ndarray | None = None) -> np.ndarray:
    """Each person's part in the linearised weighted mean (Binder 1983)."""
    values, weight = scored(period, indicator), WAVES[period].frame["WT_FINAL"].to_numpy()
    known = ~np.isnan(values) if inside is None else ~np.isnan(values) & inside
    share = weighted(period, indicator, inside) / 100
    return np.where(known, weight * (np.nan_to_num(values) - share), 0.0) / weight[known].sum()


def standard_error(period: str, parts: np.ndarray) -> float:
    """In per cent points: addresses within boroughs, drawn with replacement."""
    frame = WAVES[period].frame.select("BOROUGH", "ADDRESS").with_columns(part=pl.Series(parts))
    totals = frame.group_by("BOROUGH", "ADDRESS").agg(pl.col("part").sum())
    spread = totals.group_by("BOROUGH").agg(v=pl.col("part").var() * pl.len())
    return 100 * float(spread["v"].sum()) ** 0.5


PUBLISHED = [
    ("2018-19", "R1", 8),
    ("2018-19", "R3", 27),
    ("2018-19", "R4", 45),
    ("2018-19", "R6", 30),
    ("2018-19", "R7", 9),
    ("2018-19", "R13", 75),
    ("2018-19", "P1", 28),
    ("2018-19", "P2", 52),
    ("2018-19", "P3a", 24),
    ("2018-19", "P7", 25),
    ("2018-19", "E1", 35),
    ("2018-19", "E3", 54),
    ("2018-19", "O1", 81),
    ("2018-19", "O2", 74),
    ("2018-19", "O3b", 60),
    ("2021-22", "R4", 47),
    ("2021-22", "O1", 80),
    ("2021-22", "O2", 73),
    ("2021-22", "O3b", 60),
]


@pytest.mark.parametrize(("period", "indicator", "percent"), PUBLISHED)
def test_weighted_estimates_are_the_published_per_cents(period, indicator, percent):
    assert abs(weighted(period, indicator) - percent) < 0.25


def test_the_second_wave_holds_only_questions_with_a_published_figure():
    asked = {column.question for column in SECOND.columns.values() if column.use == "answer"}
    asked = {question for question in asked if question.startswith("q_")}
    assert asked == {"q_favours", "q_belong_city", "q_belong_local", "q_ons4_lifesat"}


@pytest.mark.parametrize("indicator", ["O1", "O2", "R4"])
def test_changes_between_waves_are_no_clear_difference(indicator):
    change = weighted("2021-22", indicator) - weighted("2018-19", indicator)
    errors = [standard_error(period, residuals(period, indicator)) for period in ("2018-19", "2021-22")]
    assert abs(change) < 1.96 * float(np.hypot(*errors))


@pytest.mark.parametrize(
    ("question", "level"),
    [("d_age_band", "16_24"), ("d_income_band", "under_15k"), ("d_tenure", "social_rent")],
)
def test_loneliness_is_clearly_higher_than_in_the_rest(question, level):
    answers = ANSWERS["2018-19"]
    group = answers.is_in(question, [level])
    rest = answers.answered(question) & ~group
    gap = weighted("2018-19", "R1", group) - weighted("2018-19", "R1", rest)
    parts = residuals("2018-19", "R1", group) - residuals("2018-19", "R1", rest)
    assert gap > 3 * standard_error("2018-19", parts)


@both
def test_people_live_at_addresses_of_one_to_four_adults_in_one_borough(wave):
    homes = wave.frame.group_by("ADDRESS").agg(pl.len(), pl.col("LAD").n_unique().alias("boroughs"))
    assert (homes["len"].min(), homes["len"].max()) == (1, 4)
    assert homes["boroughs"].max() == 1
    assert 1.4 < wave.frame.height / homes.height < 1.8


@both
def test_sizes_are_the_published_ones(wave):
    assert wave.frame.height == {"2018-19": 6_601, "2021-22": 8_630}[wave.period]
    assert wave.frame["SERIAL"].n_unique() == wave.frame.height


@both
def test_the_city_of_london_is_too_small_to_show_and_three_boroughs_are_low(wave):
    sizes = dict(wave.frame.group_by("LAD").len().iter_rows())
    assert len(sizes) == 33
    assert 10 <= sizes["E09000001"] < 30
    low = {BANK.area(code).name for code, size in sizes.items() if 30 <= size < 100}
    assert low == {"Kensington and Chelsea", "Kingston upon Thames", "Sutton"}


@both
def test_the_final_weight_restores_the_census_margins(wave):
    weight = wave.frame["WT_FINAL"].to_numpy()
    for column, shares in rake_margins().items():
        for level, share in shares.items():
            codes = {option: code for code, option in COLUMNS[column].codes.items()}
            at_level = (wave.frame[column] == codes.get(level, level)).to_numpy()
            assert abs(weight[at_level].sum() / weight.sum() - share) < 0.003, (column, level)


@both
def test_raking_matters(wave):
    kept = wave.frame["AGE_W"] == 1
    base = wave.frame["WT_BASE"].to_numpy()
    assert base[kept.to_numpy()].sum() / base.sum() < 0.12 < read_margins().city("age_band")["16_24"]
    private = (wave.frame["TEN_W"] == 4).to_numpy()
    assert base[private].sum() / base.sum() < 0.25 < read_margins().city("tenure")["private_rent"]


@both
def test_the_design_effect_of_the_weights_is_as_in_such_surveys(wave):
    weight = wave.frame["WT_FINAL"].to_numpy()
    assert 1.5 < kish(weight) < 1.7
    assert weight.min() > 0
    assert abs(weight.mean() - 1) < 1e-5


@both
def test_every_breakdown_can_be_answered_and_some_prefer_not_to_say(wave):
    frame, answers = analysis_frame(wave), ANSWERS[wave.period]
    for breakdown in BANK.breakdowns.values():
        levels = {level.code for level in breakdown.levels if level.missing is None}
        assert set(frame[breakdown.question].drop_nulls()) == levels, breakdown.id
        refused = (answers.reasons(breakdown.question).fill_null("") == "refused").mean()
        low, high = (0.16, 0.2) if breakdown.id == "income_band" else (0.003, 0.07)
        assert low < refused < high, breakdown.id


@both
def test_raw_codes_are_labelled_or_missing(wave):
    for column in wave.columns.values():
        if column.labels and column.name != "LIFESAT":
            assert set(wave.frame[column.name].unique()) <= set(column.labels), column.name
        if column.use == "answer":
            assert not column.name.startswith("q_")
            unsaid = (wave.frame[column.name] < -1).mean()
            assert unsaid < 0.07 or column.name == "HHINCOME", column.name


def test_every_column_stands_for_an_option_of_the_bank():
    for column in COLUMNS.values():
        if column.question:
            known = {option.code for option in BANK.question(column.question).options}
            assert set(column.codes.values()) | ({column.option} - {""}) <= known
    assert set(FIRST.columns) == set(COLUMNS)


def test_nobody_is_asked_how_positive_when_there_was_no_such_time():
    never = FIRST.frame.filter(pl.col("MIXFETHN") == 5)
    assert set(never["MIXPETHN"]) == {-1}
    assert ANSWERS["2018-19"].reasons("q_mix_pos_ethnicity").value_counts()["count"].min() > 0


def test_the_same_seed_gives_the_same_rows_and_another_gives_others():
    again, other = generate()[0], generate(seed=7)[0]
    assert again.frame.equals(FIRST.frame)
    assert not other.frame.equals(FIRST.frame)
    assert other.frame.height == 6_601


def test_a_sample_that_cannot_be_filled_is_refused(monkeypatch):
    monkeypatch.setattr(portrait, "RESPONSE_BY_AGE", np.zeros(6))
    with pytest.raises(RuntimeError) as refusal:
        draw_people(Design("2018-19", 100, 1, {}))
    assert str(refusal.value) == "Only 0 of 100 respondents were found. Draw more addresses."


def test_fitting_keeps_both_margins():
    rows, columns = np.array([[0.3, 0.7]]), np.array([[0.5, 0.5]])
    table = fitted(np.array([[4.0, 1.0], [1.0, 1.0]]), rows, columns)
    assert np.allclose(table.sum(axis=2), 1)
    assert np.allclose((rows[:, :, None] * table).sum(axis=1), columns)


def test_margins_cover_33_boroughs_and_name_their_source():
    margins = read_margins()
    assert margins.codes == tuple(sorted(area.code for area in BANK.areas.values() if area.kind == "borough"))
    assert [BANK.area(code).name for code in margins.codes] == list(margins.names)
    assert round(margins.adults().sum(), -4) == 7_100_000
    assert "Open Government Licence v3" in FIRST.note


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("synthetic") / "new"
    return {path.name: path for path in write(folder)}


def test_the_spss_file_keeps_labels_and_user_missing_and_says_synthetic(files):
    frame, meta = pyreadstat.read_sav(
        files["synthetic-london-2018-19.sav"], output_format="polars", user_missing=True
    )
    assert frame.height == 6_601
    assert meta.file_label == "SYNTHETIC demonstration data, no real people"
    assert meta.notes[0].startswith("SYNTHETIC: every respondent is invented.")
    assert meta.column_names_to_labels["SERIAL"] == "Serial number of synthetic respondent"
    assert meta.variable_value_labels["BELONGLDN"] == COLUMNS["BELONGLDN"].labels
    assert {missing["lo"] for missing in meta.missing_ranges["LONELY"]} == set(USER_MISSING)
    assert frame["LONELY"].to_list() == FIRST.frame["LONELY"].to_list()


def test_the_parquet_file_and_its_codebook_say_synthetic(files):
    path = files["synthetic-london-2021-22.parquet"]
    metadata = pl.read_parquet_metadata(path)
    assert metadata["title"] == "SYNTHETIC demonstration data, no real people"
    assert metadata["note"].startswith("SYNTHETIC")
    assert json.loads(metadata["value_labels"])["FAVOURS"]["1"] == "Definitely agree"
    assert pl.read_parquet(path).equals(SECOND.frame)
    book = pl.read_csv(files["synthetic-london-2021-22-codebook.csv"])
    assert book.columns == ["column", "label", "code", "value_label", "missing", "note"]
    assert book["note"].str.starts_with("SYNTHETIC").all()
