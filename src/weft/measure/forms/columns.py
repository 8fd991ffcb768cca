"""What a column is: its question, what its values mean, or a measure of the analyst's own."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from weft.measure.columns import Value, is_number
from weft.measure.forms.base import REASON, Choice, RecipeForm, reason_choices, short
from weft.measure.recipes import registry_for
from weft.measure.tables.edit import (
    OwnMeasure,
    own_id,
    with_column,
    with_labels,
    with_own_measure,
    without_column,
)
from weft.measure.tables.reasons import reason_for
from weft.measure.tables.recipe import Answering, Recipe, RecipeError
from weft.reading import Column
from weft.registry.definitions import Good, Question, Theme
from weft.registry.load import Registry

THEMES = {
    "relationships": gettext_lazy("Relationships"),
    "participation": gettext_lazy("Participation"),
    "equality": gettext_lazy("Equality"),
    "outcomes": gettext_lazy("Outcomes"),
    "people": gettext_lazy("About the person"),
    "own": gettext_lazy("Measures of our own"),
    "other": gettext_lazy("Other questions"),
}
OPTION, VALUE, LABEL = "option:", "value_", "label_"
TICKED, NOT_TICKED, NUMBER = "ticked", "not_ticked", "number"
BESIDE, INSTEAD = "beside", "instead"


def question_choices(registry: Registry) -> list[Choice]:
    """Every question by theme; each box of a tick-all question is a choice of its own."""
    theme_of = {q: i.theme.value for i in reversed(list(registry.indicators.values())) for q in i.questions}
    theme_of |= {b.question: "people" for b in registry.breakdowns.values()}
    groups: dict[str, list[Choice]] = {name: [] for name in THEMES}
    boxes: list[Choice] = []
    for question in registry.questions.values():
        if question.kind == "many":
            ticks = [(f"{question.id}:{o.code}", o.label) for o in question.options]
            boxes.append((_("One box of: %(text)s") % {"text": short(question.text)}, ticks))
        else:
            theme = "own" if question.id.startswith("local/") else theme_of.get(question.id, "other")
            groups[theme].append((question.id, short(question.text, 110)))
    themed: list[Choice] = [(str(THEMES[name]), found) for name, found in groups.items() if found]
    return [("", _("Not used")), *themed, *boxes]


class ColumnForm(RecipeForm):
    """Which question a column answers."""

    question = forms.ChoiceField(
        label=gettext_lazy("Which question does this column answer?"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a question from the list")},
    )

    def __init__(self, *args: Any, column: Column, recipe: Recipe, registry: Registry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.column, self.registry = column, registry
        self.fields["question"].choices = question_choices(registry)  # type: ignore[attr-defined]
        held = self._held_by(recipe, (self.data.get("question") or self.initial.get("question") or ""))
        if self.is_bound and held:
            self.fields["together"] = self._together(held)

    def _held_by(self, recipe: Recipe, chosen: str) -> tuple[str, ...]:
        """Other columns that answer the chosen question already."""
        question, _colon, option = chosen.partition(":")
        before = recipe.answers.get(question)
        if before is None or self.column.name in before.columns:
            return ()
        return before.column or tuple(filter(None, [before.options.get(option, "")]))

    def _together(self, held: tuple[str, ...]) -> forms.ChoiceField:
        names = ", ".join(held)
        choices = [(INSTEAD, _("Use this column instead of %(names)s") % {"names": names})]
        if ":" not in self.data.get("question", ""):
            choices.insert(
                0,
                (BESIDE, _("Use both: %(names)s first, this column where that is empty") % {"names": names}),
            )
        message = _("%(names)s answers this question already. Choose what to do with both columns") % {
            "names": names
        }
        return forms.ChoiceField(
            label=_("Another column answers this question"),
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": message},
        )

    @property
    def is_used(self) -> bool:
        return bool(self.cleaned_data["question"])

    def change(self, recipe: Recipe) -> Recipe:
        chosen, _colon, option = self.cleaned_data["question"].partition(":")
        if not chosen:
            return without_column(recipe, self.column.name)
        beside = self.cleaned_data.get("together") == BESIDE
        return with_column(recipe, self.column, self.registry.question(chosen), option, beside=beside)


class CodesForm(RecipeForm):
    """What each value means: one of the question's answers, a tick, a number, or why there is no answer."""

    def __init__(
        self, *args: Any, question: Question, answering: Answering, values: list[Value], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.question, self.answering, self.values = question, answering, values
        choices = self._choices()
        for i, value in enumerate(values):
            self.fields[f"{VALUE}{i}"] = forms.ChoiceField(
                label=_("What %(value)s means") % {"value": self._named(value)},
                choices=choices,
                initial=self._meaning(value),
                error_messages={"required": _("Say what %(value)s means") % {"value": self._named(value)}},
            )
        if self.is_own:
            for i, option in enumerate(question.options):
                self.fields[f"{LABEL}{i}"] = forms.CharField(
                    label=_("Words for “%(label)s”") % {"label": option.label},
                    initial=option.label,
                    max_length=120,
                    error_messages={"required": _("Enter words for “%(label)s”") % {"label": option.label}},
                )

    @property
    def is_own(self) -> bool:
        return self.question.id.startswith("local/") and self.question.kind == "one"

    def rows(self) -> list[tuple[Value, forms.BoundField]]:
        return [(value, self[f"{VALUE}{i}"]) for i, value in enumerate(self.values)]

    def labels(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(LABEL)]

    @staticmethod
    def _named(value: Value) -> str:
        return f"{value.code} “{value.label}”" if value.label else f"“{value.code}”"

    def _choices(self) -> list[Choice]:
        choose = ("", _("Choose what it means"))
        if self.question.kind == "many":
            return [choose, (TICKED, _("Ticked")), (NOT_TICKED, _("Not ticked")), reason_choices()]
        if self.question.kind == "number":
            return [choose, (NUMBER, _("A number, as it stands")), reason_choices()]
        return [
            choose,
            (_("Answers"), [(f"{OPTION}{o.code}", o.label) for o in self.question.options]),
            reason_choices(),
        ]

    def _meaning(self, value: Value) -> str:
        code, known = value.code, self.answering
        if code in known.missing:
            return f"{REASON}{known.missing[code]}"
        if code in known.codes:
            return f"{OPTION}{known.codes[code]}"
        if self.question.kind == "many":
            return TICKED if code in known.ticked else NOT_TICKED if code in known.unticked else ""
        if self.question.kind == "number" and is_number(code) and not value.is_missing:
            return NUMBER
        options = {option.code for option in self.question.options}
        return f"{OPTION}{code}" if not known.codes and code in options else ""

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for i, value in enumerate(self.values):
            if found.get(f"{VALUE}{i}") == NUMBER and not is_number(value.code):
                self.add_error(
                    f"{VALUE}{i}",
                    _("%(value)s is not a number. Say why there is no answer")
                    % {"value": self._named(value)},
                )
        return found

    def change(self, recipe: Recipe) -> Recipe:
        before = recipe.answers.get(self.question.id)
        if before is None:
            raise RecipeError(
                f"answers, {self.question.id}",
                _("No column answers this question any more."),
                _("Choose it again."),
            )
        chosen = {value.code: self.cleaned_data[f"{VALUE}{i}"] for i, value in enumerate(self.values)}
        answering = replace(
            before,
            codes={v: c.removeprefix(OPTION) for v, c in chosen.items() if c.startswith(OPTION)},
            missing={v: c.removeprefix(REASON) for v, c in chosen.items() if c.startswith(REASON)},
        )
        if self.question.kind == "many":
            ticked, unticked = (
                tuple(v for v, c in chosen.items() if c == what) for what in (TICKED, NOT_TICKED)
            )
            answering = replace(answering, ticked=ticked, unticked=unticked)
        recipe = recipe.with_answer(self.question.id, answering)
        return with_labels(recipe, self.question.id, self._new_labels()) if self.is_own else recipe

    def _new_labels(self) -> dict[str, str]:
        return {o.code: self.cleaned_data[f"{LABEL}{i}"] for i, o in enumerate(self.question.options)}


class OwnMeasureForm(RecipeForm):
    """A measure the bank has not, made from this column."""

    text = forms.CharField(
        label=gettext_lazy("The question as people were asked it"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Enter the question as people were asked it")},
    )
    label = forms.CharField(
        label=gettext_lazy("Short name of the measure"),
        max_length=80,
        help_text=gettext_lazy("As it will stand in tables, for example Cycled in the last week."),
        error_messages={"required": gettext_lazy("Enter a short name for the measure")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("What is worked out?"),
        choices=[
            ("share", gettext_lazy("The share of people who gave some of the answers")),
            ("mean", gettext_lazy("The average of a number")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a share or an average")},
    )
    counts = forms.MultipleChoiceField(
        label=gettext_lazy("Which answers count?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "For a share only. Values that mean no answer are dealt with on the next page."
        ),
    )
    theme = forms.ChoiceField(
        label=gettext_lazy("Theme"),
        choices=[(theme.value, THEMES[theme.value]) for theme in Theme],
        initial="outcomes",
    )
    good = forms.ChoiceField(
        label=gettext_lazy("What does the city hope for?"),
        choices=[
            (Good.HIGH.value, gettext_lazy("A higher number")),
            (Good.LOW.value, gettext_lazy("A lower number")),
            (Good.CONTEXT.value, gettext_lazy("Neither: it describes")),
        ],
        initial=Good.CONTEXT.value,
        help_text=gettext_lazy("Said in words on the page, never coloured or scored."),
    )

    def __init__(self, *args: Any, column: Column, values: list[Value], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.column = column
        self.values = [v for v in values if not v.is_missing and not reason_for(v.label or v.code)]
        self.options = {f"v{i}": v.label.strip() or v.code for i, v in enumerate(self.values)}
        self.fields["counts"].choices = list(self.options.items())  # type: ignore[attr-defined]
        if not self.options:
            self.fields["kind"].choices = [("mean", _("The average of a number"))]  # type: ignore[attr-defined]
            del self.fields["counts"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        counts = found.get("counts") or []
        if found.get("kind") == "share" and not 0 < len(counts) < len(self.options):
            self.add_error("counts", _("Choose the answers that count: at least one, and not all of them"))
        if found.get("kind") == "mean" and self.column.kind != "number":
            self.add_error(
                "kind",
                _("This column holds %(kind)s, so it has no average. Choose a share")
                % {"kind": self.column.kind},
            )
        return found

    def change(self, recipe: Recipe) -> Recipe:
        said = self.cleaned_data
        name = own_id(said["label"], registry_for(recipe))
        unit = recipe.survey.population or _("people who could be asked")
        counts = tuple(said.get("counts") or ()) if said["kind"] == "share" else ()
        own = OwnMeasure(
            said["label"], said["text"], said["theme"], said["good"], unit, said["kind"], self.options, counts
        )
        recipe = with_own_measure(recipe, name, own, timezone.localdate())
        recipe = with_column(recipe, self.column, registry_for(recipe).question(name))
        if said["kind"] == "share":
            codes = {value.code: code for code, value in zip(self.options, self.values, strict=True)}
            recipe = recipe.with_answer(name, replace(recipe.answers[name], codes=codes))
        return recipe
