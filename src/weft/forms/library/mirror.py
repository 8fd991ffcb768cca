"""Mirrored English: a language that reads from right to left and that everybody who reads English can check.

Every word gets accents and is turned round by invisible marks, as in the pseudo-language ar-XB that Android ships, so
that a page with a word left in English, a box too narrow or an arrow the wrong way shows at once.

    python -m weft.forms.library.mirror city-survey
"""

import csv
import re
import sys
from pathlib import Path

LANGUAGE = "Mirrored English (ar-XB)"
ENGLISH = "English (en)"
RIGHT_TO_LEFT_MARK, OVERRIDE, END_OF_OVERRIDE = "\u200f", "\u202e", "\u202c"
ACCENTS = str.maketrans("aceginouyACEGINOUY", "áçéğíñóúýÁÇÉĞÍÑÓÚÝ")
# References to other answers and marks of Markdown stay as they are: they are for the machine.
_WORD = re.compile(r"\$\{[^}]*\}|[^\W_]+(?:['’-][^\W_]+)*")


def mirrored(text: str) -> str:
    """A text in Mirrored English; references such as ${name} are kept."""
    return _WORD.sub(_mirrored_word, text)


def _mirrored_word(found: re.Match[str]) -> str:
    word = found[0]
    if word.startswith("${"):
        return word
    return f"{RIGHT_TO_LEFT_MARK}{OVERRIDE}{word.translate(ACCENTS)}{END_OF_OVERRIDE}{RIGHT_TO_LEFT_MARK}"


def with_mirror(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows of a sheet with a mirrored column beside each English one; one that was there is made anew."""
    made = []
    for row in rows:
        new: dict[str, str] = {}
        for heading, value in row.items():
            if heading.endswith(f"::{LANGUAGE}"):
                continue
            new[heading] = value
            if heading.endswith(f"::{ENGLISH}"):
                new[heading.replace(ENGLISH, LANGUAGE)] = mirrored(value)
        made.append(new)
    return made


def mirror_folder(folder: Path) -> None:
    """Write the mirrored columns of a form's sheets."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            rows = with_mirror(list(csv.DictReader(file)))
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        mirror_folder(Path(__file__).parent / name)
