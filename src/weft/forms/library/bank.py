"""The question bank: every question ready to be asked, with its wording's source and the figures it serves.

It joins the registry's questions, which figures are defined on, with those only forms need (bank.yaml).
BankError says which item cannot stand and why.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from weft.forms.library.tables import Row
from weft.registry.definitions import Question
from weft.registry.load import Registry, load_registry

FILE = Path(__file__).parent / "bank.yaml"
KINDS = {"one": "select_one", "many": "select_multiple", "number": "integer", "text": "text"}
SENSITIVITIES = ("none", "personal", "special")
OWN, OGL = "own", "ogl"  # our wording; Crown copyright under the Open Government Licence
_KNOWN = {"key", "text", "hint", "kind", "options", "standard", "sensitivity"}


class BankError(ValueError):
    """An item of the bank that cannot stand."""


@dataclass(frozen=True)
class Choice:
    """One answer to choose. missing: "refused" or "dont_know" where it is a reason for no answer."""

    code: str
    label: str
    missing: str = ""


@dataclass(frozen=True)
class Item:
    """One question of the bank. kind: "one", "many", "number" or "text"."""

    key: str
    text: str
    kind: str
    options: tuple[Choice, ...] = ()
    hint: str = ""
    source: str = ""
    status: str = OWN
    indicators: tuple[str, ...] = ()
    standard: str = ""
    sensitivity: str = "none"

    def survey_row(self) -> Row:
        """The row that asks it in the survey sheet of a form."""
        kind = KINDS[self.kind]
        return {
            "type": f"{kind} {self.key}" if self.options else kind,
            "name": self.key,
            "label::English (en)": self.text,
            "hint::English (en)": self.hint,
            "weft:indicator": " ".join(self.indicators),
            "weft:sensitivity": self.sensitivity,
        }

    def choice_rows(self) -> list[Row]:
        """Its answers in the choices sheet; the list is named after the question."""
        return [
            {
                "list_name": self.key,
                "name": choice.code,
                "label::English (en)": choice.label,
                "weft:missing": choice.missing,
            }
            for choice in self.options
        ]


@cache
def list_items() -> tuple[Item, ...]:
    """Every question of the bank: the registry's first, in its order."""
    written = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return read_bank(written, load_registry())


def item(key: str) -> Item:
    """One question. Raises KeyError with what to look at."""
    for found in list_items():
        if found.key == key:
            return found
    raise KeyError(f"The bank has no question {key!r}. See weft/forms/library/bank.yaml and the registry.")


def read_bank(written: Mapping[str, Any], registry: Registry) -> tuple[Item, ...]:
    """The registry's questions and the written ones. Raises BankError."""
    serves = _serves(registry)
    asked = [_of_registry(each, serves, written) for each in registry.questions.values()]
    own = [_of_file(each, written.get("option_sets", {})) for each in written["items"]]
    _refuse_twice([each.key for each in (*asked, *own)])
    for part in ("reused", "special", "personal"):
        if unknown := sorted(set(written.get(part, ())) - {each.key for each in asked}):
            raise BankError(f"{part}: no question of the registry is called {unknown[0]!r}.")
    return (*asked, *own)


def _serves(registry: Registry) -> dict[str, tuple[str, ...]]:
    """Question -> the indicators worked out from it."""
    found: dict[str, tuple[str, ...]] = {}
    for indicator in registry.indicators.values():
        for question in indicator.questions:
            found[question] = (*found.get(question, ()), indicator.id)
    return found


def _of_registry(
    question: Question, serves: Mapping[str, tuple[str, ...]], written: Mapping[str, Any]
) -> Item:
    reused = written.get("reused", {}).get(question.id)
    return Item(
        key=question.id,
        text=question.text,
        kind=question.kind,
        options=tuple(
            Choice(o.code, o.label, o.missing.value if o.missing else "") for o in question.options
        ),
        source=f"{reused}. {written['attribution']}" if reused else "Weft",
        status=OGL if reused else OWN,
        indicators=serves.get(question.id, ()),
        standard=question.standard,
        sensitivity=_sensitivity(question.id, written),
    )


def _sensitivity(key: str, written: Mapping[str, Any]) -> str:
    if key in written.get("special", ()):
        return "special"
    return "personal" if key.startswith("d_") or key in written.get("personal", ()) else "none"


def _of_file(written: Mapping[str, Any], sets: Mapping[str, Any]) -> Item:
    key = str(written.get("key", ""))
    if unknown := sorted(set(written) - _KNOWN):
        raise BankError(f"{key}: {unknown[0]!r} is not known. Use: {', '.join(sorted(_KNOWN))}.")
    if not key or not written.get("text"):
        raise BankError(f"{key or 'an item without a key'}: write its key and its text.")
    options = written.get("options", {})
    options = sets.get(options, {}) if isinstance(options, str) else options
    kind = str(written.get("kind", "one"))
    sensitivity = str(written.get("sensitivity", "none"))
    _refuse_unfit(key, kind, sensitivity, bool(options))
    return Item(
        key=key,
        text=str(written["text"]),
        kind=kind,
        options=tuple(Choice(str(code), str(label)) for code, label in options.items()),
        hint=str(written.get("hint", "")),
        source="Weft",
        standard=str(written.get("standard", "")),
        sensitivity=sensitivity,
    )


def _refuse_unfit(key: str, kind: str, sensitivity: str, has_options: bool) -> None:
    if kind not in KINDS:
        raise BankError(f"{key}: the kind {kind!r} is not known. Use: {', '.join(KINDS)}.")
    if sensitivity not in SENSITIVITIES:
        raise BankError(f"{key}: the sensitivity {sensitivity!r} is not known.")
    if has_options != (kind in ("one", "many")):
        raise BankError(f"{key}: a question to choose from has options, and no other has.")


def _refuse_twice(keys: list[str]) -> None:
    for key in keys:
        if keys.count(key) > 1:
            raise BankError(f"{key}: two items have this key.")
