"""Expressions of the survey sheet that need each other's results."""

from collections.abc import Iterator

from weft.forms.intake.layout import Item, Layout
from weft.forms.intake.problems import Problem
from weft.forms.intake.references import referred

_DECIDING = ("calculation", "relevant", "readonly", "required", "repeat_count")
_OTHER_INSTANCES = ("indexed-repeat", "position(", "[", "once(", "last-saved#")  # may mean an earlier value

Needs = dict[int, list[int]]  # row of an item -> rows of the items its expressions need


def check_cycles(layout: Layout) -> Iterator[Problem]:
    """One problem for each ring of questions that need each other; never for an earlier instance of a repeat."""
    items = {item.number: item for item in layout.items}
    for ring in _rings(_needs(layout)):
        first = items[ring[0]]
        names = " → ".join(items[row].name for row in (*ring, ring[0]))
        column = next((name for name in _DECIDING if first.cells.get(name)), "relevant")
        message = f"These questions need each other's results: {names}."
        yield Problem("survey", first.number, first.cells.title(column), message)


def _needs(layout: Layout) -> Needs:
    """Who needs whom: a question also needs its groups, for they decide whether it is asked."""
    by_name: dict[str, list[Item]] = {}
    for item in layout.items:
        by_name.setdefault(item.name, []).append(item)
    needs: Needs = {}
    for item in layout.items:
        found = needs.setdefault(item.number, [])
        found += [parent.number for parent in item.parents if parent.cells.get("relevant")]
        for name in _DECIDING:
            for target in referred(_plain(item.cells.get(name))):
                named = by_name.get(target, [])
                if len(named) == 1 and not _shares_repeat(item, named[0], item.cells.get(name)):
                    found.append(named[0].number)
    return needs


def _plain(text: str) -> str:
    return "" if any(mark in text for mark in ("once(", "last-saved#")) else text


def _shares_repeat(item: Item, other: Item, text: str) -> bool:
    """Whether the reference may be to another instance of a repeat both are in."""
    return item.in_repeat and other.in_repeat and any(mark in text for mark in _OTHER_INSTANCES)


def _rings(needs: Needs) -> Iterator[list[int]]:
    """Each ring once, beginning at its first row (depth first, without recursion)."""
    done: set[int] = set()
    for start in needs:
        path: list[int] = []
        waiting = [(start, iter(needs[start]))] if start not in done else []
        path += [start] if waiting else []
        while waiting:
            row, targets = waiting[-1]
            target = next(targets, None)
            if target is None:
                waiting.pop()
                path.pop()
                done.add(row)
            elif target in path:
                ring = path[path.index(target) :]
                least = ring.index(min(ring))
                yield ring[least:] + ring[:least]
            elif target not in done:
                waiting.append((target, iter(needs[target])))
                path.append(target)
