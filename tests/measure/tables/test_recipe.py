"""A recipe is read whole or refused with its path, and its line in a file."""

import pytest
import yaml

from tests.measure.tables.made import RECIPE
from weft.measure.tables.lines import line_of
from weft.measure.tables.recipe import Recipe, RecipeError, recipe_from_data, recipe_from_yaml

#   what is written, what is said
REFUSED = [
    ("weft: recipe/2", "weft: the first line must be `weft: recipe/1`. "),
    ("weft: recipe/1\ndesing: {}", "recipe, desing: is not a part of a recipe. Known here: "),
    ("weft: recipe/1\ndesign: {wieght: w}", "design, wieght: is not a part of a recipe. Known here: "),
    ("weft: recipe/1\ndesign: [w]", "design: should hold named parts. "),
    ("weft: recipe/1\ndesign: {lonely: yes}", "design, lonely: 'True' is unknown. Use one of: adjust, "),
    ("weft: recipe/1\nsurvey: {sample: random}", "survey, sample: 'random' is unknown. Use one of: "),
    ("weft: recipe/1\nsurvey: {synthetic: maybe}", "survey, synthetic: found 'maybe'. Write true or false."),
    ("weft: recipe/1\nsurvey: {name: [a]}", "survey, name: found ['a']. Write a piece of text; "),
    ("weft: recipe/1\nanswers: {q: {}}", "answers, q: names no column. Add `column:`, or "),
    ("weft: recipe/1\nanswers: {q: {column: a, missing: {9: gone}}}",
     "answers, q, missing, 9: 'gone' is unknown. Use one of: not_answered, dont_know, refused, not_asked."),
    ("weft: recipe/1\nanswers: {q: {column: a, codes: {1: yes}}}",
     "answers, q, codes, 1: found True. Write a piece of text; put quotes around yes, no, on and off."),
    ("weft: recipe/1\nrake: {margins: {sex: {female: many}}}",
     "rake, margins, sex, female: found 'many'. Give the number of people in the population, 0 or more."),
    ("weft: recipe/1\nrake: {trim: [2, 5]}", "rake, trim: found [2, 5]. Give two bounds around 1, "),
    ("weft: recipe/1\nby: {a: b}", "by: should be a name or a list of names. "),
    ("weft: recipe/1\n  by: [a", "line 2: this is not YAML that can be read. "),
    ("weft: recipe/1\nrake: {trim: [a, b]}", "rake, trim: found ['a', 'b']. Give two bounds around 1, "),
    ("weft: recipe/1\nrake: {trim: [0.2, .inf]}", "rake, trim: found [0.2, inf]. Give two bounds around 1, "),
    ("weft: recipe/1\nsurvey: {period: 2021-13-45}", "the file: holds a date or a number that does not exist. "),
    ("weft: recipe/1\nsurvey: {name: 0x_}", "the file: holds a date or a number that does not exist. "),
    (f"weft: recipe/1\nsurvey: {{name: {'n' * 121}}}", "survey, name: is longer than 120 characters. "),
    ("[1, 2]", "recipe: should hold named parts. "),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_a_recipe_that_cannot_be_used_is_refused_by_path(text, said):
    with pytest.raises(RecipeError) as refused:
        recipe_from_yaml(text)
    assert str(refused.value).startswith(said)


def test_a_recipe_survives_being_written_and_read():
    assert recipe_from_yaml(RECIPE.to_yaml()) == RECIPE
    assert recipe_from_data(RECIPE.to_data()) == RECIPE


def test_an_empty_recipe_says_only_its_format():
    assert Recipe().to_data() == {"weft": "recipe/1"}


def test_definitions_are_kept_as_they_were_written():
    text = "weft: recipe/1\ndefinitions: {version: 1, updated: 2026-11-22, indicators: [{headline: yes}]}"
    definitions = recipe_from_yaml(text).definitions
    assert definitions == {"version": "1", "updated": "2026-11-22", "indicators": [{"headline": "yes"}]}
    assert recipe_from_yaml(Recipe(definitions=definitions).to_yaml()).definitions == definitions


TEXT = """\
weft: recipe/1
answers:
  q_x:
    column: a
    missing:
      9: gone
by:
- sex
- age
"""

#   path                           line
LINES = [
    ("answers, q_x, missing, 9",   6),
    ("answers, q_x, codes, 1",     3),
    ("by, age",                    9),
    ("by, wave",                   7),
    ("weft",                       1),
    ("rake, trim",                 0),
]  # fmt: skip


@pytest.mark.parametrize(("path", "line"), LINES)
def test_the_line_of_a_path_is_found(path, line):
    assert line_of(TEXT, path) == line


def test_the_line_of_nothing_is_none():
    assert line_of("", "by") == 0


def test_yaml_writes_no_python_of_its_own():
    assert yaml.safe_load(RECIPE.to_yaml())["weft"] == "recipe/1"
