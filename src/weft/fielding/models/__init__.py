"""Fieldwork: a survey in the field, whom it asks, how they are reached, and who has answered."""

from weft.fielding.models.cases import Case, Completion, Contact
from weft.fielding.models.fieldwork import Fieldwork, LetterBatch, Quota, SampleDraft
from weft.fielding.models.sample import SampleAddress, Sampled

__all__ = [
    "Case",
    "Completion",
    "Contact",
    "Fieldwork",
    "LetterBatch",
    "Quota",
    "SampleAddress",
    "SampleDraft",
    "Sampled",
]
