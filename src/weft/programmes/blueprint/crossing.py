"""What one part of a blueprint says of another: names that are used must be there, figures must be countable."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from weft.people.languages import LANGUAGES
from weft.programmes.blueprint.expressions import NotAnExpression, names_in
from weft.programmes.blueprint.lined import Where
from weft.programmes.blueprint.vocabulary import FactKind, fact_kinds
from weft.registry.load import load_registry

Document = Mapping[str, Any]
Fault = tuple[Where, str]
KEYED = ("steps", "roles", "requirements", "forms", "activities", "pools", "waves", "indicators")
OFFICER, ATTENDANCE = "officer", "gather.attendance"
SPEED_MINUTES = 6 * 60  # as gather.rules.SPEED_MINUTES


def crossing_faults(document: Document) -> Iterator[Fault]:
    """Every reference that leads nowhere, and every number that cannot be."""
    for check in CHECKS:
        yield from check(document)


def keys_of(document: Document, part: str) -> list[str]:
    return [each["key"] for each in document.get(part, ())]


def _each(document: Document, part: str) -> Iterator[tuple[Where, Document]]:
    for number, each in enumerate(document.get(part, ())):
        yield (part, number), each


def _unknown(where: Where, names: list[str], known: list[str], what: str) -> Iterator[Fault]:
    for name in names:
        if name not in known:
            yield where, f"There is no {what} “{name}”. Known are: {', '.join(known) or 'none'}."


def repeated(document: Document) -> Iterator[Fault]:
    for part in KEYED:
        seen: set[str] = set()
        for where, each in _each(document, part):
            if each["key"] in seen:
                yield (*where, "key"), f"The key “{each['key']}” is used twice in {part}."
            seen.add(each["key"])


def steps_and_roles(document: Document) -> Iterator[Fault]:
    roles, asked = keys_of(document, "roles"), keys_of(document, "requirements")
    for where, step in _each(document, "steps"):
        yield from _unknown((*where, "who"), [step["who"]], [*roles, OFFICER], "role")
    for where, role in _each(document, "roles"):
        yield from _unknown((*where, "requires"), list(role.get("requires", ())), asked, "requirement")
        yield from _expression((*where, "may_join_if"), role.get("may_join_if", ""))


def _expression(where: Where, text: str) -> Iterator[Fault]:
    try:
        names_in(text)
    except NotAnExpression as error:
        yield where, f"This expression cannot be read. {error}"


def activities(document: Document) -> Iterator[Fault]:
    roles = keys_of(document, "roles")
    for where, activity in _each(document, "activities"):
        yield from _unknown((*where, "roles"), list(activity.get("roles", ())), roles, "role")
        places = activity["places"]
        for kind, place in places.items():
            yield from _place((*where, "places", kind), place)
            named = [place["role"]] if "role" in place else []
            yield from _unknown(
                (*where, "places", kind, "role"), named, list(activity.get("roles", ())), "role of it"
            )
        for number, kinds in enumerate(activity.get("booked_together", ())):
            yield from _unknown((*where, "booked_together", number), kinds, list(places), "kind of place")
        yield from _rule((*where, "repeats"), activity.get("repeats", ""))
        if activity.get("speed") and (activity["minutes"] > SPEED_MINUTES or activity.get("repeats")):
            yield (*where, "speed"), "A speed slot takes place once and lasts six hours at most."


def _place(where: Where, place: Document) -> Iterator[Fault]:
    if place.get("newcomers", 0) > place["total"]:
        yield (*where, "newcomers"), "More places are kept for newcomers than there are."
    youngest, oldest = place.get("ages", (0, 0))
    if youngest > oldest:
        yield (*where, "ages"), "Write the younger age first."


def _rule(where: Where, rule: str) -> Iterator[Fault]:
    from dateutil.rrule import rrulestr

    try:
        if rule and (not rule.startswith("FREQ=") or "\n" in rule or len(rule) > 200):
            raise ValueError(rule)
        if rule:
            rrulestr(rule)
    except (ValueError, TypeError, KeyError):
        yield where, "This rule cannot be read. Write it like FREQ=WEEKLY;BYDAY=TU."


def pools_and_waves(document: Document) -> Iterator[Fault]:
    roles, forms = keys_of(document, "roles"), keys_of(document, "forms")
    for where, pool in _each(document, "pools"):
        yield from _unknown((*where, "sides"), pool["sides"], roles, "role")
        if pool["sides"][0] == pool["sides"][1]:
            yield (*where, "sides"), "A pool brings two different sides together."
        counted = [pool["counts_minutes_of"]] if "counts_minutes_of" in pool else []
        yield from _unknown((*where, "counts_minutes_of"), counted, pool["sides"], "side")
    for where, wave in _each(document, "waves"):
        yield from _unknown((*where, "form"), [wave["form"]], forms, "form")
        asked = [wave["asked_of"]] if "asked_of" in wave else []
        yield from _unknown((*where, "asked_of"), asked, roles, "role")


def own_traits(document: Document) -> list[str]:
    """Traits the blueprint itself asks for."""
    return [trait["key"] for trait in document.get("mixing", {}).get("traits", ())]


def kinds_of_places(document: Document) -> tuple[str, ...]:
    """Of activities in which kinds go together: attendance says how many of each kind, and the minutes of each."""
    joined = [each["places"] for each in document.get("activities", ()) if each.get("booked_together")]
    kinds = dict.fromkeys(kind for places in joined for kind in places)
    return (*kinds, *(f"{kind}_minutes" for kind in kinds))


def indicators(document: Document) -> Iterator[Fault]:
    own, kinds = own_traits(document), kinds_of_places(document)
    rungs: set[str] = set()
    for where, each in _each(document, "indicators"):
        kind = fact_kinds().get(each["fact"])
        if kind is None:
            yield from _unknown((*where, "fact"), [each["fact"]], list(fact_kinds()), "kind of fact")
            continue
        if each["measure"] in ("sum", "mean", "median"):
            by_kind = kinds if kind.kind == ATTENDANCE else ()
            yield from _quantity(where, each, (*kind.quantities, *by_kind))
        if each["measure"] == "share" and "where" not in each:
            yield where, "A share says with `where` what it is the share of."
        for part in ("where", "base"):
            yield from _expression((*where, part), each.get(part, ""))
            yield from _names((*where, part), each.get(part, ""), kind, own)
        if each.get("rung", "") in rungs:
            yield (*where, "rung"), "Two indicators stand on this rung: rungs are never summed, so name one."
        rungs |= {each["rung"]} if "rung" in each else set()


def _quantity(where: Where, each: Document, known: tuple[str, ...]) -> Iterator[Fault]:
    if "quantity" not in each:
        yield where, f"“quantity” is missing: say of what. Known are: {', '.join(known)}."
    else:
        yield from _unknown((*where, "quantity"), [each["quantity"]], list(known), "quantity of this fact")


def _names(where: Where, text: str, kind: FactKind, own: list[str]) -> Iterator[Fault]:
    try:
        unknown = sorted(name for name in names_in(text) if not kind.knows(name) and name not in own)
    except NotAnExpression:
        return
    for name in unknown:
        yield where, f"These facts do not carry “{name}”. Put a text in quotes: '{name}'."


def targets(document: Document) -> Iterator[Fault]:
    known = keys_of(document, "indicators")
    facts = {each["key"]: fact_kinds().get(each["fact"]) for each in document["indicators"]}
    for where, target in _each(document, "targets"):
        yield from _unknown((*where, "indicator"), [target["indicator"]], known, "indicator")
        yield from _expression((*where, "group"), target.get("group", ""))
        kind = facts.get(target["indicator"])
        if kind is not None:
            yield from _names((*where, "group"), target.get("group", ""), kind, own_traits(document))
        if target["amount"] != int(target["amount"]):
            yield (*where, "amount"), "Aim at a whole number."


def languages_and_themes(document: Document) -> Iterator[Fault]:
    known = [code for code, _ in LANGUAGES]
    yield from _unknown(("languages",), list(document.get("languages", ())), known, "language")
    ids = {each.id for each in load_registry().indicators.values()}
    for where, theme in _each(document, "themes"):
        for name in theme.get("indicators", ()):
            if name not in ids:
                yield (*where, "indicators"), f"The city measures no indicator “{name}”."


CHECKS: tuple[Callable[[Document], Iterator[Fault]], ...] = (
    repeated,
    steps_and_roles,
    activities,
    pools_and_waves,
    indicators,
    targets,
    languages_and_themes,
)
