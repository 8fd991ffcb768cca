"""Letters as a PDF: one page each, A4, the address where a window envelope shows it, the code large, a square to scan.

Western European writing is set in a font every reader of PDF has. For other writing a font file of the machine is
taken (rules.LETTER_FONTS) and put into the PDF; without one the letters are refused, naming the addresses.

Unprintable    letters hold writing no font here can show; `references` says which
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import segno
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from weft.fielding.rules import LETTER_FONTS

WINDOW = (20.0, 45.0)  # mm from the left and the top: DIN 5008 B and the British C5 and DL window both show it
CODE_SIZE, TEXT_SIZE = 26, 11
SQUARE = 34.0  # mm
BUILT_IN = "Helvetica"
TYPED = {"\u2018": "'", "\u2019": "’"}


class Unprintable(Exception):
    """Some letters hold writing no font of this machine can show."""

    def __init__(self, references: Sequence[str]) -> None:
        super().__init__(f"{len(references)} letters")
        self.references = references


@dataclass(frozen=True)
class LetterPage:
    """One letter, ready to be set."""

    reference: str
    to: Sequence[str]  # lines of the address
    heading: str
    paragraphs: Sequence[str]
    code: str = ""  # grouped; empty in a letter that only says a survey will come
    typed_at: str = ""  # address to type the code at
    square: str = ""  # address behind the square
    languages: str = ""


def set_letters(letters: Iterable[LetterPage]) -> bytes:
    """The PDF of all letters, in their order. Raises Unprintable."""
    letters = list(letters)
    font = font_for(letters)
    pages = _blank(font)
    for letter in letters:
        _set(pages, letter)
    return bytes(pages.output())


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
    from fontTools.ttLib import TTFont

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


def _blank(font: Path | None) -> FPDF:
    pages = FPDF(format="A4")
    pages.set_auto_page_break(False)
    pages.set_margins(20, 20, 20)
    pages.set_title(_("Letters"))
    pages.set_lang("en-GB")
    pages.core_fonts_encoding = "cp1252"
    pages.letter_font = BUILT_IN  # type: ignore[attr-defined]
    if font:
        pages.add_font("letters", "", font)
        pages.add_font("letters", "B", font)
        pages.letter_font = "letters"  # type: ignore[attr-defined]
    return pages


def _set(pages: FPDF, letter: LetterPage) -> None:
    pages.add_page()
    _write(pages, 14, str(settings.CITY), bold=True)
    pages.set_xy(*WINDOW)
    for line in letter.to:
        pages.set_x(WINDOW[0])
        _write(pages, TEXT_SIZE, line)
    pages.set_xy(140, 85)
    _write(pages, TEXT_SIZE, date_format(_today(), "j F Y"))
    pages.set_xy(20, 100)
    _write(pages, 15, letter.heading, bold=True)
    pages.ln(3)
    for paragraph in letter.paragraphs:
        _write(pages, TEXT_SIZE, paragraph)
        pages.ln(2.5)
    if letter.code:
        _code(pages, letter)
    _foot(pages, letter)


def _code(pages: FPDF, letter: LetterPage) -> None:
    """The address to type, the code, and the square beside it, in a frame."""
    top = pages.get_y() + 3
    pages.rect(20, top, 170, SQUARE + 8)
    pages.image(_square(letter.square), x=152, y=top + 4, w=SQUARE, h=SQUARE, alt_text=_("Square to scan"))
    pages.set_xy(26, top + 5)
    _write(pages, 10, _("Go to"))
    pages.set_x(26)
    _write(pages, 14, letter.typed_at, bold=True)
    pages.set_x(26)
    pages.ln(2)
    pages.set_x(26)
    _write(pages, 10, _("and enter your code"))
    pages.set_x(26)
    pages.set_font("Courier", "B", CODE_SIZE)
    pages.cell(120, 12, letter.code, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pages.set_y(top + SQUARE + 12)


def _square(address: str) -> BytesIO:
    made = BytesIO()
    segno.make(address, error="m", micro=False).save(made, kind="png", scale=6, border=2)
    made.seek(0)
    return made


def _foot(pages: FPDF, letter: LetterPage) -> None:
    pages.set_xy(20, 268)
    if letter.languages:
        _write(pages, 10, letter.languages)
    pages.set_x(20)
    _write(pages, 8, _("Reference %(reference)s") % {"reference": letter.reference})


def _write(pages: FPDF, size: int, words: str, *, bold: bool = False) -> None:
    pages.set_font(pages.letter_font, "B" if bold else "", size)  # type: ignore[attr-defined]
    pages.multi_cell(0, size * 0.48, words, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")


def _today():  # type: ignore[no-untyped-def]
    from django.utils import timezone

    return timezone.localdate()
