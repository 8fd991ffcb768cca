"""The pages of a form: one thing a page.

A question is a page; a group shown as a field list is one; a repeat is the pages of each instance, then the list of
them with "add another". The route is what the answers make relevant now.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, cast

from weft.forms.engine import Element, Filling, Group, Question
from weft.forms.pages.names import ident_of, plain_of
from weft.forms.purposes import is_case_code

NOTED = "pages"
TOGETHER = ("field-list", "table-list")
NOT_SHOWN = (
    "calculate",
    "hidden",
    "start",
    "end",
    "today",
    "deviceid",
    "username",
    "audit",
    "start-geopoint",
)


class Kind(StrEnum):
    QUESTIONS = "questions"
    LIST = "list"


class Page(NamedTuple):
    """One page: its questions, or the list of a repeat."""

    ident: str
    ref: str  # of the question, the group or the repeat
    questions: tuple[Question, ...] = ()
    refs: tuple[str, ...] = ()  # of the questions, indexed
    section: str = ""
    inside: str = ""  # reference of the group or repeat instance it stands in
    kind: Kind = Kind.QUESTIONS
    group: Group | None = None

    @property
    def is_list(self) -> bool:
        return self.kind is Kind.LIST


@dataclass
class _Walk:
    """Where the walk stands."""

    filling: Filling
    instances: dict[str, list[str]]  # plain reference of a repeat -> references of its instances
    shown: frozenset[str]
    section: str = ""
    pages: list[Page] = field(default_factory=list)


def pages_of(filling: Filling) -> tuple[Page, ...]:
    """The route now, in order. Of a form whose questions stand still it is laid anew only when one comes or goes."""
    if not filling.form.is_steady:
        return _laid(filling)
    turn, pages = filling.noted.get(NOTED, (-1, ()))
    if turn != filling.turn:
        pages = _laid(filling)
        filling.noted[NOTED] = (filling.turn, pages)
    return cast("tuple[Page, ...]", pages)


def _laid(filling: Filling) -> tuple[Page, ...]:
    places = list(filling.walk())
    instances: dict[str, list[str]] = {}
    for place in places:
        if isinstance(place.element, Group) and place.element.is_repeat:
            instances.setdefault(plain_of(place.ref), []).append(place.ref)
    shown = frozenset(place.ref for place in places)
    walk = _Walk(filling, instances, shown)
    for element in filling.form.body:
        _visit(walk, element, "")
    return tuple(walk.pages)


def _visit(walk: _Walk, element: Element, inside: str) -> None:
    ref = _here(element.ref, inside)
    if element.ref:
        walk.section = walk.filling.form.bind(element.ref).weft.get("page", "") or walk.section
    if isinstance(element, Question):
        _question(walk, element, ref, inside)
    elif element.is_repeat:
        _repeat(walk, element, ref, inside)
    elif is_together(element):
        _together(walk, element, ref or inside, inside)
    else:
        for child in element.children:
            _visit(walk, child, ref or inside)


def _here(ref: str, inside: str) -> str:
    """A reference of the body within the instance the walk stands in."""
    plain = plain_of(inside)
    return inside + ref[len(plain) :] if inside and ref.startswith(plain + "/") else ref


def is_together(group: Group) -> bool:
    return any(word in group.appearance.split() for word in TOGETHER)


def is_shown(walk: _Walk, question: Question, ref: str) -> bool:
    is_asked = question.kind not in NOT_SHOWN and not is_columns(question) and not is_case_code(ref)
    return ref in walk.shown and is_asked


def is_columns(question: Question) -> bool:
    """The row of a table that shows its columns alone (pyxform makes one for a "table-list"); it asks nothing."""
    return question.kind in ("select_one", "select_multiple") and "label" in question.appearance.split()


def _question(walk: _Walk, question: Question, ref: str, inside: str) -> None:
    if is_shown(walk, question, ref):
        walk.pages.append(Page(ident_of(ref), ref, (question,), (ref,), walk.section, inside))


def _together(walk: _Walk, group: Group, ref: str, inside: str) -> None:
    """One page for all questions of a group; repeats within it follow as pages of their own."""
    asked = [(question, here) for question, here in _leaves(group, ref) if is_shown(walk, question, here)]
    if asked:
        questions, refs = zip(*asked, strict=True)
        walk.pages.append(Page(ident_of(refs[0]), ref, questions, refs, walk.section, inside, group=group))
    for repeat in _repeats(group):
        _repeat(walk, repeat, _here(repeat.ref, ref), ref)


def _leaves(group: Group, inside: str) -> Iterator[tuple[Question, str]]:
    for child in group.children:
        if isinstance(child, Question):
            yield child, _here(child.ref, inside)
        elif not child.is_repeat:
            yield from _leaves(child, _here(child.ref, inside) or inside)


def _repeats(group: Group) -> Iterator[Group]:
    for child in group.children:
        if isinstance(child, Group):
            if child.is_repeat:
                yield child
            else:
                yield from _repeats(child)


def _repeat(walk: _Walk, repeat: Group, ref: str, inside: str) -> None:
    """The pages of each instance, then the list; a counted repeat has no list: nobody adds to it."""
    section = walk.section
    for instance in _instances(walk, ref):
        walk.section = section
        if is_together(repeat):
            _together(walk, repeat, instance, instance)
        else:
            for child in repeat.children:
                _visit(walk, child, instance)
    if repeat.count_expr is None and not repeat.no_add_remove and _may_be_listed(walk, ref):
        walk.pages.append(Page(ident_of(ref), ref, (), (), section, inside, Kind.LIST, repeat))


def _may_be_listed(walk: _Walk, ref: str) -> bool:
    """Whether one more would be asked about. Of a repeat without instances nobody can say but by trying one."""
    if _instances(walk, ref):
        return True
    if instances_of(walk.filling, ref):
        return False  # those there are, are not relevant
    if walk.filling.form.bind(plain_of(ref)).relevant is None:
        return True
    tried = walk.filling.add(ref)
    is_relevant = walk.filling.state(tried).relevant
    walk.filling.remove(ref, 1)
    return is_relevant


def instances_of(filling: Filling, ref: str) -> list[str]:
    """The references of a repeat's instances, relevant or not."""
    return [
        place.ref
        for place in filling.walk(include_irrelevant=True)
        if isinstance(place.element, Group) and _without_last_index(place.ref) == ref and place.ref != ref
    ]


def label_of(filling: Filling, group: Group) -> str:
    """The words of a group or repeat."""
    return filling.speech.say(group.label, filling.root.node)


def _instances(walk: _Walk, ref: str) -> list[str]:
    plain = plain_of(ref)
    return [each for each in walk.instances.get(plain, []) if _without_last_index(each) == ref]


def _without_last_index(ref: str) -> str:
    return ref.rpartition("[")[0] if ref.endswith("]") else ref
