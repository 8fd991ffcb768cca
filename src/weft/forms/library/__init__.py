"""What ships with the forms room: the question bank and the forms made of it."""

from weft.forms.library.bank import BankError, Choice, Item, item, list_items
from weft.forms.library.tables import LibraryForm, library_form, library_forms

__all__ = [
    "BankError",
    "Choice",
    "Item",
    "LibraryForm",
    "item",
    "library_form",
    "library_forms",
    "list_items",
]
