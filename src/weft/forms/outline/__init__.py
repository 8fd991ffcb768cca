"""What a form asks, in order, as plain data: for the columns of an export, for print and for paper."""

from weft.forms.outline.parts import Item, Option, Outline, words_in
from weft.forms.outline.reading import outline_of, read_outline

__all__ = ["Item", "Option", "Outline", "outline_of", "read_outline", "words_in"]
