"""What the templates of one page need, and the answers as rows to check."""

import time
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from weft.forms.pages.asking import PageForm
from weft.forms.pages.names import INDEX, plain_of
from weft.forms.pages.plan import NOT_SHOWN, Page, label_of
from weft.forms.pages.tables import Block, blocks_of
from weft.forms.queries.own import words_of as worded_answer
from weft.forms.views.opened import Opened

HEADING_MOST = 120  # characters: a longer label is a text, not a heading


def page_context(opened: Opened, page: Page, form: PageForm) -> dict[str, Any]:
    """Everything a page shows: the words of the form with the answers so far, and what is this visitor's own."""
    return {**words_of(opened, page, form), **own_values(opened, page)}


def own_values(opened: Opened, page: Page) -> dict[str, Any]:
    """What one visitor's page has that another's has not, beside the answers."""
    checking = opened.request.POST.get("from") == "check" or opened.request.GET.get("from") == "check"
    return {
        "checking": checking,
        "back": back_address(opened, page, checking=checking),
        "revision": opened.response.revision,
        "shown": int(time.time()),
    }


def words_of(opened: Opened, page: Page, form: PageForm) -> dict[str, Any]:
    alone = form.asked[0] if len(form.asked) == 1 else None
    blocks = blocks_of(form.asked, page.group.appearance if page.group else "")
    heads = _heads_a_table(blocks) and not group_label(opened, page)
    is_note = bool(alone and (alone.kind == "note" or len(alone.state.label) > HEADING_MOST))
    return {
        "page": page,
        "form": form,
        "alone": alone if alone and not is_note else None,
        "blocks": blocks[1:] if heads else blocks,
        "counts_words": counts_words(opened, page),
        "heading": form.asked[0].state.label if heads else _heading(opened, page, form),
        "group": group_label(opened, page),
        "has_files": any(asked.kind == "file" for asked in form.asked),
    }


def counts_words(opened: Opened, page: Page) -> bool:
    """Whether an answer on it may have only so many words."""
    form = opened.filling.form
    return any(int(form.bind(plain_of(ref)).weft.get("words_most") or 0) for ref in page.refs)


def _heads_a_table(blocks: list[Block]) -> bool:
    """Words over a table, which pyxform makes a note of, are the heading of the page."""
    if len(blocks) < 2 or not blocks[1].is_table or blocks[0].kind != "note":
        return False
    first = blocks[0].asked[0].state
    return 0 < len(first.label) <= HEADING_MOST and not first.hint


def back_address(opened: Opened, page: Page, *, checking: bool) -> str:
    if checking:
        return opened.address("answer-check")
    before = opened.route.before(page)
    if opened.route.has_hub and (before is None or before.section != page.section):
        return opened.address("answer-hub")
    return opened.page_address(before) if before else ""


def _heading(opened: Opened, page: Page, form: PageForm) -> str:
    """Of a page with several questions, or with a long text: the group's words, else the form's name."""
    first = form.asked[0].state.label if form.asked else ""
    if len(form.asked) == 1 and len(first) <= HEADING_MOST:
        return first
    return group_label(opened, page) or page.section or opened.filling.form.title


def group_label(opened: Opened, page: Page) -> str:
    """The words of the group or the instance a page stands in."""
    if page.group is not None and not page.group.is_repeat:
        return label_of(opened.filling, page.group)
    return instance_label(opened, page.inside)


def instance_label(opened: Opened, ref: str) -> str:
    """ "Child 2": a repeat's own words and the number of the instance."""
    number = INDEX.findall(ref)
    if not ref.endswith("]") or not number:
        return ""
    label = opened.filling.state(ref).label
    return _("%(thing)s %(number)s") % {"thing": label, "number": number[-1]} if label else ""


@dataclass
class Row:
    """One answer to check."""

    label: str
    words: str
    change: str
    is_missing: bool
    is_long: bool


@dataclass
class Part:
    """Answers under one heading."""

    heading: str
    rows: list[Row] = field(default_factory=list)


def parts_to_check(opened: Opened) -> list[Part]:
    parts: list[Part] = []
    for page in opened.route.pages:
        heading = instance_label(opened, page.inside) or page.section
        if not parts or parts[-1].heading != heading:
            parts.append(Part(heading))
        parts[-1].rows += _rows(opened, page)
    return [part for part in parts if part.rows]


def _rows(opened: Opened, page: Page) -> list[Row]:
    found = []
    for question, ref in zip(page.questions, page.refs, strict=True):
        if question.kind in (*NOT_SHOWN, "note"):
            continue
        state = opened.filling.state(ref)
        if state.readonly:
            continue
        words = worded_answer(state, question)
        change = opened.page_address(page, checking=True)
        is_missing = ref in opened.route.unfit or page.ident not in opened.kept.seen
        found.append(Row(state.label, words, change, is_missing, len(words) > HEADING_MOST))
    return found
