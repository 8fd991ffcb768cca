"""The recipe: what each column of a survey file is, how people were sampled, and what to estimate.

It is plain data (YAML on the command line, JSON in the database) and holds no answers of people, so it can
be kept, compared and rerun: the same file and recipe give the same digits.
"""

from dataclasses import dataclass, field, fields, replace
from typing import Any

import yaml

FORMAT = "recipe/1"


class RecipeError(ValueError):
    """The recipe cannot be used; `path` says where in it, the message what to do."""

    def __init__(self, path: str, found: str, remedy: str) -> None:
        super().__init__(f"{path}: {found} {remedy}")
        self.path, self.found, self.remedy = path, found, remedy


@dataclass(frozen=True)
class SurveyFacts:
    """What the page says about the survey: none of it can be guessed from the file."""

    name: str = ""
    period: str = ""
    area: str = ""
    area_code: str = ""
    population: str = ""
    sample: str = ""
    mode: str = ""
    response: str = ""
    source: str = ""
    limits: str = ""
    synthetic: bool = False


@dataclass(frozen=True)
class Answering:
    """How one question is answered in the file.

    column: the column, or several of which the first with an answer counts (combine).
    options: for tick-all-that-apply, option code -> the column that holds it.
    codes: value in the file -> option code (recode). Empty for numbers.
    missing: value in the file -> reason there is no answer.
    ticked, unticked: values of a box that mean ticked, and not ticked.
    """

    column: tuple[str, ...] = ()
    options: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    ticked: tuple[str, ...] = ("1", "yes", "Yes", "true", "True")
    unticked: tuple[str, ...] = ("0", "2", "no", "No", "false", "False")

    @property
    def columns(self) -> tuple[str, ...]:
        return self.column or tuple(self.options.values())


@dataclass(frozen=True)
class SampleDesign:
    """Weight, strata, primary sampling units and finite populations, by column name."""

    weight: str = ""
    strata: tuple[str, ...] = ()
    psu: tuple[str, ...] = ()
    fpc: str = ""
    lonely: str = "adjust"


@dataclass(frozen=True)
class AreaColumn:
    """The column that says where people live; `codes` turns its values into area codes."""

    column: str = ""
    codes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Raking:
    """Population margins by breakdown (or "area"): level code -> people. `trim` bounds the weight change."""

    margins: dict[str, dict[str, float]] = field(default_factory=dict)
    trim: tuple[float, float] | None = None
    source: str = ""


@dataclass(frozen=True)
class Keep:
    """Only the rows whose column holds one of these values; everyone when no column is named."""

    column: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Two values of one column (waves held in one file) whose difference is estimated with its covariance."""

    column: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True)
class Recipe:
    """Everything between a file and its tables."""

    survey: SurveyFacts = field(default_factory=SurveyFacts)
    design: SampleDesign = field(default_factory=SampleDesign)
    areas: AreaColumn = field(default_factory=AreaColumn)
    answers: dict[str, Answering] = field(default_factory=dict)
    rake: Raking = field(default_factory=Raking)
    keep: Keep = field(default_factory=Keep)
    compare: Comparison = field(default_factory=Comparison)
    indicators: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    definitions: dict[str, Any] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """Plain data without empty parts, for JSON and YAML."""
        return {"weft": FORMAT, **_plain(self)}

    def to_yaml(self) -> str:
        return yaml.safe_dump(self.to_data(), sort_keys=False, allow_unicode=True, width=100)

    def with_answer(self, question: str, answering: Answering) -> "Recipe":
        return replace(self, answers={**self.answers, question: answering})


def _plain(value: object) -> Any:
    if hasattr(value, "__dataclass_fields__"):
        parts = {f.name: _plain(getattr(value, f.name)) for f in fields(value)}  # type: ignore[arg-type]
        defaults = type(value)()
        return {k: v for k, v in parts.items() if v != _plain_default(getattr(defaults, k))}
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


def _plain_default(value: object) -> Any:
    return {} if hasattr(value, "__dataclass_fields__") else _plain(value)
