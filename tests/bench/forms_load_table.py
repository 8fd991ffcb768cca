"""The form of tests.bench.forms_load."""

QUESTIONS = 20
LANGUAGE = "Arabic (ar)"
FORM = "load"


def form_table() -> str:
    """20 questions in two languages; some are asked because of others."""
    rows = [
        "| survey |",
        "| | type | name | label::English (en) | label::Arabic (ar) | required | relevant |",
    ]
    for number in range(1, QUESTIONS + 1):
        kind = ("text", "integer", "select_one one", "select_one one")[(number - 1) % 4]
        name = ("q", "n", "s", "s")[(number - 1) % 4] + str(number)
        relevant = "${n2} > 5" if number % 4 == 0 else ""
        rows.append(f"| | {kind} | {name} | Question {number}? | سؤال {number}؟ | yes | {relevant} |")
    rows += ["| choices |", "| | list_name | name | label::English (en) | label::Arabic (ar) |"]
    rows += [f"| | one | {code} | Answer {code} | جواب {code} |" for code in "abcde"]
    rows += ["| settings |", "| | form_title | form_id | version | default_language |"]
    rows += ["| | Load | load | 1 | English (en) |"]
    return "\n".join(rows)
