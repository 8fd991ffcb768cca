"""Definitions as they are written in a YAML file, turned into frozen values.

A file holds `version`, `updated`, `source` lines and any of the sections `questions`, `indicators`,
`breakdowns`, `areas` and `values`, read in that order.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import yaml

from weft.registry.catalogue import FileNote, Registry
from weft.registry.condition_reading import has_numbers, read_condition
from weft.registry.conditions import Condition
from weft.registry.definitions import (
    Benchmark,
    BenchmarkStatus,
    Breakdown,
    Comparability,
    DefinitionError,
    Estimator,
    Good,
    Indicator,
    MissingReason,
    Option,
    Question,
    Theme,
)
from weft.registry.nodes import Fields, Source, did_you_mean, pairs, read_tree, scalar
from weft.registry.value_reading import period_of, read_area, read_value, share_of

_FILE = (
    "version", "updated", "source", "option_sets",
    "questions", "indicators", "breakdowns", "areas", "values",
)  # fmt: skip
_QUESTION = (
    "id", "version", "text", "kind", "options",
    "standard", "comparability", "reference_period", "source", "note",
)  # fmt: skip
_INDICATOR = (
    "id", "version", "theme", "label", "estimator", "says", "counted", "out_of", "unit", "good",
    "numerator", "denominator", "value", "reference_period", "missing", "headline", "benchmarks",
    "breaks", "note", "source",
)  # fmt: skip
_BREAKDOWN = ("id", "version", "label", "question", "levels", "note")
_BENCHMARK = ("percent", "mean", "area", "period", "source", "status", "note")
_OPTION = ("label", "score", "missing")

D = TypeVar("D")


def read_definitions(text: str, name: str, known: Registry, *, local: bool) -> Registry:
    """What one file defines. Raises: LoadError at the first definition that cannot stand."""
    source = Source(name)
    fields = Fields(read_tree(text, name), source, "The file", _FILE)
    note = FileNote(name, fields.whole("version"), fields.date("updated"), fields.texts("source"))
    return _Reading(source, known, note, local).read(fields)


class _Reading:
    """One file being read: what is known so far, and what the file has added."""

    def __init__(self, source: Source, known: Registry, note: FileNote, local: bool) -> None:
        self.source, self.known, self.note, self.local = source, known, note, local
        self.option_sets: dict[str, tuple[Option, ...]] = {}

    def read(self, fields: Fields) -> Registry:
        if "option_sets" in fields:
            for name, entry in pairs(fields.node_of("option_sets"), self.source, "`option_sets`").items():
                self.option_sets[name] = self._options(entry.value, f"option set {name}")
        new = Registry(files=(self.note,))
        for section, read in self._sections():
            for node in fields.items(section):
                one = read(node)
                self.known, new = self.known.joined_with(one), new.joined_with(one)
        return new

    def _sections(self) -> Sequence[tuple[str, Callable[[yaml.Node], Registry]]]:
        return (
            ("questions", self._question),
            ("indicators", self._indicator),
            ("breakdowns", self._breakdown),
            ("areas", lambda node: read_area(node, self.source, self.known)),
            ("values", lambda node: read_value(node, self.source, self.known, self.note.updated)),
        )

    def _question(self, node: yaml.Node) -> Registry:
        fields, name, version = self._start(node, "question", _QUESTION)
        question = _standing(fields, lambda: Question(
            id=name,
            version=version,
            text=fields.text("text"),
            kind=fields.text("kind", "one"),
            options=self._options(fields.node_of("options"), name) if "options" in fields else (),
            standard=fields.text("standard", ""),
            comparability=fields.choice("comparability", Comparability, Comparability.OWN),
            reference_period=fields.text("reference_period", ""),
            source=fields.text("source", ""),
            note=fields.text("note", ""),
        ))  # fmt: skip
        if question.comparability is not Comparability.OWN and not question.standard:
            raise fields.refusal(f"Question {name} is comparable with no standard. Name it in `standard`.")
        _once(fields, question.key, question.key in self.known.questions)
        return Registry(questions=Registry().questions.with_more([question]))

    def _options(self, node: yaml.Node, name: str) -> tuple[Option, ...]:
        if isinstance(node, yaml.ScalarNode):
            if node.value not in self.option_sets:
                hint = did_you_mean(node.value, self.option_sets)
                raise self.source.refusal(node, f"No option set `{node.value}` in this file.{hint}")
            return self.option_sets[node.value]
        entries = pairs(node, self.source, f"The options of {name}")
        return tuple(self._option(code, entry.value) for code, entry in entries.items())

    def _option(self, code: str, node: yaml.Node) -> Option:
        if isinstance(node, yaml.ScalarNode):
            return Option(code, scalar(node, self.source, f"The label of option {code}"))
        fields = Fields(node, self.source, f"Option {code}", _OPTION)
        score = fields.number("score") if "score" in fields else None
        missing = fields.choice("missing", MissingReason) if "missing" in fields else None
        return Option(code, fields.text("label"), score, missing)

    def _indicator(self, node: yaml.Node) -> Registry:
        fields, name, version = self._start(node, "indicator", _INDICATOR)
        indicator = _standing(fields, lambda: self._built(fields, name, version))
        _once(fields, indicator.key, indicator.key in self.known.indicators)
        return Registry(indicators=Registry().indicators.with_more([indicator]))

    def _built(self, fields: Fields, name: str, version: int) -> Indicator:
        estimator = fields.choice("estimator", Estimator, Estimator.PROPORTION)
        numerator, denominator = self._condition(fields, "numerator"), self._condition(fields, "denominator")
        value = self._averaged(fields)
        return Indicator(
            id=name,
            version=version,
            theme=fields.choice("theme", Theme),
            label=fields.text("label"),
            estimator=estimator,
            says=fields.text("says"),
            counted=fields.text("counted"),
            out_of=fields.text("out_of"),
            unit=fields.text("unit"),
            good=fields.choice("good", Good),
            numerator=numerator,
            denominator=denominator,
            value=value,
            questions=_used(value, numerator, denominator),
            reference_period=fields.text("reference_period", ""),
            missing=fields.text("missing", Indicator.missing),
            headline=fields.flag("headline"),
            benchmarks=tuple(self._benchmark(node, estimator) for node in fields.items("benchmarks")),
            breaks=self._breaks(fields),
            note=fields.text("note", ""),
            source=fields.text("source", ""),
        )

    def _condition(self, fields: Fields, key: str) -> Condition | None:
        if key not in fields:
            return None
        return read_condition(fields.node_of(key), self.source, self.known.questions)

    def _averaged(self, fields: Fields) -> str:
        name = fields.text("value", "")
        if not name:
            return ""
        if name not in self.known.questions:
            hint = did_you_mean(name, self.known.questions)
            raise fields.refusal(f"No question `{name}` in the bank.{hint}", "value")
        if not has_numbers(self.known.questions[name]):
            message = f"Question {name} has no numbers to average. Use a number or scored question."
            raise fields.refusal(message, "value")
        return name

    def _benchmark(self, node: yaml.Node, estimator: Estimator) -> Benchmark:
        fields = Fields(node, self.source, "A benchmark", _BENCHMARK)
        if estimator is Estimator.MEAN and "mean" not in fields:
            raise fields.refusal("A benchmark of a mean needs `mean`, in the question's own unit.")
        if estimator is not Estimator.MEAN and "mean" in fields:
            raise fields.refusal("`mean` belongs to an indicator that averages. Write `percent`.", "mean")
        return Benchmark(
            value=fields.number("mean") if estimator is Estimator.MEAN else share_of(fields),
            area=fields.text("area"),
            period=period_of(fields, self.note.updated),
            source=fields.text("source"),
            status=fields.choice("status", BenchmarkStatus),
            note=fields.text("note", ""),
        )

    def _breaks(self, fields: Fields) -> dict[str, str]:
        if "breaks" not in fields:
            return {}
        entries = pairs(fields.node_of("breaks"), self.source, f"`breaks` of {fields.what}")
        return {
            period: scalar(entry.value, self.source, f"The break at {period}")
            for period, entry in entries.items()
        }

    def _breakdown(self, node: yaml.Node) -> Registry:
        fields, name, version = self._start(node, "breakdown", _BREAKDOWN)
        asked = fields.text("question")
        if asked not in self.known.questions:
            hint = did_you_mean(asked, self.known.questions)
            raise fields.refusal(f"No question `{asked}` in the bank.{hint}", "question")
        options = self.known.questions[asked].options
        levels = self._options(fields.node_of("levels"), name) if "levels" in fields else options
        known = [option.code for option in options]
        for level in levels:
            if level.code not in known:
                hint = did_you_mean(level.code, known)
                raise fields.refusal(f"Question {asked} has no option `{level.code}`.{hint}", "levels")
        label, note = fields.text("label"), fields.text("note", "")
        breakdown = _standing(fields, lambda: Breakdown(name, version, label, asked, levels, note))
        _once(fields, breakdown.key, breakdown.key in self.known.breakdowns)
        return Registry(breakdowns=Registry().breakdowns.with_more([breakdown]))

    def _start(self, node: yaml.Node, kind: str, allowed: Sequence[str]) -> tuple[Fields, str, int]:
        article = "An" if kind[0] in "aeiou" else "A"
        name = Fields(node, self.source, f"{article} {kind}", allowed).text("id")
        fields = Fields(node, self.source, f"{kind.capitalize()} {name}", allowed)
        if self.local and not name.startswith("local/"):
            raise fields.refusal(f"{name!r} could be taken for the bank's own. Write local/{name}.", "id")
        if not self.local and "/" in name:
            raise fields.refusal(f"{name!r} is an id for a local file. Write it without the slash.", "id")
        return fields, name, fields.whole("version")


def _standing(fields: Fields, build: Callable[[], D]) -> D:
    """What is built, or the reason it cannot stand with the line it starts on."""
    try:
        return build()
    except DefinitionError as error:
        if hasattr(error, "line"):
            raise
        raise fields.refusal(str(error)) from error


def _once(fields: Fields, key: str, known: bool) -> None:
    if known:
        raise fields.refusal(f"{key} is already defined. Raise the version, or choose another id.")


def _used(value: str, *conditions: Condition | None) -> tuple[str, ...]:
    named = [value] if value else []
    for condition in conditions:
        named += condition.questions() if condition else ()
    return tuple(dict.fromkeys(named))
