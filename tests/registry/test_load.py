"""Definition files: what is read, and how each bad file is refused."""

import dataclasses
from pathlib import Path
from textwrap import dedent

import pytest

from weft.registry.conditions import Answered, AtLeast, Between, IsIn, Not
from weft.registry.definitions import Comparability, DefinitionError, MissingReason
from weft.registry.load import LoadError, UnknownDefinition, load_file, load_registry, parse_definitions
from weft.registry.nodes import MAX_BYTES

BANK = """\
version: 1
updated: 2026-11-22
source: [Ours]
option_sets:
  yes_no: {yes: Yes, no: No}
questions:
- {id: q_yes, version: 1, text: Well?, options: yes_no}
- {id: q_more, version: 1, text: Which?, options: {a: A, b: B, none: {label: None, missing: refused}}}
- {id: q_ticks, version: 1, kind: many, text: Which of these?, options: {a: A, b: B}}
- id: q_score
  version: 1
  text: How often?
  options: {low: {label: Low, score: 1}, high: {label: High, score: 3}}
- {id: q_number, version: 1, kind: number, text: How many?}
"""
INDICATOR = """\
indicators:
- id: X1
  version: 1
  theme: outcomes
  label: Says yes
  says: said yes
  counted: People who say yes
  out_of: People who answered
  unit: residents
  good: high
"""


def bank(more: str = ""):
    return parse_definitions(BANK + more, "bank.yaml", local=False)


def condition(text: str):
    return bank(INDICATOR + f"  numerator: {text}\n").indicator("X1").numerator


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{question: q_yes, is: yes}", IsIn("q_yes", ("yes",))),
        ("{question: q_more, in: [a, b]}", IsIn("q_more", ("a", "b"))),
        ("{answered: q_ticks}", Answered("q_ticks")),
        ("{not: {answered: q_yes}}", Not(Answered("q_yes"))),
        ("{sum: [q_score, q_number], at_least: 2, at_most: 4.5}", Between(("q_score", "q_number"), 2, 4.5)),
        ("{number: q_number, at_most: 3}", Between(("q_number",), at_most=3)),
        ("{all: [{answered: q_yes}, {answered: q_more}]}", AtLeast(2, (Answered("q_yes"), Answered("q_more")))),
        ("{any: [{answered: q_yes}, {answered: q_more}]}", AtLeast(1, (Answered("q_yes"), Answered("q_more")))),
        ("{count: [{answered: q_yes}], at_least: 1}", AtLeast(1, (Answered("q_yes"),))),
    ],
)  # fmt: skip
def test_a_condition_is_read(text, expected):
    assert condition(text) == expected


def test_words_are_kept_as_written():
    question = bank().question("q_yes")
    assert [(option.code, option.label) for option in question.options] == [("yes", "Yes"), ("no", "No")]
    assert question.comparability is Comparability.OWN
    assert bank().question("q_more").options[2].missing is MissingReason.REFUSED
    assert bank().question("q_score").options[1].score == 3


def test_an_indicator_lists_its_questions_and_breaks():
    more = "  numerator: {question: q_yes, is: yes}\n  denominator: {answered: q_more}\n  breaks: {2020: New form}\n"
    indicator = bank(INDICATOR + more).indicator("X1@1")
    assert indicator.questions == ("q_yes", "q_more")
    assert indicator.breaks == {"2020": "New form"}
    assert indicator.headline is False


def test_a_mean_averages_a_question_and_its_benchmark_is_in_its_unit():
    mean = "  estimator: mean\n  value: q_number\n  benchmarks:\n  - "
    mark = "{mean: 7.5, area: England, period: 2019/20, source: CLS, status: near}\n"
    indicator = bank(INDICATOR + mean + mark).indicator("X1")
    assert indicator.questions == ("q_number",)
    assert indicator.benchmarks[0].value == 7.5


def test_the_latest_version_is_found_by_id_and_each_by_key():
    second = "- {id: q_yes, version: 2, text: Well now?, options: {yes: Yes, no: No}}\n"
    known = bank(second)
    assert known.question("q_yes").version == 2
    assert known.question("q_yes@1").text == "Well?"
    assert len(known.questions) == 5
    assert len(known.questions.every_version()) == 6
    assert "q_yes@2" in known.questions


def test_an_older_version_listed_later_does_not_become_the_latest():
    late = (
        "- {id: q_n, version: 2, kind: number, text: B?}\n- {id: q_n, version: 1, kind: number, text: A?}\n"
    )
    assert bank(late).question("q_n").version == 2


def test_nothing_of_that_name_says_what_comes_closest():
    with pytest.raises(UnknownDefinition) as refusal:
        bank().question("q_yess")
    assert str(refusal.value) == "No question 'q_yess'. Did you mean q_yes?"
    with pytest.raises(KeyError) as refusal:
        bank().question("q_yes@9")
    assert str(refusal.value) == "No question 'q_yes@9'. The latest version is q_yes@1."
    with pytest.raises(UnknownDefinition) as refusal:
        bank().indicator("zz")
    assert str(refusal.value) == "No indicator 'zz'."
    with pytest.raises(UnknownDefinition) as refusal:
        bank().breakdown("zz")
    assert str(refusal.value) == "No breakdown 'zz'."
    with pytest.raises(UnknownDefinition) as refusal:
        bank("areas:\n- {code: L1, name: Leeds, kind: city}\n").area("L2")
    assert str(refusal.value) == "No area 'L2'. Use one of: L1."


def test_a_local_file_may_use_the_bank_and_returns_only_its_own(tmp_path):
    text = "version: 1\nupdated: 2026-11-22\n" + INDICATOR.replace("X1", "local/lonely")
    path = tmp_path / "ours.yaml"
    path.write_text(text + "  numerator: {question: q_lonely_direct, is: never}\n")
    ours = load_file(path)
    assert list(ours.indicators) == ["local/lonely"]
    assert len(ours.questions) == 0
    both = load_registry().joined_with(ours)
    assert both.indicator("local/lonely").key == "local/lonely@1"
    assert both.files[-1].name == "ours.yaml"


def test_a_local_question_needs_no_bank(tmp_path):
    path = tmp_path / "ours.yaml"
    path.write_text(
        "version: 1\nupdated: 2026-11-22\nquestions:\n- {id: local/q, version: 1, kind: number, text: Q?}\n"
    )
    assert load_file(path, bank()).question("local/q").kind == "number"


def test_a_registry_is_loaded_from_another_folder(tmp_path):
    head = "version: 1\nupdated: 2026-11-22\n"
    for name in ("questions", "indicators", "breakdowns", "areas-london", "imported"):
        (tmp_path / f"{name}.yaml").write_text(head)
    assert len(load_registry(tmp_path).questions) == 0


def test_a_missing_large_or_garbled_file_is_refused(tmp_path):
    missing, large, garbled = (tmp_path / name for name in ("a.yaml", "b.yaml", "c.yaml"))
    large.write_bytes(b"#" * (MAX_BYTES + 1))
    garbled.write_bytes(b"version: \xff")
    expected = {
        missing: "a.yaml:1: There is no such file. Check its name and folder.",
        large: "b.yaml:1: The file is over 1 MB. Split it into smaller files.",
        garbled: "c.yaml:1: The file is not UTF-8 text. Save it as UTF-8.",
    }
    for path, message in expected.items():
        with pytest.raises(LoadError) as refusal:
            load_file(path)
        assert str(refusal.value) == message


def test_a_registry_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        bank().imported = ()


HEAD = "version: 1\nupdated: 2026-11-22\n"
ONE = HEAD + "questions:\n"
NUM = ONE + "- {id: q, version: 1, kind: number, text: Q?}\n"


def measure(line: str, replaced: str = "") -> str:
    """A bank with one indicator, one line of it added or replaced."""
    body = INDICATOR.replace(replaced, line) if replaced else INDICATOR + line
    body += "" if "estimator" in line or "numerator" in line else "  numerator: {answered: q_yes}\n"
    return BANK + body


def mark(text: str) -> str:
    return measure("  benchmarks:\n  - {" + text + "}\n")


AREAS = "areas:\n- {code: A, name: Aton, kind: city}\n"
VALUES = HEAD + AREAS + INDICATOR + "  estimator: imported\nvalues:\n- "
FULL = "area: A, period: 2019, source: S"

BAD: dict[str, tuple[str, str]] = {
    "empty file": ("", "1: The file is empty. Start it with `version` and `updated`."),
    "not yaml": (HEAD + "questions: [", "4: This is not readable YAML. Check indents, quotes and colons."),
    "control character": ("version: \x01", "1: This is not readable YAML. Check indents, quotes and colons."),
    "half a character": (HEAD + "source: \ud800\n", "1: The file is not UTF-8 text. Save it as UTF-8."),
    "number of 400 figures": (
        HEAD + "areas:\n- {code: B, name: Bee, kind: ward, tile: [" + "9" * 400 + ", 1]}\n",
        "4: A tile column or row is '" + "9" * 400 + "', not a number. Write it in figures, like 8 or 1.6.",
    ),
    "two documents": (
        HEAD + "---\nversion: 2\n",
        "3: This is not readable YAML. Check indents, quotes and colons.",
    ),
    "list at the top": ("- 1\n", "1: The file must be written as `key: value` lines."),
    "too large": ("#" * (MAX_BYTES + 1), "1: The file is over 1 MB. Split it into smaller files."),
    "too deep": (
        HEAD + "questions: " + "[" * 30 + "]" * 30,
        "3: Nested more than 20 deep. Write it flatter.",
    ),
    "too many values": (
        HEAD + "questions: [" + "a," * 100_001 + "]",
        "3: More than 100,000 values. Split the file.",
    ),
    "anchor": (
        HEAD + "source: &a [x]\n",
        "3: Anchors and aliases (& and *) are not read. Write the value out.",
    ),
    "alias": (HEAD + "source: *a\n", "3: Anchors and aliases (& and *) are not read. Write the value out."),
    "nought": (HEAD + 'source: "a\\0b"\n', "3: A sign that is not text (\\0). Take it out."),
    "tag": (HEAD + "source: !!python/name:os.system x\n", "3: Tags (!) are not read. Write the plain value."),
    "unknown section": (
        HEAD + "indicator: []\n",
        "3: The file has no key `indicator`. Did you mean indicators?",
    ),
    "no version": ("updated: 2026-11-22\n", "1: The file has no `version`. Add it."),
    "version not whole": (
        "version: 1.5\nupdated: 2026-11-22\n",
        "1: `version` of the file is '1.5'. Write a whole number, like 1.",
    ),
    "not a date": (
        "version: 1\nupdated: 22 Nov 2026\n",
        "2: `updated` of the file is '22 Nov 2026'. Write a date as YYYY-MM-DD.",
    ),
    "section not a list": (
        HEAD + "questions: x\n",
        "3: `questions` of the file must be a list: [one, two], or one `-` line each.",
    ),
    "section empty": (
        HEAD + "questions: []\n",
        "3: `questions` of the file is an empty list. Name at least one, or leave the line out.",
    ),
    "unknown key": (
        ONE + "- {id: q, version: 1, kind: number, txt: Q?}\n",
        "4: A question has no key `txt`. Did you mean text?",
    ),
    "missing key": (ONE + "- {id: q, version: 1, kind: number}\n", "4: Question q has no `text`. Add it."),
    "empty value": (
        ONE + "- {id: q, version: 1, kind: number, text: }\n",
        "4: `text` of Question q is empty. Write a value or leave the line out.",
    ),
    "list for a text": (
        ONE + "- {id: q, version: 1, kind: number, text: [Q]}\n",
        "4: `text` of Question q must be a single value, not a list or a mapping.",
    ),
    "key twice": (
        ONE + "- id: q\n  version: 1\n  id: r\n",
        "6: `id` is written twice in a question (first on line 4). Keep one.",
    ),
    "code twice": (
        ONE + "- {id: q, version: 1, text: Q?, options: {a: A, a: B}}\n",
        "4: `a` is written twice in the options of q (first on line 4). Keep one.",
    ),
    "codes alike": (
        ONE + "- {id: q, version: 1, text: Q?, options: {a: A, A: B}}\n",
        "4: Question q: two options have the same code. Codes must differ.",
    ),
    "question twice": (
        NUM + "- {id: q, version: 1, kind: number, text: Q?}\n",
        "5: q@1 is already defined. Raise the version, or choose another id.",
    ),
    "bad id": (
        ONE + "- {id: 9q, version: 1, kind: number, text: Q?}\n",
        "4: '9q' is not a usable id. Start with a letter; then letters, digits and underscores.",
    ),
    "slash in the bank": (
        ONE + "- {id: local/q, version: 1, kind: number, text: Q?}\n",
        "4: 'local/q' is an id for a local file. Write it without the slash.",
    ),
    "unknown option set": (
        HEAD
        + "option_sets: {yes_no: {yes: Yes, no: No}}\nquestions:\n- {id: q, version: 1, text: Q?, options: yesno}\n",
        "5: No option set `yesno` in this file. Did you mean yes_no?",
    ),
    "unknown reason": (
        ONE + "- {id: q, version: 1, text: Q?, options: {a: {label: A, missing: refuse}}}\n",
        "4: `missing` of Option a is 'refuse'. Did you mean refused?",
    ),
    "score not a number": (
        ONE + "- {id: q, version: 1, text: Q?, options: {a: {label: A, score: one}}}\n",
        "4: `score` of Option a is 'one', not a number. Write it in figures, like 8 or 1.6.",
    ),
    "comparable with nothing": (
        ONE + "- {id: q, version: 1, kind: number, text: Q?, comparability: same}\n",
        "4: Question q is comparable with no standard. Name it in `standard`.",
    ),
    "unknown theme": (
        measure("  theme: outcome\n", "  theme: outcomes\n"),
        "18: `theme` of Indicator X1 is 'outcome'. Did you mean outcomes?",
    ),
    "no numerator": (BANK + INDICATOR, "16: Indicator X1: a proportion needs a numerator."),
    "version in words": (
        ONE + "- {id: q, version: one, kind: number, text: Q?}\n",
        "4: `version` of Question q is 'one'. Write a whole number, like 1.",
    ),
    "headline not yes or no": (
        measure("  headline: true\n"),
        "25: `headline` of Indicator X1 is 'true'. Write yes or no.",
    ),
    "per cent over 100": (
        mark("percent: 108, area: A, period: 2019, source: S, status: near"),
        "26: `percent` is 108. A per cent lies between 0 and 100.",
    ),
    "share below 0": (
        mark("percent: -1, area: A, period: 2019, source: S, status: near"),
        "26: `percent` is -1. A per cent lies between 0 and 100.",
    ),
    "unknown status": (
        mark("percent: 8, area: A, period: 2019, source: S, status: exactly"),
        "26: `status` of a benchmark is 'exactly'. Did you mean exact?",
    ),
    "period after the file": (
        mark("percent: 8, area: A, period: 2031-32, source: S, status: near"),
        "26: `period` '2031-32' is after the file was updated (2026-11-22). Check both dates.",
    ),
    "mean beside a proportion": (
        mark("mean: 8, area: A, period: 2019, source: S, status: near"),
        "26: `mean` belongs to an indicator that averages. Write `percent`.",
    ),
    "per cent beside a mean": (
        measure("  estimator: mean\n  value: q_number\n  benchmarks: [{percent: 8}]\n"),
        "27: A benchmark of a mean needs `mean`, in the question's own unit.",
    ),
    "mean of an unknown question": (
        measure("  estimator: mean\n  value: q_numbr\n"),
        "26: No question `q_numbr` in the bank. Did you mean q_number?",
    ),
    "mean of words": (
        measure("  estimator: mean\n  value: q_yes\n"),
        "26: Question q_yes has no numbers to average. Use a number or scored question.",
    ),
    "mean of nothing": (
        measure("  estimator: mean\n"),
        "16: Indicator X1: a mean needs `value`, the question it averages.",
    ),
    "unknown question": (
        measure("  numerator: {answered: q_yess}\n"),
        "25: No question `q_yess` in the bank. Did you mean q_yes?",
    ),
    "unknown code": (
        measure("  numerator: {question: q_more, in: [a, c]}\n"),
        "25: Question q_more has no option `c`. Use one of: a, b, none.",
    ),
    "number by code": (
        measure("  numerator: {question: q_number, is: 3}\n"),
        "25: Question q_number is a number. Use {number: q_number, at_least: ...}.",
    ),
    "neither in nor is": (
        measure("  numerator: {question: q_yes}\n"),
        "25: A condition with `question` needs `in: [codes]` or `is: code`, one of the two.",
    ),
    "no condition word": (
        measure("  numerator: {at_least: 1}\n"),
        "25: A condition starts with exactly one of: question, answered, sum, number, all, any, count, not.",
    ),
    "word in the wrong place": (
        measure("  numerator: {answered: q_yes, is: yes}\n"),
        "25: A condition with `answered` has no key `is`. Use one of: answered.",
    ),
    "sum of words": (
        measure("  numerator: {sum: [q_score, q_yes], at_least: 1}\n"),
        "25: Question q_yes has no numbers. Give its options scores, or use `question`.",
    ),
    "sum without bounds": (
        measure("  numerator: {sum: [q_score]}\n"),
        "25: A condition with `sum` needs `at_least`, `at_most` or both.",
    ),
    "bounds crossed": (
        measure("  numerator: {number: q_number, at_least: 9, at_most: 8}\n"),
        "25: `at_least` is more than `at_most`: nobody could be counted. Swap them.",
    ),
    "count of too many": (
        measure("  numerator: {count: [{answered: q_yes}], at_least: 2}\n"),
        "25: `at_least` is 2 of 1 conditions. Use 1 to 1.",
    ),
    "breakdown of nothing": (
        BANK + "breakdowns:\n- {id: b, version: 1, label: B, question: q_yess}\n",
        "16: No question `q_yess` in the bank. Did you mean q_yes?",
    ),
    "breakdown level unknown": (
        BANK
        + "breakdowns:\n- {id: b, version: 1, label: B, question: q_yes, levels: {yes: Yes, nope: No}}\n",
        "16: Question q_yes has no option `nope`. Did you mean no?",
    ),
    "breakdown of a number": (
        BANK + "breakdowns:\n- {id: b, version: 1, label: B, question: q_number}\n",
        "16: Breakdown b: needs at least two levels.",
    ),
    "area twice": (
        HEAD + AREAS + "- {code: A, name: Aton, kind: city}\n",
        "5: Area A is already defined. List it once.",
    ),
    "parent unknown": (
        HEAD + AREAS + "- {code: B, name: Bee, kind: ward, parent: C}\n",
        "5: No area `C` above this line. Use one of: A. List a parent first.",
    ),
    "tile not two steps": (
        HEAD + AREAS + "- {code: B, name: Bee, kind: ward, tile: [0, 1]}\n",
        "5: `tile` must be [column, row], counted from 1.",
    ),
    "tile taken": (
        HEAD + AREAS + "- {code: B, name: Bee, kind: ward, parent: A, tile: [1, 1]}\n"
        "- {code: C, name: Sea, kind: ward, parent: A, tile: [1, 1]}\n",
        "6: `tile` [1, 1] is taken by Bee. Choose another.",
    ),
    "value of nothing": (
        VALUES + "{indicator: X2, percent: 1, " + FULL + "}\n",
        "17: No indicator `X2`. Use one of: X1.",
    ),
    "value of a computed indicator": (
        BANK
        + AREAS
        + INDICATOR
        + "  numerator: {answered: q_yes}\nvalues:\n- {indicator: X1, percent: 1, "
        + FULL
        + "}\n",
        "29: X1@1 is computed from answers. Only imported indicators take values.",
    ),
    "value nowhere": (
        VALUES + "{indicator: X1, percent: 1, area: B, period: 2019, source: S}\n",
        "17: No area `B`. Use one of: A.",
    ),
    "no design effect at all": (
        VALUES + "{indicator: X1, percent: 1, design_effect: 0, " + FULL + "}\n",
        "17: `design_effect` is 0. Write a number above 0.",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_line_and_a_remedy(name):
    text, message = BAD[name]
    with pytest.raises(DefinitionError) as refusal:
        parse_definitions(text, "bad.yaml", local=False)
    assert str(refusal.value) == f"bad.yaml:{message}"


def test_a_local_id_is_never_the_banks():
    with pytest.raises(LoadError) as refusal:
        parse_definitions(NUM, "ours.yaml")
    assert str(refusal.value) == "ours.yaml:4: 'q' could be taken for the bank's own. Write local/q."
    assert refusal.value.line == 4
    assert refusal.value.name == "ours.yaml"


def test_values_are_read_into_shares():
    text = VALUES + "{indicator: X1, percent: 21, base: 100, design_effect: 1.6, note: N, " + FULL + "}\n"
    value = parse_definitions(text, "v.yaml", local=False).values_of("X1")[0]
    assert (value.value, value.base, value.design_effect) == (0.21, 100, 1.6)


def test_names_never_show_where_the_file_lies(tmp_path: Path):
    path = tmp_path / "ours.yaml"
    path.write_text(dedent("version: 1\n"))
    with pytest.raises(LoadError) as refusal:
        load_file(path)
    assert str(refusal.value) == "ours.yaml:1: The file has no `updated`. Add it."
