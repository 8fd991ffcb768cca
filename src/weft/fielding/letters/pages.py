"""Letters as a PDF: one page each, A4, the address where a window envelope shows it, the code large, a square to scan.

Western European writing is set in a font every reader of PDF has. For other writing a font file of the machine is
taken (rules.LETTER_FONTS) and put into the PDF; without one the letters are refused, naming the addresses.

Unprintable    letters hold writing no font here can show; `references` says which
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import cast

import segno
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from weft.fielding.rules import LETTER_FONTS

WINDOW = (
    20.0,
    45.0,
)  # mm from the left and the top: DIN 5008 B and the British C5 and DL window both show it
CODE_SIZE, TEXT_SIZE = 26, 11
SQUARE = 34.0  # mm
BUILT_IN = "Helvetica"
MASK = 3  # of the square: any reads well; trying all eight for the prettiest takes four times as long


class Unprintable(Exception):
    """Some letters hold writing no font of this machine can show."""

    def __init__(self, references: Sequence[str]) -> None:
        super().__init__(f"{len(references)} letters")
        self.references = references


@dataclass(frozen=True)
class LetterPage:
    """One letter, ready to be set."""

    reference: str = ""
    to: Sequence[str] = ()  # lines of the address
    heading: str = ""
    paragraphs: Sequence[str] = ()
    code: str = ""  # grouped; empty in a letter that only says a survey will come
    typed_at: str = ""  # address to type the code at
    square: str = ""  # address behind the square
    languages: str = ""


def set_letters(letters: Iterable[LetterPage]) -> bytes:
    """The PDF of all letters, in their order. Raises Unprintable."""
    letters = list(letters)
    font = font_for(letters)
    sheets = _Sheets(font)
    for letter in letters:
        _set(sheets, letter)
    return bytes(sheets.output())


def font_for(letters: Sequence[LetterPage]) -> Path | None:
    """None when the built-in font shows everything, else a file that does. Raises Unprintable."""
    odd = [letter for letter in letters if not _is_western(letter)]
    if not odd:
        return None
    found = next((Path(name) for name in LETTER_FONTS if Path(name).is_file()), None)
    shown = _letters_in(found) if found else frozenset[int]()
    left = [letter.reference for letter in odd if not _all_text(letter) <= shown]
    if left or found is None:
        raise Unprintable(left)
    return found


def _letters_in(font: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap()) | {ord("\n")}


def _all_text(letter: LetterPage) -> set[int]:
    words = (*letter.to, letter.heading, *letter.paragraphs, letter.languages, str(settings.CITY))
    return {ord(each) for each in "".join(words)}


def _is_western(letter: LetterPage) -> bool:
    try:
        "".join(map(chr, _all_text(letter))).encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


class _Sheets(FPDF):
    """The pages, in one font. A text that stands in every letter is broken into lines once."""

    def __init__(self, font: Path | None) -> None:
        super().__init__(format="A4")
        self.set_auto_page_break(False)
        self.set_margins(20, 20, 20)
        self.set_title(_("Letters"))
        self.core_fonts_encoding = "cp1252"
        self.written_in, self.broken = BUILT_IN, dict[tuple[str, float, bool], list[str]]()
        if font:
            self.written_in = "letters"
            self.add_font("letters", "", font)
            self.add_font("letters", "B", font)

    def _as_given(self, line: str) -> str:
        """A line broken in the built-in font comes back as its bytes, looking like letters."""
        return line.encode("latin-1").decode("cp1252") if self.written_in == BUILT_IN else line

    def write_words(self, size: float, words: str, *, bold: bool = False) -> None:
        self.set_font(self.written_in, "B" if bold else "", size)
        key = words, self.x, bold
        if key not in self.broken:
            lines = cast(
                "list[str]", self.multi_cell(0, None, words, dry_run=True, output="LINES", align="L")
            )
            self.broken[key] = [self._as_given(line) for line in lines]
        start = self.x
        for line in self.broken[key]:
            self.set_x(start)
            self.cell(0, size * 0.48, line, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _set(sheets: _Sheets, letter: LetterPage) -> None:
    sheets.add_page()
    sheets.write_words(14, str(settings.CITY), bold=True)
    sheets.set_xy(*WINDOW)
    for line in letter.to:
        sheets.set_x(WINDOW[0])
        sheets.write_words(TEXT_SIZE, line)
    sheets.set_xy(140, 85)
    sheets.write_words(TEXT_SIZE, date_format(timezone.localdate(), "j F Y"))
    sheets.set_xy(20, 100)
    sheets.write_words(15, letter.heading, bold=True)
    sheets.ln(3)
    for paragraph in letter.paragraphs:
        sheets.write_words(TEXT_SIZE, paragraph)
        sheets.ln(2.5)
    if letter.code:
        _code(sheets, letter)
    _foot(sheets, letter)


def _code(sheets: _Sheets, letter: LetterPage) -> None:
    """The address to type, the code, and the square beside it, in a frame."""
    top = sheets.get_y() + 3
    sheets.rect(20, top, 170, SQUARE + 8)
    sheets.image(_square(letter.square), x=152, y=top + 4, w=SQUARE, h=SQUARE, alt_text=_("Square to scan"))
    sheets.set_xy(26, top + 5)
    sheets.write_words(10, _("Go to"))
    sheets.set_x(26)
    sheets.write_words(14, letter.typed_at, bold=True)
    sheets.set_xy(26, sheets.get_y() + 2)
    sheets.write_words(10, _("and enter your code"))
    sheets.set_x(26)
    sheets.set_font("Courier", "B", CODE_SIZE)
    sheets.cell(120, 12, letter.code, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _square(address: str) -> BytesIO:
    made = BytesIO()
    segno.make(address, error="m", micro=False, mask=MASK).save(made, kind="png", scale=4, border=2)
    made.seek(0)
    return made


def _foot(sheets: _Sheets, letter: LetterPage) -> None:
    sheets.set_xy(20, 268)
    if letter.languages:
        sheets.write_words(10, letter.languages)
    sheets.set_x(20)
    sheets.write_words(8, _("Reference %(reference)s") % {"reference": letter.reference})
