# ruff: noqa: E501 - tables as a file in git would hold them
"""Two versions of a small form, as tables in git would hold them, and instances made at random."""

import random
from collections.abc import Iterator
from functools import cache
from xml.etree.ElementTree import Element, SubElement, tostring

from pyxform.xls2xform import convert

from weft.forms.exports.cells import Answered
from weft.forms.outline import Item, Outline, read_outline

FIRST = """
| survey |
| | type | name | label::English (en) | label::Arabic (ar) | relevant | required | bind::weft:sensitivity | bind::weft:may_refuse | bind::weft:may_not_know | bind::weft:other |
| | select_one yn | has_children | Do you have children? | هل لديك أطفال؟ | | yes | personal | yes | | |
| | begin_repeat | child | Child | طفل | ${has_children} = 'yes' | | | | | |
| | text | name | First name | الاسم | | | personal | | | |
| | integer | age | Age in years | العمر | | | | | yes | |
| | end_repeat | | | | | | | | | |
| | select_multiple groups | groups | Which groups do you go to? | أي مجموعات؟ | | | | yes | | groups_other |
| | text | groups_other | Which other group? | أي مجموعة أخرى؟ | selected(${groups}, 'other') | | | | | |
| | begin_group | about | About you | عنك | | | | | | |
| | decimal | height | How tall are you, in metres? | الطول | | | | | | |
| | date | born | When were you born? | تاريخ الميلاد | ${has_children} = 'yes' and ${height} > 1 | | personal | | | |
| | end_group | | | | | | | | | |
| choices |
| | list_name | name | label::English (en) | label::Arabic (ar) | weft:missing |
| | yn | yes | Yes | نعم | |
| | yn | no | No | لا | |
| | yn | rather_not | Prefer not to say | أفضل عدم الإجابة | refused |
| | groups | choir | A choir | جوقة | |
| | groups | club | A sports club | ناد رياضي | |
| | groups | other | Something else | شيء آخر | |
| settings |
| | form_title | form_id | version | namespaces | default_language |
| | Neighbours | neighbours | 1 | weft="https://weft.example/ns/1" | English (en) |
"""
SECOND = (
    FIRST.replace(
        "| | begin_group | about ",
        "| | integer | years_here | Years here | السنوات هنا | | | | | | |\n| | begin_group | about ",
    )
    .replace("| | groups | other |", "| | groups | garden | A garden | حديقة | |\n| | groups | other |")
    .replace(
        "| | date | born | When were you born? | تاريخ الميلاد | ${has_children} = 'yes' and ${height} > 1 | | personal | | | |\n",
        "| | select_one yn | belief | Do you have a religion? | هل لديك دين؟ | | | special | yes | | |\n",
    )
    .replace("| neighbours | 1 |", "| neighbours | 2 |")
)


@cache
def xform(table: str) -> str:
    return str(convert(table, file_type=".md").xform)


def first() -> Outline:
    return read_outline(xform(FIRST))


def second() -> Outline:
    return read_outline(xform(SECOND))


def instance(outline: Outline, values: dict[str, str]) -> str:
    """An instance with these nodes only: reference with numbers -> text."""
    root = Element(outline.root)
    for ref, text in values.items():
        node = root
        for step in ref.split("/")[2:]:
            name, _, number = step.rstrip("]").partition("[")
            there = node.findall(name)
            wanted = int(number or 1)
            there += [SubElement(node, name) for _ in range(wanted - len(there))]
            node = there[wanted - 1]
        node.text = text
    return tostring(root, encoding="unicode")


def at_random(outline: Outline, number: int, chance: random.Random) -> Answered:
    """An answered form on a route drawn by chance: off-route questions are not there, others empty or reasoned."""
    values: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for ref, item in _placed(outline, chance):
        drawn = chance.random()
        if drawn < 0.2:
            continue
        values[ref] = "" if drawn < 0.5 else answer(item, chance)
        if not values[ref] and chance.random() < 0.5:
            reasons[ref] = chance.choice(("refused", "dont_know"))
    return Answered(number, instance(outline, values), reasons, chance.random() < 0.1)


def _placed(outline: Outline, chance: random.Random) -> Iterator[tuple[str, Item]]:
    times = {item.ref: chance.randint(0, 3) for item in outline.items if item.kind == "repeat"}
    for item in outline.answers:
        if not item.repeat:
            yield item.ref, item
            continue
        for number in range(1, times[item.repeat] + 1):
            yield item.ref.replace(item.repeat, f"{item.repeat}[{number}]", 1), item


def answer(item: Item, chance: random.Random) -> str:
    values = [option.value for option in item.options]
    if item.kind == "select_one":
        return chance.choice(values or ["x"])
    if item.kind in ("select_multiple", "rank"):
        return " ".join(chance.sample(values, chance.randint(1, len(values)))) if values else "x"
    return {
        "integer": str(chance.randint(-9999, 120)),
        "decimal": f"{chance.uniform(0, 9):.2f}",
        "date": "1990-02-28",
    }.get(item.kind, chance.choice(("=1+1", "ordinary words", "-5", "@home", "line\nbreak")))
