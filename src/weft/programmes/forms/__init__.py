"""What the pages of programmes ask."""

from weft.programmes.forms.evidence import CheckForm, OfferForm
from weft.programmes.forms.installing import EditionForm, InstallForm
from weft.programmes.forms.wording import WhereForm, WordsForm

__all__ = ["CheckForm", "EditionForm", "InstallForm", "OfferForm", "WhereForm", "WordsForm"]
