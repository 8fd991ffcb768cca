"""Fields for what is typed: a line, a long text, a number."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from weft.forms.pages.widgets import Line, LongText
from weft.forms.rules import ANSWER_CHARACTERS


class Answer(forms.CharField):
    """A line of text, and the ground of the other fields."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", ANSWER_CHARACTERS)
        kwargs.setdefault("widget", Line)
        super().__init__(required=False, **kwargs)


class LongAnswer(Answer):
    """Text over several lines, with the most words it may have."""

    def __init__(self, most: int = 0) -> None:
        super().__init__(widget=LongText(attrs={"rows": 6, **(_counted(most) if most else {})}))
        self.most = most

    def clean(self, value: Any) -> str:
        text = str(super().clean(value)).replace("\r\n", "\n")
        words = len(text.split())  # as forms/words.js counts
        if self.most and words > self.most:
            told = {"words": words, "most": self.most}
            raise forms.ValidationError(
                _("Your answer is %(words)s words long. Shorten it to %(most)s words or fewer") % told
            )
        return text


def _counted(most: int) -> dict[str, str]:
    """What the live counter says, in the language of the page; {words} is filled in by it."""
    said = {"words": "{words}", "most": most}
    return {
        "data-words-most": str(most),
        "data-words-said": _("%(words)s of %(most)s words") % said,
        "data-words-over": _("%(words)s of %(most)s words: shorten your answer") % said,
    }


class WholeNumber(Answer):
    def __init__(self) -> None:
        super().__init__(max_length=20, widget=narrow("numeric"))

    def clean(self, value: Any) -> str:
        text = re.sub(r"[\s,٬]", "", str(super().clean(value)))
        if not text:
            return ""
        try:
            return str(int(text))
        except ValueError:
            raise forms.ValidationError(_("Enter a whole number in figures, like 12")) from None


class Number(Answer):
    def __init__(self) -> None:
        super().__init__(max_length=30, widget=narrow("decimal"))

    def clean(self, value: Any) -> str:
        text = re.sub(r"[\s,٬]", "", str(super().clean(value)).replace("٫", "."))
        if not text:
            return ""
        if not re.fullmatch(r"[-+]?(\d+(\.\d*)?|\.\d+)", text):
            raise forms.ValidationError(_("Enter a number in figures, like 12.5"))
        return str(float(text)).removesuffix(".0")


def narrow(mode: str) -> Line:
    return Line(attrs={"inputmode": mode, "class": "govuk-input--width-10", "autocomplete": "off"})
