"""What a form is refused for, and in which words. Line 1 is the heading "# survey", line 2 the names of the columns.

"later:" is what a draft may wait for; publishing refuses it.
"""

# ruff: noqa: E501 - tables read better on one line

import pytest

from tests.forms.intake.books import faults

SURVEY = "# survey\n| type | name | label | relevant | calculation |\n"
YES_NO = "\n# choices\n| list_name | name | label |\n| yes_no | yes | Yes |\n| yes_no | no | No |"
KNOWS = "| select_one yes_no | knows | Do you know them? | | |\n"

REFUSALS = {
    "an unknown function, with the one that was meant": (
        SURVEY + KNOWS + "| text | how | How? | selectd(${knows}, 'yes') | |" + YES_NO,
        ["sheet survey, row 4, column relevant: This expression cannot be used: No function selectd() "
         "(character 1). Did you mean selected()?"],
    ),
    "an expression that cannot be read": (
        SURVEY + "| integer | age | Age | | |\n| text | how | How? | (${age} > 3 | |",
        ["sheet survey, row 4, column relevant: This expression cannot be used: "],
    ),
    "a cycle": (
        SURVEY + "| calculate | a | | | ${b} + 1 |\n| calculate | b | | | ${a} + 1 |",
        ["sheet survey, row 3, column calculation: These questions need each other's results: a → b → a."],
    ),
    "a group that is shown by a question inside it": (
        SURVEY + "| begin group | g | G | ${x} = 1 | |\n| integer | x | X | | |\n| end group | | | | |",
        ["sheet survey, row 3, column relevant: These questions need each other's results: g → x → g."],
    ),
    "a choice that is there twice": (
        SURVEY + KNOWS + YES_NO + "\n| yes_no | no | Not at all |",
        ["sheet choices, row 9, column name: The list “yes_no” already has the choice “no”, in row 8."],
    ),
    "a list that is not there": (
        SURVEY + "| select_one yesno | knows | Do you? | | |" + YES_NO,
        ["sheet survey, row 3, column type: The sheet choices has no choices in a list “yesno”. "
         "The lists there: yes_no."],
    ),
    "a name that is there twice": (
        SURVEY + "| text | a | A | | |\n| text | a | B | | |",
        ["sheet survey, row 4, column name: Row 3 already has the name “a”."],
    ),
    "a question without a name": (
        SURVEY + "| text | | A | | |",
        ["sheet survey, row 3, column name: This question has no name. Give it one, such as “age”."],
    ),
    "a name that cannot be one": (
        SURVEY + "| text | my age | A | | |",
        ["sheet survey, row 3, column name: “my age” cannot be a name: begin with a letter; use letters, digits, _ - and . only."],
    ),
    "a reference to a question that is not there": (
        SURVEY + KNOWS + "| text | how | How, ${nows}? | | |" + YES_NO,
        ["sheet survey, row 4, column label: No question has the name “nows”. Did you mean ${knows}?"],
    ),
    "an unknown type": (
        SURVEY + "| textt | a | A | | |",
        ["sheet survey, row 3, column type: There is no question type “textt”. Did you mean “text”?"],
    ),
    "a group that is never closed": (
        SURVEY + "| begin group | g | G | | |\n| text | a | A | | |",
        ["sheet survey, row 3, column type: This group is never closed. Add a row “end group”."],
    ),
    "an end without a beginning": (
        SURVEY + "| text | a | A | | |\n| end repeat | | | | |",
        ["sheet survey, row 4, column type: This “end repeat” closes nothing: no repeat is open here."],
    ),
    "a missing language": (
        "# survey\n| type | name | label::English (en) | label::Arabic (ar) |\n| text | a | A | أ |\n| text | b | B | |",
        ["later: sheet survey, row 4, column label::Arabic (ar): The label is missing in Arabic (ar)."],
    ),
    "a language a whole column lacks": (
        "# survey\n| type | name | label::English (en) | label::Arabic (ar) | hint::English (en) |\n| text | a | A | أ | H |",
        ["later: sheet survey, row 2, column hint: No column holds this in Arabic (ar). Add a column “hint::Arabic (ar)”."],
    ),
    "an answer that is no choice": (
        SURVEY + KNOWS + "| text | how | How? | ${knows} = 'perhaps' | |" + YES_NO,
        ["later: sheet survey, row 4, column relevant: This can never be true: “perhaps” is no choice of “knows”."],
    ),
    "a comparison that never holds": (
        SURVEY + "| text | how | How? | 1 > 2 | |",
        ["later: sheet survey, row 3, column relevant: This can never be true, so nobody is ever asked. Mend it, or remove the row."],
    ),
    "two answers at once": (
        SURVEY + KNOWS + "| text | how | How? | ${knows} = 'yes' and ${knows} = 'no' | |" + YES_NO,
        ["later: sheet survey, row 4, column relevant: This can never be true, so nobody is ever asked. Mend it, or remove the row."],
    ),
    "an age below 5 and above 9": (
        SURVEY + "| integer | age | Age | | |\n| text | how | How? | ${age} < 5 and ${age} > 9 | |",
        ["later: sheet survey, row 4, column relevant: This can never be true, so nobody is ever asked. Mend it, or remove the row."],
    ),
    "a question that contradicts its group": (
        SURVEY + KNOWS + "| begin group | g | G | ${knows} = 'yes' | |\n| text | how | How? | ${knows} = 'no' | |\n| end group | | | | |" + YES_NO,
        ["later: sheet survey, row 5, column relevant: This relevance can never be true together with that of the group around it."],
    ),
    "a column of ours that is not one": (
        "# survey\n| type | name | label | weft:sensitivty |\n| text | a | A | none |",
        ["sheet survey, row 2, column weft:sensitivty: There is no such column. Did you mean weft:sensitivity?"],
    ),
    "values of ours that mean nothing": (
        "# survey\n| type | name | label | weft:sensitivity | weft:may_refuse | weft:words_most | weft:other |\n"
        "| text | a | A | secret | perhaps | many | b |",
        [
            "sheet survey, row 3, column weft:may_refuse: Write yes or no.",
            "sheet survey, row 3, column weft:other: No question has the name “b”.",
            "sheet survey, row 3, column weft:sensitivity: “secret” is not known here. Write none, personal, special.",
            "sheet survey, row 3, column weft:words_most: Write a number of words from 1 to 5,000.",
        ],
    ),
    "no survey sheet": ("# choices\n| list_name | name |\n| a | b |\n\n# settings\n| form_id |\n| x |", ["sheet survey: There is no sheet “survey” with questions. Begin from the blank form."]),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSALS)
def test_a_form_is_refused_for(what: str) -> None:
    text, expected = REFUSALS[what]
    if "cannot be read" in what:
        assert [each[: len(expected[0])] for each in faults(text)] == expected
    else:
        assert faults(text) == expected


ALLOWED = {
    "an answer of a list with an “other” of its own": SURVEY + "| select_one yes_no or_other | knows | K | | |\n| text | how | How? | ${knows} = 'other' | |" + YES_NO,
    "an answer of choices that stand in a file": SURVEY + "| select_one_from_file towns.csv | town | T | | |\n| text | how | How? | ${town} = 'x' | |",
    "two answers of one question that repeats": SURVEY + "| begin repeat | r | R | | |\n" + KNOWS + "| end repeat | | | | |\n| text | how | How? | ${knows} = 'yes' and ${knows} = 'no' | |" + YES_NO,
    "two answers of a question with several": SURVEY + "| select_multiple yes_no | knows | K | | |\n| text | how | How? | selected(${knows}, 'yes') and selected(${knows}, 'no') | |" + YES_NO,
    "no answer at all": SURVEY + KNOWS + "| text | how | How? | ${knows} = '' | |" + YES_NO,
    "a comparison nobody looked through": SURVEY + KNOWS + "| text | how | How? | string-length(${knows}) > 2 and not(${knows} = 'perhaps') | |" + YES_NO,
    "one way of two": SURVEY + KNOWS + "| text | how | How? | ${knows} = 'perhaps' or ${knows} = 'yes' | |" + YES_NO,
    "bounds that touch": SURVEY + "| integer | age | Age | | |\n| text | how | How? | ${age} <= 5 and ${age} >= 5 | |",
    "the sum of the rows before": SURVEY + "| begin repeat | r | R | | |\n| integer | n | N | | |\n| calculate | sum | | | ${n} + indexed-repeat(${sum}, ${r}, position(..) - 1) |\n| end repeat | | | | |",
    "a value kept from the first time": SURVEY + "| calculate | at | | | once(today()) |",
}  # fmt: skip


@pytest.mark.parametrize("what", ALLOWED)
def test_a_form_is_not_refused_for(what: str) -> None:
    assert faults(ALLOWED[what]) == []


def test_every_fault_is_named_at_once_and_not_only_the_first() -> None:
    text = (
        SURVEY
        + "| textt | a | A | | |\n| text | | B | | |\n| text | c | C | ${d} = 1 | |\n| begin group | g | G | | |"
    )
    assert [fault.split(":")[0] for fault in faults(text)] == [
        "sheet survey, row 3, column type",
        "sheet survey, row 4, column name",
        "sheet survey, row 5, column relevant",
        "sheet survey, row 6, column type",
    ]
