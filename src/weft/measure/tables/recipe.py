"""The recipe: what each column of a survey file is, how people were sampled, and what to estimate.

It is plain data (YAML on the command line, JSON in the database) and holds no answers of people, so it can
be kept, compared and rerun: the same file and recipe give the same digits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

import yaml

from weft.registry.definitions import MissingReason
from weft.registry.figure import SampleType

FORMAT = "recipe/1"
LONELY_POLICIES = ("adjust", "average", "remove", "fail")


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
    ticked: values that mean "ticked".
    """

    column: tuple[str, ...] = ()
    options: dict[str, str] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    ticked: tuple[str, ...] = ("1", "1.0", "yes", "Yes", "true", "True")

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


def recipe_from_yaml(text: str) -> Recipe:
    """Read a recipe file; refuses with the line where YAML itself is broken."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "the file"
        raise RecipeError(where, "this is not YAML that can be read.", "Check indentation and quotes there.") from error
    return recipe_from_data(data)


def recipe_from_data(data: object) -> Recipe:
    """Plain data to a checked Recipe."""
    top = _mapping("recipe", data)
    if top.get("weft") != FORMAT:
        raise RecipeError("weft", f"the first line must be `weft: {FORMAT}`.", "Add it, so that later versions can read the file.")
    known = {f.name for f in fields(Recipe)} | {"weft"}
    _refuse_unknown("recipe", top, known)
    return Recipe(
        survey=_survey(_mapping("survey", top.get("survey", {}))),
        design=_design(_mapping("design", top.get("design", {}))),
        areas=AreaColumn(**_text_fields("areas", top.get("areas", {}), AreaColumn, maps=("codes",))),
        answers={str(q): _answering(f"answers, {q}", a) for q, a in _mapping("answers", top.get("answers", {})).items()},
        rake=_raking(_mapping("rake", top.get("rake", {}))),
        keep=_keep(_mapping("keep", top.get("keep", {}))),
        compare=Comparison(**_text_fields("compare", top.get("compare", {}), Comparison)),
        indicators=_names("indicators", top.get("indicators", ())),
        by=_names("by", top.get("by", ())),
        definitions=_definitions(top.get("definitions", {})),
    )


def _survey(data: dict[str, Any]) -> SurveyFacts:
    synthetic = data.get("synthetic", False)
    if not isinstance(synthetic, bool):
        raise RecipeError("survey, synthetic", f"found {synthetic!r}.", "Write true or false.")
    rest = {k: v for k, v in data.items() if k != "synthetic"}
    facts = SurveyFacts(**_text_fields("survey", rest, SurveyFacts), synthetic=synthetic)
    if facts.sample and facts.sample not in list(SampleType):
        raise RecipeError("survey, sample", f"{facts.sample!r} is unknown.", f"Use one of: {', '.join(SampleType)}.")
    return facts


def _design(data: dict[str, Any]) -> SampleDesign:
    _refuse_unknown("design", data, {f.name for f in fields(SampleDesign)})
    lonely = str(data.get("lonely", "adjust"))
    if lonely not in LONELY_POLICIES:
        raise RecipeError("design, lonely", f"{lonely!r} is unknown.", f"Use one of: {', '.join(LONELY_POLICIES)}.")
    return SampleDesign(
        weight=str(data.get("weight") or ""),
        strata=_names("design, strata", data.get("strata") or ()),
        psu=_names("design, psu", data.get("psu") or ()),
        fpc=str(data.get("fpc") or ""),
        lonely=lonely,
    )


def _answering(path: str, data: object) -> Answering:
    found = _mapping(path, data)
    _refuse_unknown(path, found, {f.name for f in fields(Answering)})
    missing = _text_map(f"{path}, missing", found.get("missing", {}))
    for value, reason in missing.items():
        if reason not in list(MissingReason):
            raise RecipeError(f"{path}, missing, {value}", f"{reason!r} is unknown.", f"Use one of: {', '.join(MissingReason)}.")
    answering = Answering(
        column=_names(f"{path}, column", found.get("column", ())),
        options=_text_map(f"{path}, options", found.get("options", {})),
        codes=_text_map(f"{path}, codes", found.get("codes", {})),
        missing=missing,
        ticked=_names(f"{path}, ticked", found.get("ticked", Answering.ticked)),
    )
    if not answering.columns:
        raise RecipeError(path, "names no column.", "Add `column:`, or `options:` for tick-all-that-apply.")
    return answering


def _definitions(data: object) -> dict[str, Any]:
    """A registry file held in the recipe, as data JSON can keep: YAML reads an unquoted date as a date."""
    return {key: _without_dates(value) for key, value in _mapping("definitions", data).items()}


def _without_dates(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _without_dates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_dates(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _keep(data: dict[str, Any]) -> Keep:
    _refuse_unknown("keep", data, {f.name for f in fields(Keep)})
    return Keep(str(data.get("column") or ""), _names("keep, values", data.get("values", ())))


def _raking(data: dict[str, Any]) -> Raking:
    _refuse_unknown("rake", data, {f.name for f in fields(Raking)})
    margins = {}
    for name, levels in _mapping("rake, margins", data.get("margins", {})).items():
        path = f"rake, margins, {name}"
        margins[str(name)] = {str(level): _people(f"{path}, {level}", n) for level, n in _mapping(path, levels).items()}
    trim = data.get("trim")
    if trim is not None and not (isinstance(trim, (list, tuple)) and len(trim) == 2 and 0 <= trim[0] < 1 < trim[1]):
        raise RecipeError("rake, trim", f"found {trim!r}.", "Give two bounds around 1, for example [0.2, 5].")
    return Raking(margins, (float(trim[0]), float(trim[1])) if trim else None, str(data.get("source") or ""))


def _people(path: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e12:
        raise RecipeError(path, f"found {value!r}.", "Give the number of people in the population, 0 or more.")
    return float(value)


def _mapping(path: str, data: object) -> dict[str, Any]:
    if data is None:
        return {}
    if not isinstance(data, Mapping):
        raise RecipeError(path, "should hold named parts.", "Write `name: value` lines, indented under it.")
    return {str(key): value for key, value in data.items()}


def _refuse_unknown(path: str, data: Mapping[str, Any], known: set[str]) -> None:
    for key in data:
        if key not in known:
            raise RecipeError(f"{path}, {key}", "is not a part of a recipe.", f"Known here: {', '.join(sorted(known))}.")


def _names(path: str, data: object) -> tuple[str, ...]:
    if isinstance(data, str):
        return (data,) if data else ()
    if isinstance(data, (list, tuple)) and all(isinstance(item, (str, int, float)) for item in data):
        return tuple(str(item) for item in data)
    raise RecipeError(path, "should be a name or a list of names.", "Write [first, second].")


def _text_map(path: str, data: object) -> dict[str, str]:
    return {key: _text(f"{path}, {key}", value) for key, value in _mapping(path, data).items()}


def _text(path: str, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise RecipeError(path, f"found {value!r}.", "Write a piece of text; put quotes around yes, no, on and off.")
    return str(value)


def _text_fields(path: str, data: object, kind: type, maps: tuple[str, ...] = ()) -> dict[str, Any]:
    found = _mapping(path, data)
    _refuse_unknown(path, found, {f.name for f in fields(kind)})
    return {
        key: _text_map(f"{path}, {key}", value) if key in maps else _text(f"{path}, {key}", value)
        for key, value in found.items()
        if value is not None
    }


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
