"""The form of one page: a field for each question, and one for why there is no answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from weft.forms.engine import Filling, Question, QuestionState
from weft.forms.files import FILES, RefusedFile, checked_kind
from weft.forms.pages import dates, fields, typed
from weft.forms.pages.fields import REASON_VALUE, WHY
from weft.forms.pages.names import field_of, plain_of
from weft.forms.pages.plan import Page
from weft.forms.states import Reason
from weft.places.models import Area

FIND = "--find"
OFFERS = (("may_refuse", Reason.REFUSED), ("may_not_know", Reason.DONT_KNOW))
FOUND_MOST = 20


@dataclass(frozen=True)
class Option:
    """One radio or checkbox; `starts_reasons` for the first under the divider."""

    id: str
    value: str
    label: str
    is_chosen: bool
    starts_reasons: bool


@dataclass
class Asked:
    """One question on the page, with its fields bound."""

    question: Question
    state: QuestionState
    weft: dict[str, str]
    name: str
    form: "PageForm"

    @cached_property
    def bound(self) -> Any:
        return self.form[self.name] if self.name in self.form.fields else None

    @cached_property
    def why(self) -> Any:
        return self.form[self.name + WHY] if self.name + WHY in self.form.fields else None

    @cached_property
    def reasons(self) -> list[tuple[str, str]]:
        return offered_reasons(self.weft)

    @cached_property
    def is_group(self) -> bool:
        """Several inputs: a legend names them, not a label."""
        field = self.form.fields.get(self.name)
        return isinstance(field, forms.ChoiceField | forms.MultiValueField | fields.Ticked)

    @cached_property
    def id(self) -> str:
        return str(self.bound.auto_id) if self.bound is not None else ""

    @property
    def anchor(self) -> str:
        """Where the error summary leads: the first input."""
        return f"{self.id}_0" if self.is_group and self.kind != "tick" else self.id

    @cached_property
    def options(self) -> list["Option"]:
        """Radios or checkboxes; the first reason for no answer stands under a divider."""
        reasons = {choice.value for choice in self.state.choices if choice.reason}
        given = self.bound.value()
        chosen = {str(each) for each in (given if isinstance(given, list | tuple) else [given])}
        field = self.form.fields[self.name]
        assert isinstance(field, fields.Offering)
        found: list[Option] = []
        is_under = False
        for number, (value, label) in enumerate(field.offered):
            is_reason = value.startswith(REASON_VALUE) or value in reasons
            starts = is_reason and not is_under and bool(found)
            found.append(Option(f"{self.id}_{number}", value, label, value in chosen, starts))
            is_under = is_under or is_reason
        return found

    @cached_property
    def kind(self) -> str:
        """Which template shows it."""
        field = self.form.fields.get(self.name)
        if field is None:
            return "note"
        if isinstance(field, fields.SeveralChoices):
            return "checkboxes"
        if isinstance(field, fields.OneChoice):
            return "radios"
        if isinstance(field, fields.Ticked):
            return "tick"
        return "file" if isinstance(field, forms.FileField) else "input"

    @property
    def is_scale(self) -> bool:
        return self.question.kind == "range" or "likert" in self.question.appearance.split()

    @property
    def words_most(self) -> int:
        return int(self.weft.get("words_most") or 0)

    @cached_property
    def own_hint(self) -> str:
        """What we add to the form's own hint: how to write it, how long it may be."""
        if self.words_most:
            return _("Up to %(most)s words.") % {"most": self.words_most}
        field = self.form.fields.get(self.name)
        if isinstance(field, dates.Day) and len(field.parts) == len(("day", "month", "year")):
            return _("In figures, like 27 3 1984.")
        if isinstance(field, fields.Ranking):
            return _("1 comes first. Give each one a different place.")
        if isinstance(field, dates.Moment):
            return _("Like 09:30 or 16:45.")
        if isinstance(field, fields.Position):
            return _("Latitude and longitude, like 51.5045, -0.0865.")
        if isinstance(field, fields.PostcodeArea):
            return _("Only the area it lies in is kept. The postcode is not.")
        return _range_hint(self.question) if isinstance(field, typed.Number) else ""

    @property
    def has_hints(self) -> bool:
        """Whether anything stands between the question and its answer."""
        state = self.state
        return bool(state.hint or state.guidance or self.own_hint or self.bound.errors)

    @property
    def area(self) -> str:
        """The name of the area kept for a postcode."""
        if not fields.is_postcode(self.question, self.weft) or not self.state.value:
            return ""
        found = Area.objects.filter(code=self.state.value, ends_on=None).first()
        return found.name if found else self.state.value

    @property
    def is_searched(self) -> bool:
        return fields.is_long_list(self.question, self.state)

    @property
    def search(self) -> Any:
        return self.form[self.name + FIND] if self.name + FIND in self.form.fields else None


def _range_hint(question: Question) -> str:
    if question.kind != "range":
        return ""
    steps = fields.range_values(question)
    return _("From %(least)s to %(most)s.") % {"least": steps[0], "most": steps[-1]}


def offered_reasons(weft: dict[str, str]) -> list[tuple[str, str]]:
    return [(REASON_VALUE + key, str(key.label)) for name, key in OFFERS if weft.get(name) == "yes"]


class PageForm(forms.Form):
    """Made of a page as it stands now; `answers` and `left` hold what was given once it is valid."""

    def __init__(self, page: Page, filling: Filling, *sent: Any) -> None:
        super().__init__(*sent)
        self.label_suffix = ""
        self.page, self.filling = page, filling
        self.asked: list[Asked] = []
        for question, ref in zip(page.questions, page.refs, strict=True):
            self._ask(question, ref)

    def _ask(self, question: Question, ref: str) -> None:
        state, name = self.filling.state(ref), field_of(ref)
        weft = dict(self.filling.form.bind(plain_of(ref)).weft)
        asked = Asked(question, state, weft, name, self)
        self.asked.append(asked)
        field = None if state.readonly else fields.field_for(question, state, weft)
        if field is None:
            return
        self.fields[name] = field
        field.label, field.help_text = state.label, f"{state.hint} {asked.own_hint}".strip()
        self.initial[name] = self._given(asked)
        self._offer_reasons(asked, field)
        if asked.is_searched:
            self._search(asked, field)

    @staticmethod
    def _given(asked: Asked) -> str:
        is_list = asked.question.kind in ("select_one", "select_multiple", "range")
        return REASON_VALUE + asked.state.reason if asked.state.reason and is_list else asked.state.value

    def _offer_reasons(self, asked: Asked, field: forms.Field) -> None:
        """Under a divider: among the options of a list, else as boxes of their own."""
        if not asked.reasons:
            return
        if isinstance(field, fields.OneChoice | fields.SeveralChoices):
            field.offer([*field.offered, *asked.reasons])
            return
        self.fields[asked.name + WHY] = fields.SeveralChoices(asked.reasons)
        self.initial[asked.name + WHY] = REASON_VALUE + asked.state.reason if asked.state.reason else ""

    def _search(self, asked: Asked, field: forms.Field) -> None:
        """Only what matches the words typed is listed, with what was chosen before."""
        words = self.data.get(asked.name + FIND, "") if self.is_bound else ""
        self.fields[asked.name + FIND] = typed.Answer(max_length=80, label=_("Search the list"))
        chosen = {self.data.get(asked.name, "")} if self.is_bound else {asked.state.value}
        assert isinstance(field, fields.OneChoice)
        field.offer(found_in(field.offered, words, chosen))

    def clean(self) -> dict[str, Any]:
        for asked in self.asked:
            if asked.name in self.cleaned_data:
                self._check(asked)
        return self.cleaned_data

    def _check(self, asked: Asked) -> None:
        value, why = self.cleaned_data[asked.name], self.cleaned_data.get(asked.name + WHY, "")
        if value and why and not (fields.is_postcode(asked.question, asked.weft) and not self._typed(asked)):
            self.add_error(asked.name, _("Give an answer, or choose why there is none, not both"))
        if len(why.split()) > 1:
            self.add_error(asked.name, _("Choose one reason"))
        if asked.question.kind in FILES and value:
            try:
                checked_kind(value.read(), asked.question.kind)
                value.seek(0)
            except RefusedFile as refusal:
                self.add_error(asked.name, str(refusal))

    def _typed(self, asked: Asked) -> str:
        return str(self.data.get(asked.name, ""))

    def given(self) -> list[tuple[Asked, Any, str]]:
        """Each question answered here, its value and the reason for none."""
        found = []
        for asked in self.asked:
            if asked.name not in self.cleaned_data:
                continue
            value = self.cleaned_data[asked.name]
            reason = self.cleaned_data.get(asked.name + WHY, "").removeprefix(REASON_VALUE)
            if isinstance(value, str) and value.startswith(REASON_VALUE):
                value, reason = "", value.removeprefix(REASON_VALUE)
            found.append((asked, "" if reason else value, reason))
        return found


def found_in(choices: Sequence[tuple[str, str]], typed: str, chosen: set[str]) -> list[tuple[str, str]]:
    """Choices that hold every word typed, those that begin with it first; what is chosen and the reasons always."""
    words = typed.casefold().split()
    hits = [each for each in choices if words and all(word in str(each[1]).casefold() for word in words)]
    hits.sort(key=lambda each: not str(each[1]).casefold().startswith(words[0]))
    kept = [each for each in choices if each[0] in chosen or each[0].startswith(REASON_VALUE)]
    return list(dict.fromkeys([*hits[:FOUND_MOST], *kept]))
