"""Claims as they are written in a YAML file: each as it was found, and said rightly beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from weft.registry.catalogue import Registry
from weft.registry.claims import About, Claim, Known
from weft.registry.nodes import Fields, Source, read_tree
from weft.registry.value_reading import share_of

_FILE = ("version", "updated", "about", "cases")
_ABOUT = ("id", "says", "unit", "question", "reference_period", "comparators")
_CASE = ("number", "lesson", "found", "right")
_CLAIM = (
    "said", "source", "definition", "published", "unit", "reference_period", "happened", "percent", "base",
    "area", "group", "period", "adds", "comparators", "caveat", "members", "as_of",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A contradiction met in practice: the claims as found, and said rightly."""

    number: int
    lesson: str
    found: tuple[Claim, ...]
    right: tuple[Claim, ...]


def load_cases(path: Path, registry: Registry) -> tuple[tuple[Case, ...], Known]:
    """The cases of a file and the definitions they are about. Raises: LoadError naming file and line."""
    source = Source(path.name)
    tree = read_tree(path.read_text(encoding="utf-8"), path.name)
    fields = Fields(tree, source, "The file", _FILE)
    about = [_about(Fields(node, source, "A thing claimed about", _ABOUT)) for node in fields.items("about")]
    cases = tuple(_case(Fields(node, source, "A case", _CASE)) for node in fields.items("cases"))
    return cases, Known(registry, {thing.id: thing for thing in about})


def _about(fields: Fields) -> About:
    return About(
        fields.text("id"),
        fields.text("says"),
        fields.text("unit"),
        fields.text("question", fields.text("id")),
        fields.text("reference_period", ""),
        fields.texts("comparators"),
    )


def _case(fields: Fields) -> Case:
    found, right = (_claims(fields.items(key), fields.source) for key in ("found", "right"))
    return Case(fields.whole("number"), fields.text("lesson"), found, right)


def _claims(nodes: Sequence[yaml.Node], source: Source) -> tuple[Claim, ...]:
    return tuple(_claim(Fields(node, source, "A claim", _CLAIM)) for node in nodes)


def _claim(fields: Fields) -> Claim:
    return Claim(
        said=fields.text("said"),
        source=fields.text("source"),
        definition=fields.text("definition"),
        published=_date(fields, "published"),
        unit=fields.text("unit", ""),
        reference_period=fields.text("reference_period", ""),
        happened=_date(fields, "happened"),
        share=share_of(fields) if "percent" in fields else None,
        base=fields.whole("base") if "base" in fields else None,
        area=fields.text("area", ""),
        group=fields.text("group", ""),
        period=fields.text("period", ""),
        adds=fields.texts("adds"),
        comparators=fields.texts("comparators"),
        caveat=fields.text("caveat", ""),
        members=fields.texts("members"),
        as_of=_date(fields, "as_of"),
    )


def _date(fields: Fields, key: str) -> date | None:
    return fields.date(key) if key in fields else None
