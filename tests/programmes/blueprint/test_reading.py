"""A folder is read whole, or every fault is named by file and line."""

import re
from pathlib import Path

import pytest

from tests.programmes.make import changed, folder, line_of
from weft.programmes.blueprint.difference import difference, newer
from weft.programmes.blueprint.lined import lined
from weft.programmes.blueprint.problems import NotABlueprint
from weft.programmes.blueprint.reading import read_blueprint
from weft.programmes.blueprint.starter import NotAName, write_starter


def refused(made: Path) -> list[str]:
    with pytest.raises(NotABlueprint) as caught:
        read_blueprint(made)
    return [str(problem) for problem in caught.value.problems]


def test_the_starter_is_without_a_fault_with_its_form_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    found = read_blueprint(folder(tmp_path))
    assert (found.id, found.version, found.themes, list(found.forms)) == (
        "cooking",
        "1.0",
        ["relationships"],
        ["after"],
    )
    assert found.forms["after"].compiled.form_id == "cooking-after"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('version: "1.0"', "version: 1.0", "version: This should be text. Put it in quotes."),
        ("id: cooking", "id: dining", "The id is “dining”, the folder “cooking”. They are the same."),
        ("who: host}", "who: hots}", "There is no role “hots”. Known are: cook, host, officer."),
        ("requires: [hygiene]", "requires: [dbs]", "There is no requirement “dbs”. Known are: hygiene."),
        (
            "kind: training", "kind: trainin",
            "requirements 1, kind: “trainin” is not known here. Did you mean “training”?",
        ),
        (
            "may_join_if: age >= 16 ", "may_join_if: age >=",
            "This expression cannot be read. Expected a name, a number or a text, found the end.",
        ),
        ("newcomers: 4", "newcomers: 14", "More places are kept for newcomers than there are."),
        ("minutes: 150", "minutes: 2", "activities 1, minutes: The smallest number here is 5."),
        ("form: after, when", "form: before, when", "There is no form “before”. Known are: after."),
        (
            "fact: gather.attendance, quantity", "fact: gather.attendances, quantity",
            "There is no kind of fact “gather.attendances”.",
        ),
        (
            "quantity: minutes", "quantity: days",
            "There is no quantity of this fact “days”. Known are: minutes, people.",
        ),
        (
            "where: first_time = 'yes'", "where: first_time = yes",
            "These facts do not carry “yes”. Put a text in quotes: 'yes'.",
        ),
        ("{indicator: people, amount", "{indicator: persons, amount", "There is no indicator “persons”."),
        ("file: after.md", "file: ../after.md", "There is no file “../after.md” in the folder."),
        ("languages: [en]", "languages: [en, xx]", "There is no language “xx”."),
        ("  - key: host\n", "  - key: cook\n", "The key “cook” is used twice in roles."),
        (
            "    minutes: 150", "    repeats: EVERY DAY\n    minutes: 150",
            "This rule cannot be read. Write it like FREQ=WEEKLY;BYDAY=TU.",
        ),
        ("    # indicators: [R1]", "    indicators: [Z9] #", "The city measures no indicator “Z9”."),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    line = line_of(folder(tmp_path), re.escape(old.partition("\n")[0]))
    found = refused(changed(folder(tmp_path), old, new))
    assert any(each.startswith(f"blueprint.yaml, line {line}: ") and said in each for each in found), (
        line,
        found,
    )


def test_a_fault_of_a_form_is_named_by_its_own_file(tmp_path: Path) -> None:
    made = changed(folder(tmp_path), "| select_one yes_no |", "| select_one maybe |", "after.md")
    assert refused(made)[0].startswith("after.md, line 5: survey")


def test_a_form_of_another_name_is_refused(tmp_path: Path) -> None:
    made = changed(folder(tmp_path), "cooking-after", "elsewhere", "after.md")
    assert "Write “cooking-after”, or leave it out." in refused(made)[0]


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    made = folder(tmp_path)
    (tmp_path / "secret.md").write_text("# survey\n")
    (made / "out.md").symlink_to(tmp_path / "secret.md")
    changed(made, "file: after.md", "file: out.md")
    assert "There is no file “out.md” in the folder." in refused(made)[0]


BOMB = "a: &a [x, x]\n" + "".join(
    f"{c}: &{c} [*{p}, *{p}]\n" for p, c in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (BOMB, "f, line 1: Aliases (& and *) are not used here. Write the text out."),
        (
            "a: !!python/object/apply:os.system [x]",
            "f, line 1: Tags (!) are not used here. Write text, numbers, lists and names.",
        ),
        ("a: 1\nb: 2\na: 3", "f, line 3: “a” is said twice here."),
        ("a: 1\n---\nb: 2", "f, line 2: This file holds more than one document."),
        ("[" * 40 + "]" * 40, "f, line 1: This is nested too deeply, or too long."),
        ("a: [" + "1," * 30_000 + "]", "f, line 1: This is nested too deeply, or too long."),
        ("{[1]: 2}", "f, line 1: A name is one word, not a list."),
    ],
)  # fmt: skip
def test_hostile_yaml_is_refused_by_line(text: str, said: str) -> None:
    with pytest.raises(NotABlueprint) as caught:
        lined(text, "f")
    assert str(caught.value) == said


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    made = folder(tmp_path)
    (made / "blueprint.yaml").write_text("#" * 200_001)
    assert refused(made) == ["blueprint.yaml: This file is larger than 200 kB."]
    (made / "blueprint.yaml").unlink()
    assert refused(made) == ["blueprint.yaml: This file is missing or cannot be opened."]


def test_words_keep_what_they_say() -> None:
    text = 'a: yes\nb: no\nc: 2026-01-01\nd: 12\ne: 1.5\nf: true\ng: "12"\nh:\n1: x\ni: 0x1F'
    assert lined(text, "f").said == {
        "a": "yes", "b": "no", "c": "2026-01-01", "d": 12, "e": 1.5, "f": True, "g": "12", "h": None,
        "1": "x", "i": "0x1F",
    }  # fmt: skip


def test_a_difference_says_what_came_went_and_changed(tmp_path: Path) -> None:
    old = read_blueprint(folder(tmp_path)).document
    made = changed(folder(tmp_path), "key: ask,", "key: later,")
    new = read_blueprint(changed(made, "minutes: 150", "minutes: 120")).document
    found = difference(old, new, {"title": "Ours", "steps/ask/title": "Ask them"})
    told = [(each.kind, each.path) for each in found.changes if not each.path.startswith("steps")]
    assert told == [("changed", "activities/meal/minutes")]
    assert {each.kind for each in found.changes if each.path.startswith("steps")} == {"added", "removed"}
    assert [each.path for each in found.lost] == ["steps/ask/title"]
    assert found.changes[-1].place == "steps › ask › about"


def test_versions_are_numbers_not_texts() -> None:
    assert newer("1.10", than="1.9") and not newer("1.9", than="1.10") and not newer("2.0", than="2.0")


def test_a_starter_needs_a_new_folder_with_a_name(tmp_path: Path) -> None:
    with pytest.raises(NotAName):
        write_starter(tmp_path / "Cooking Together")
    folder(tmp_path)
    with pytest.raises(FileExistsError):
        write_starter(tmp_path / "cooking")
