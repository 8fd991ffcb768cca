"""Reading a recipe: YAML or plain data to checked parts, refusing what it cannot use by its path."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import yaml

from weft.measure.tables.recipe_parts import (
    FORMAT,
    Answering,
    AreaColumn,
    Comparison,
    Keep,
    Raking,
    Recipe,
    RecipeError,
    SampleDesign,
    SurveyFacts,
)
from weft.registry.definitions import MissingReason
from weft.registry.figure import SampleType

__all__ = [
    "FORMAT",
    "Answering",
    "AreaColumn",
    "Comparison",
    "Keep",
    "Raking",
    "Recipe",
    "RecipeError",
    "SampleDesign",
    "SurveyFacts",
    "recipe_from_data",
    "recipe_from_yaml",
]

# Characters a fact about the survey may have: what a release keeps of it.
LONGEST = {
    "name": 120, "period": 40, "area": 80, "area_code": 20, "population": 120, "mode": 120,
    "response": 4000, "source": 4000, "limits": 4000,
}  # fmt: skip
LONELY_POLICIES = ("adjust", "average", "remove", "fail")


def recipe_from_yaml(text: str) -> Recipe:
    """Read a recipe file; refuses with the line where YAML itself is broken."""
    try:
        data = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {min(mark.line + 1, len(text.splitlines()))}" if mark else "the file"
        raise RecipeError(
            where, "this is not YAML that can be read.", "Check indentation and quotes there."
        ) from error
    except ValueError as error:  # 2021-13-45 looks like a date, 0x_ like a number, and neither is one
        raise RecipeError(
            "the file", "holds a date or a number that does not exist.", "Put quotes around it."
        ) from error
    if isinstance(data, Mapping) and data.get("definitions"):
        data = {**data, "definitions": _as_written(text)["definitions"]}
    return recipe_from_data(data)


def _as_written(text: str) -> dict[str, Any]:
    """Every value as text: a definition's `yes`, its dates and its codes mean what was written."""
    found: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - BaseLoader builds text only
    return found


def recipe_from_data(data: object) -> Recipe:
    """Plain data to a checked Recipe."""
    top = _mapping("recipe", data)
    if top.get("weft") != FORMAT:
        raise RecipeError(
            "weft",
            f"the first line must be `weft: {FORMAT}`.",
            "Add it, so that later versions can read the file.",
        )
    known = {f.name for f in fields(Recipe)} | {"weft"}
    _refuse_unknown("recipe", top, known)
    return Recipe(
        survey=_survey(_mapping("survey", top.get("survey", {}))),
        design=_design(_mapping("design", top.get("design", {}))),
        areas=AreaColumn(**_text_fields("areas", top.get("areas", {}), AreaColumn, maps=("codes",))),
        answers={
            str(q): _answering(f"answers, {q}", a)
            for q, a in _mapping("answers", top.get("answers", {})).items()
        },
        rake=_raking(_mapping("rake", top.get("rake", {}))),
        keep=_keep(_mapping("keep", top.get("keep", {}))),
        compare=Comparison(**_text_fields("compare", top.get("compare", {}), Comparison)),
        indicators=_names("indicators", top.get("indicators", ())),
        by=_names("by", top.get("by", ())),
        definitions=_mapping("definitions", top.get("definitions", {})),
    )


def _survey(data: dict[str, Any]) -> SurveyFacts:
    synthetic = data.get("synthetic", False)
    if not isinstance(synthetic, bool):
        raise RecipeError("survey, synthetic", f"found {synthetic!r}.", "Write true or false.")
    rest = {k: v for k, v in data.items() if k != "synthetic"}
    facts = SurveyFacts(**_text_fields("survey", rest, SurveyFacts), synthetic=synthetic)
    for name, longest in LONGEST.items():
        if len(getattr(facts, name)) > longest:
            raise RecipeError(
                f"survey, {name}", f"is longer than {longest} characters.", "Say it in fewer words."
            )
    if facts.sample and facts.sample not in list(SampleType):
        raise RecipeError(
            "survey, sample", f"{facts.sample!r} is unknown.", f"Use one of: {', '.join(SampleType)}."
        )
    return facts


def _design(data: dict[str, Any]) -> SampleDesign:
    _refuse_unknown("design", data, {f.name for f in fields(SampleDesign)})
    lonely = str(data.get("lonely", "adjust"))
    if lonely not in LONELY_POLICIES:
        raise RecipeError(
            "design, lonely", f"{lonely!r} is unknown.", f"Use one of: {', '.join(LONELY_POLICIES)}."
        )
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
            raise RecipeError(
                f"{path}, missing, {value}",
                f"{reason!r} is unknown.",
                f"Use one of: {', '.join(MissingReason)}.",
            )
    answering = Answering(
        column=_names(f"{path}, column", found.get("column", ())),
        options=_text_map(f"{path}, options", found.get("options", {})),
        codes=_text_map(f"{path}, codes", found.get("codes", {})),
        missing=missing,
        ticked=_names(f"{path}, ticked", found.get("ticked", Answering.ticked)),
        unticked=_names(f"{path}, unticked", found.get("unticked", Answering.unticked)),
    )
    if not answering.columns:
        raise RecipeError(path, "names no column.", "Add `column:`, or `options:` for tick-all-that-apply.")
    return answering


def _keep(data: dict[str, Any]) -> Keep:
    _refuse_unknown("keep", data, {f.name for f in fields(Keep)})
    return Keep(str(data.get("column") or ""), _names("keep, values", data.get("values", ())))


def _raking(data: dict[str, Any]) -> Raking:
    _refuse_unknown("rake", data, {f.name for f in fields(Raking)})
    margins = {}
    for name, levels in _mapping("rake, margins", data.get("margins", {})).items():
        path = f"rake, margins, {name}"
        margins[str(name)] = {
            str(level): _people(f"{path}, {level}", n) for level, n in _mapping(path, levels).items()
        }
    trim = data.get("trim")
    if trim is not None and not _are_bounds(trim):
        raise RecipeError("rake, trim", f"found {trim!r}.", "Give two bounds around 1, for example [0.2, 5].")
    return Raking(margins, (float(trim[0]), float(trim[1])) if trim else None, str(data.get("source") or ""))


def _are_bounds(trim: object) -> bool:
    """Two finite numbers around 1."""
    if not isinstance(trim, (list, tuple)) or len(trim) != 2:
        return False
    return all(isinstance(end, (int, float)) for end in trim) and 0 <= trim[0] < 1 < trim[1] < float("inf")


def _people(path: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e12:
        raise RecipeError(
            path, f"found {value!r}.", "Give the number of people in the population, 0 or more."
        )
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
            raise RecipeError(
                f"{path}, {key}", "is not a part of a recipe.", f"Known here: {', '.join(sorted(known))}."
            )


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
        raise RecipeError(
            path, f"found {value!r}.", "Write a piece of text; put quotes around yes, no, on and off."
        )
    return str(value)


def _text_fields(path: str, data: object, kind: type, maps: tuple[str, ...] = ()) -> dict[str, Any]:
    found = _mapping(path, data)
    _refuse_unknown(path, found, {f.name for f in fields(kind)})
    return {
        key: _text_map(f"{path}, {key}", value) if key in maps else _text(f"{path}, {key}", value)
        for key, value in found.items()
        if value is not None
    }
