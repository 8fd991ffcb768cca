"""The hidden field that makes a second press of the button do nothing twice (record.once)."""

from typing import Any

from django import forms

from weft.record.ids import public_id


class OnceField(forms.CharField):
    """A fresh key each time the page is fetched; a page shown again with errors keeps its key.

    class UploadForm(forms.Form):
        once = OnceField()

    receive_survey(..., key=form.cleaned_data["once"], by=account)
    """

    def __init__(self, **kwargs: Any) -> None:
        hidden = forms.HiddenInput(attrs={"autocomplete": "off"})  # a reloaded page takes its own key
        super().__init__(required=False, max_length=64, widget=hidden, initial=public_id, **kwargs)
