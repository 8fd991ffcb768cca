"""Every definition in use: the shipped ones and those a published release brought along, in all their versions."""

from dataclasses import dataclass

from weft.measure.models import Estimate
from weft.measure.queries.figures import release_registry
from weft.measure.queries.releases import current_releases
from weft.measure.recipes import shipped_registry
from weft.registry.definitions import Comparability, Indicator, Question


@dataclass(frozen=True)
class Asked:
    """A question as a page shows it: its words, its answers in one line, the standard it follows."""

    text: str
    options: str
    standard: str
    is_same: bool


def asked(question: Question) -> Asked:
    options = "; ".join(option.label for option in question.options)
    is_same = question.comparability is Comparability.SAME
    return Asked(question.text, f"{options}." if options else "", question.standard, is_same)


@dataclass(frozen=True)
class DefinedIndicator:
    """An indicator with the questions behind it, and the versions and periods it was published in."""

    indicator: Indicator
    questions: tuple[Asked, ...]
    published: tuple[tuple[int, str], ...]


def defined_indicators() -> list[DefinedIndicator]:
    """One entry a definition, shipped first, in the order of the registry."""
    registries = [shipped_registry(), *map(release_registry, current_releases().defer("unrounded", "design"))]
    published = _published()
    found: dict[str, DefinedIndicator] = {}
    for registry in registries:
        for indicator in registry.indicators.values():
            if indicator.key not in found:
                questions = tuple(asked(registry.question(name)) for name in indicator.questions)
                found[indicator.key] = DefinedIndicator(
                    indicator, questions, tuple(published.get(indicator.id, ()))
                )
    return list(found.values())


def _published() -> dict[str, list[tuple[int, str]]]:
    """Version and period of every current figure for everyone, by indicator id."""
    rows = Estimate.objects.filter(release__is_current=True, breakdown="")
    found: dict[str, list[tuple[int, str]]] = {}
    for key, period in rows.order_by("release__period", "indicator").values_list(
        "indicator", "release__period"
    ):
        name, version = key.split("@")
        found.setdefault(name, []).append((int(version), period))
    return found
