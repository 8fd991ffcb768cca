"""`weft measure` as an analyst meets it: files in, one folder out, or one clear message and nothing."""

import csv
import json
from pathlib import Path

import pytest

from weft.cli import Refusal, main
from weft.cli.measure import _listed

CSV = "lonely,sex,wt\n" + "1,f,1\n" * 40 + "2,f,1\n" * 60 + "1,m,1\n" * 20 + "2,m,1\n" * 70 + "-9,m,1\n" * 10
RECIPE = """\
weft: recipe/1
survey:
  name: A made-up survey
  period: "2024"
  area: London
  population: residents aged 16 and over
  sample: probability
  synthetic: true
design: {weight: wt}
answers:
  q_lonely_direct:
    column: lonely
    codes: {1: often_or_always, 2: never}
    missing: {-9: refused}
  d_sex:
    column: sex
    codes: {f: female, m: male}
by: [sex]
"""


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder with a survey and a recipe, and the analyst in it."""
    (tmp_path / "survey.csv").write_text(CSV)
    (tmp_path / "recipe.yaml").write_text(RECIPE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*options: str) -> int:
    return main(["measure", "tables", "survey.csv", "--design", "recipe.yaml", *options])


def evidence(folder: Path) -> list[dict[str, str]]:
    lines = (folder / "evidence.csv").read_text().splitlines()[1:]
    return list(csv.DictReader(lines))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_survey_file_becomes_safe_tables(desk, capsys):
    assert run("--out", "t") == 0
    said = capsys.readouterr().err
    assert "1 indicator, 3 estimates." in said
    assert "t/public may be published; the rest of t is internal." in said
    rows = list(csv.DictReader((desk / "t" / "public" / "R1.csv").read_text().splitlines()))
    assert [(r["group"], r["value"], r["base"]) for r in rows] == [
        ("Everyone", "32", "190"), ("Female", "40", "100"), ("Male", "20", "90"),
    ]  # fmt: skip
    assert rows[2]["mark"] == "Low base"


def test_the_recipe_written_reruns_to_the_same_digits(desk):
    run("--out", "one", "--indicators", "R1")
    (desk / "recipe.yaml").write_text((desk / "one" / "recipe.yaml").read_text())
    run("--out", "two")
    assert contents(desk / "one") == contents(desk / "two")


def test_options_lay_over_the_recipe(desk):
    assert run("--out", "t", "--indicators", "R1", "--by", "") == 0
    assert [row["breakdown"] for row in evidence(desk / "t")] == [""]


def test_a_raw_column_may_be_a_breakdown(desk):
    (desk / "recipe.yaml").write_text(RECIPE.replace("by: [sex]\n", ""))
    assert run("--out", "t", "--by", "lonely") == 0
    assert {row["breakdown"] for row in evidence(desk / "t")} == {"", "lonely"}


OWN = """\
version: 1
updated: 2024-01-01
source: ours
indicators:
- id: local/not_lonely
  version: 1
  theme: relationships
  label: Never lonely
  says: said they never feel lonely
  counted: People who never feel lonely
  out_of: People who answered
  unit: residents
  good: high
  headline: yes
  numerator: {question: q_lonely_direct, is: never}
"""


def test_an_analysts_own_definitions_are_used_and_kept(desk):
    (desk / "own.yaml").write_text(OWN)
    assert run("--out", "t", "--indicators", "own.yaml") == 0
    assert {row["definition"] for row in evidence(desk / "t")} == {"local/not_lonely@1"}
    (desk / "recipe.yaml").write_text((desk / "t" / "recipe.yaml").read_text())
    assert run("--out", "again") == 0
    assert contents(desk / "t") == contents(desk / "again")


def changed(old: str, new: str):
    return RECIPE.replace(old, new)


MINE = "definitions:\n  version: 1\n  updated: 2024-01-01\n  source: ours\n  indicators:\n  - {id: mine}\n"

#   recipe                                              options            what is said
REFUSALS = [
    (changed("codes: {1: often", "codes: {1: oftn"),    (),
     "recipe.yaml:13: answers, q_lonely_direct, codes, 1: "
     "'oftn_or_always' is not an option of q_lonely_direct. Its options are: "
     "often_or_always, some_of_the_time, occasionally, hardly_ever, never."),
    (changed("    missing: {-9: refused}\n", ""),       (),
     "recipe.yaml:11: answers, q_lonely_direct: 1 value has no meaning yet, in 10 rows: '-9'. "
     "Give each an option under `codes:` or a reason under `missing:`."),
    (changed("weight: wt", "weight: weigt"),            (),
     "recipe.yaml:9: design, weight: the file has no column 'weigt'. Did you mean wt?"),
    (changed("weight: wt", "wieght: wt"),               (),
     "recipe.yaml:9: design, wieght: is not a part of a recipe. "
     "Known here: fpc, lonely, psu, strata, weight."),
    (changed("  area: London\n", ""),                   (),
     "recipe.yaml:2: survey, area: is empty; no figure goes out without it. Say the place it is about."),
    (changed("by: [sex]", "by: [sex"),                  (),
     "recipe.yaml:18: this is not YAML that can be read. Check indentation and quotes there."),
    (RECIPE + MINE,                                     (),
     "recipe.yaml:24: 'mine' could be taken for the bank's own. Write local/mine."),
    (RECIPE,                                            ("--by", "gender"),
     "--by, gender: the file has no column 'gender'. It has 3 columns; the first are lonely, sex, wt."),
    (RECIPE,                                            ("--indicators", "R1,R3"),
     "--indicators, R3: needs q_rely_emergency, which no column answers. "
     "Say under `answers:` which column holds it, or leave the indicator out."),
    (RECIPE,                                            ("--indicators", "none.yaml"),
     "none.yaml:1: There is no such file. Check its name and folder."),
    (RECIPE,                                            ("--design", "none.yaml"),
     "none.yaml cannot be opened: No such file or directory. Check its name and folder."),
    (RECIPE,                                            ("--out", "recipe.yaml"),
     "recipe.yaml is not a folder. Choose another name for --out."),
]  # fmt: skip


@pytest.mark.parametrize(("recipe", "options", "said"), REFUSALS)
def test_a_refusal_is_one_message_and_nothing_is_written(desk, capsys, recipe, options, said):
    (desk / "recipe.yaml").write_text(recipe)
    before = contents(desk)
    assert run("--out", "t", *options) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line for line in lines if line.startswith("weft: ")] == [f"weft: {said}"]
    assert contents(desk) == before


#   the file                       what is said
FILES = [
    (b"",                          "survey.csv: "),
    (b"PK\x03\x04 not a survey",   "survey.csv: "),
    (b"a,a\n1,2\n",                "survey.csv: Two columns have the same name: 'a' and 'a'. "),
]  # fmt: skip


@pytest.mark.parametrize(("content", "said"), FILES)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(desk, capsys, content, said):
    (desk / "survey.csv").write_bytes(content)
    assert run("--out", "t") == 1
    (message,) = [line for line in capsys.readouterr().err.splitlines() if line.startswith("weft: ")]
    assert message.startswith(f"weft: {said}")
    assert not (desk / "t").exists()


def test_a_folder_in_use_is_refused_before_the_file_is_read(desk, capsys):
    (desk / "t").mkdir()
    (desk / "t" / "mine").write_text("")
    assert run("--out", "t") == 1
    assert capsys.readouterr().err == "weft: t already holds something. Choose another, or add --replace.\n"


def test_the_indicators_are_listed(capsys):
    assert main(["measure", "indicators"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert listed[0] == "R1    Often or always lonely"
    assert "(published values only)" in next(line for line in listed if line.startswith("E5"))


def test_a_file_is_described_as_a_recipe_to_start_from(desk, capsys):
    from weft.measure.tables.recipe import recipe_from_yaml

    assert main(["measure", "describe", "survey.csv"]) == 0
    text = capsys.readouterr().out
    assert "# lonely; number; 200 / 0 / 0; 2, 1, -9" in text
    assert recipe_from_yaml(text).design.weight == "wt"


def test_a_description_never_overwrites(desk, capsys):
    assert main(["measure", "describe", "survey.csv", "--out", "recipe.yaml"]) == 1
    assert (desk / "recipe.yaml").read_text() == RECIPE
    assert main(["measure", "describe", "survey.csv", "--out", "new.yaml"]) == 0
    assert (desk / "new.yaml").read_text().startswith("# csv: 200 rows, 3 columns")


def test_no_django_is_needed(desk):
    import os
    import subprocess
    import sys

    program = (
        "import sys; from weft.cli import main; "
        "code = main(['measure', 'tables', 'survey.csv', '--design', 'recipe.yaml', '--out', 't']); "
        "sys.exit(code or ('django' in sys.modules) * 9)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    assert subprocess.run([sys.executable, "-c", program], env=environment).returncode == 0


def test_names_are_listed_once():
    assert _listed(" R1, O2,,R1 ") == ("R1", "O2")
    assert issubclass(Refusal, Exception)


# A labelled SPSS file with declared missing codes.


def test_a_labelled_spss_file_gives_the_hand_computed_values(desk):
    import polars
    import pyreadstat

    #   answer  1 often  2 never  8 don't know  9 prefer not  blank
    #   people       60      140            20            30      10   = 260; weight 2 for the often lonely
    answers = [1.0] * 60 + [2.0] * 140 + [8.0] * 20 + [9.0] * 30 + [None] * 10
    weights = [2.0] * 60 + [1.0] * 200
    satisfied = [8.0] * 100 + [6.0] * 100 + [99.0] * 60
    frame = polars.DataFrame({"lonely": answers, "satisfied": satisfied, "wt": weights})
    pyreadstat.write_sav(
        frame,
        desk / "survey.sav",
        column_labels={"lonely": "How often do you feel lonely?"},
        variable_value_labels={
            "lonely": {1.0: "Often", 2.0: "Never", 8.0: "Don't know", 9.0: "Prefer not to say"},
            "satisfied": {99.0: "Refused"},
        },
        missing_ranges={"lonely": [8.0, 9.0], "satisfied": [99.0]},
    )
    (desk / "recipe.yaml").write_text(
        RECIPE[: RECIPE.index("    missing:")] + "  q_ons4_lifesat: {column: satisfied}\n"
    )
    options = ["--design", "recipe.yaml", "--indicators", "R1,O3", "--out", "t"]
    assert main(["measure", "tables", "survey.sav", *options]) == 0
    lonely, life = evidence(desk / "t")
    assert (lonely["n"], lonely["counted"]) == ("200", "60")
    assert float(lonely["estimate"]) == pytest.approx(120 / 260, rel=1e-12)
    # 40 more people answered 8 with weight 1: (60 * 2 + 40) * 8 and 100 * 6
    assert float(life["estimate"]) == pytest.approx((160 * 8 + 100 * 6) / 260, rel=1e-12)
    told = json.loads((desk / "t" / "public" / "R1.csv-metadata.json").read_text())
    notes = {note["name"]: note["value"] for note in told["notes"]}
    # of weight 320 in all: 20, 10 and 30
    assert notes["not in the base"] == "dont know 6%; not answered 3%; refused 9%"
