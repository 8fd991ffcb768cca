"""The same figures in R survey, as a script a reviewer can read and run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from weft.stats.design import names
from weft.stats.errors import DesignError, UnknownName
from weft.stats.r_text import FIGURES, INTERVALS, READING, vector, word

if TYPE_CHECKING:
    from weft.stats.calibration import Known
    from weft.stats.design import Design
    from weft.stats.evidence import Evidence
    from weft.stats.items import Item

LANGUAGES = ("R",)
INTERVAL = {"logit": "xlogit", "korn-graubard": "beta", "t": "mean", "arcsine": "asin"}


def script(evidence: Evidence, language: str, data: str) -> str:
    """A script that works out the same figures with R survey 4.1 or newer.

    Args:
        evidence: evidence from a Design.
        language: "R".
        data: where the script finds the people: a CSV file with the columns of the design's frame.

    Returns: the script. It leaves the data frames `figures` (item, cell, est, se), `intervals` (item, cell, lo, hi;
        not for Wilson's or the likelihood's) and `gaps` (item, column, level, est, se).

    Raises: UnknownName: another language; DesignError: no people, replicate weights, or trimmed weights.

    Source: Lumley (2010), Complex Surveys; the reference manual of R survey 4.1.
    """
    from weft.stats.replicates import ReplicateDesign

    if language not in LANGUAGES:
        raise UnknownName("language", language, LANGUAGES)
    if evidence.design is None or isinstance(evidence.design, ReplicateDesign):
        found = "no design with strata and PSUs behind these figures"
        raise DesignError("code", found, "Ask evidence from a Design.")
    parts = [
        READING.format(
            lonely=word(evidence.design.lonely),
            strict=str(evidence.design.strict_domains).upper(),
            data=word(data),
            classes=_classes(evidence),
        ),
        *_factors(evidence),
        _drawn(evidence.design),
        *_calibrated(evidence.design),
        FIGURES,
    ]
    for number, item in enumerate(evidence.items, 1):
        parts += ["", *_item(evidence, item, f".item_{number}", evidence.methods[number - 1])]
    return "\n".join(parts) + "\n"


def quoted(name: str) -> str:
    """A column name in an R formula.

    >>> quoted("age"), quoted("age group")
    ('age', '`age group`')
    """
    return name if re.fullmatch(r"[A-Za-z][A-Za-z0-9_.]*", name) else f"`{name}`"


def _formula(columns: Sequence[str]) -> str:
    return "~" + " + ".join(map(quoted, columns)) if columns else "~1"


def _categorical(evidence: Evidence) -> list[str]:
    """The columns that are read as categories."""
    known = evidence.design.calibration.known if evidence.design.calibration else None
    margins = [name for name, t in known.totals.items() if isinstance(t, Mapping)] if known else []
    counted = [item.columns[0] for item in evidence.items if item.categories is not None]
    crossed = [name for b in evidence.breakdowns for name in b.columns]
    return list(dict.fromkeys([*crossed, *counted, *margins]))


def _classes(evidence: Evidence) -> str:
    """How read.csv has to read each column that is used."""
    design = evidence.design
    units = [*names(design.strata), *names(design.psu)]
    numbers = [*names(design.weights), *names(design.fpc)]
    numbers += [c for item in evidence.items if item.categories is None for c in item.columns]
    known = design.calibration.known if design.calibration else None
    numbers += [name for name, t in known.totals.items() if not isinstance(t, Mapping)] if known else []
    classes = dict.fromkeys(units, "character") | {n: _class(design, n) for n in _categorical(evidence)}
    return ", ".join(
        f"{word(n)} = {word(c)}" for n, c in (classes | dict.fromkeys(numbers, "numeric")).items()
    )


def _class(design: Design, name: str) -> str:
    kind = design.table.column(name).dtype.kind
    return {"i": "numeric", "u": "numeric", "f": "numeric", "b": "logical"}.get(kind, "character")


def _factors(evidence: Evidence) -> Iterator[str]:
    """Categories in the order weft.stats has them."""
    for name in _categorical(evidence):
        labels = evidence.design.table.codes(name).labels
        levels = {"numeric": ", ".join(labels), "logical": ", ".join(x.upper() for x in labels)}
        given = levels.get(_class(evidence.design, name))
        listed = vector(labels) if given is None else f"c({given}), labels = {vector(labels)}"
        yield f"people[[{word(name)}]] <- factor(people[[{word(name)}]], levels = {listed})"


def _drawn(design: Design) -> str:
    parts = [f"ids = {_formula(names(design.psu))}"]
    if design.strata:
        parts += [f"strata = {_formula(names(design.strata))}", "nest = TRUE"]
    if design.fpc:
        parts.append(f"fpc = {_formula(names(design.fpc))}")
    weights = f"~{quoted(design.weights)}" if design.weights else "rep(1, nrow(people))"
    return f"design <- svydesign({', '.join(parts)}, weights = {weights}, data = people)"


def _calibrated(design: Design) -> Iterator[str]:
    """calibrate() to the same totals: R's rake() has slightly different standard errors."""
    if design.calibration is None:
        return
    known = design.calibration.known
    if known is None or (design.raking is not None and known.bounds is not None):
        raise DesignError("code", "R has no raking with trimmed weights as here", "Leave out trim.")
    totals = dict(_totals(design, known))
    terms = [quoted(n) for n, t in known.totals.items() if isinstance(t, Mapping)]
    terms += [quoted(n) for n, t in known.totals.items() if not isinstance(t, Mapping)]
    listed = ", ".join(f"{word(name)} = {total!r}" for name, total in totals.items())
    bounds = f", bounds = c({known.bounds[0]!r}, {known.bounds[1]!r})" if known.bounds else ""
    yield f"totals <- c({listed})"
    yield (
        f"design <- calibrate(design, ~0 + {' + '.join(terms)}, totals, calfun = {word(known.distance)}{bounds},\n"
        "                    epsilon = 1e-11, maxit = 500)"
    )


def _totals(design: Design, known: Known) -> Iterator[tuple[str, float]]:
    """Totals named as R's model matrix names them: all levels of the first factor, all but one of the others."""
    margins = {n: t for n, t in known.totals.items() if isinstance(t, Mapping)}
    largest = max((sum(t.values()) for t in margins.values()), default=0.0)
    for position, (name, margin) in enumerate(margins.items()):
        grow = largest / sum(margin.values()) if design.raking is not None else 1.0
        for label in design.table.codes(name).labels[1 if position else 0 :]:
            yield f"{quoted(name)}{label}", float(margin[label] * grow)
    for name, total in known.totals.items():
        if not isinstance(total, Mapping):
            yield quoted(name), float(total)


def _item(evidence: Evidence, item: Item, name: str, method: str) -> Iterator[str]:
    """Figures, intervals and gaps of one item."""
    column, key = quoted(item.columns[0]), word(item.key)
    if item.categories is None:
        value = f"as.numeric({column})"
    else:
        value = f"ifelse(is.na({column}), NA, as.numeric({column} %in% {vector(item.categories)}))"
    yield f"design <- update(design, {name} = {value})"
    call = {"total": "svytotal", "ratio": "svyratio"}.get(item.kind, "svymean")
    more = f", denominator = ~{quoted(item.columns[1])}" if item.kind == "ratio" else ""
    for breakdown in evidence.breakdowns:
        by = vector(breakdown.columns)
        yield f"add_figures({key}, {by}, ~{name}, {call}{more})"
        if item.kind == "prop" and method in INTERVAL:
            yield INTERVALS.format(key=key, by=by, name=name, method=word(INTERVAL[method]))
        if item.kind in ("prop", "mean") and len(breakdown.columns) == 1:
            yield f"add_gaps({key}, {by}, ~{name})"
