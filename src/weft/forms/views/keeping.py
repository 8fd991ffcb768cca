"""From what a page sent to what is kept: clashes with others, what the form says of an answer, the saving."""

import time
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from weft.forms.actions.attachments import attach_file
from weft.forms.actions.responses import save_answers
from weft.forms.answers import kept_in, version_of
from weft.forms.engine import Filling, FillingError, QuestionState, most_instances
from weft.forms.engine.finding import cell_at
from weft.forms.files import FILES
from weft.forms.pages.asking import Asked, PageForm
from weft.forms.queries.own import answer_words, place_of
from weft.forms.rules import REPEATS_MOST
from weft.forms.views.opened import Opened


@dataclass(frozen=True)
class Sent:
    """What a page sends beside the answers: the revision it showed, when, and where it came from."""

    revision: int
    shown_at: int
    is_checking: bool
    is_later: bool

    @classmethod
    def of(cls, post: QueryDict) -> "Sent":
        return cls(
            _number(post.get("revision")),
            _number(post.get("shown")),
            post.get("from") == "check",
            "later" in post,
        )

    @property
    def seconds(self) -> int:
        return max(int(time.time()) - self.shown_at, 0) if self.shown_at else 0


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 16 else 0


@dataclass(frozen=True)
class Clash:
    """One question two people answered differently."""

    label: str
    theirs: str
    asked: Asked


def clashes(opened: Opened, form: PageForm, sent: Sent) -> tuple[Clash, ...]:
    """Questions somebody else changed since the page was shown, to something else than what is sent."""
    if sent.revision >= opened.response.revision:
        return ()
    return tuple(
        Clash(
            asked.state.label, answer_words(opened.filling, place_of(asked.question, asked.state.ref)), asked
        )
        for asked, value, reason in form.given()
        if version_of(opened.kept, asked.state.ref) > sent.revision
        and asked.question.kind not in FILES
        and (str(value), reason) != (asked.state.value, asked.state.reason)
    )


def refusals(opened: Opened, form: PageForm) -> bool:
    """Put the answers in, and say of each what the form says of it. Nothing is saved here."""
    filling = opened.filling
    for asked, value, reason in form.given():
        ref = asked.state.ref
        if asked.question.kind in FILES:
            _note_file(opened, asked, value)
            continue
        if not _put(filling, ref, (value, reason)):
            form.add_error(
                asked.name, _("The form cannot work with this answer. Give a shorter or smaller one")
            )
            return True
    for asked in form.asked:
        if asked.bound is not None and (said := _said_of(filling, asked)):
            form.add_error(asked.name, said)
    return bool(form.errors)


def _put(filling: Filling, ref: str, given: tuple[str, str]) -> bool:
    """False where what follows from an answer is more than the engine works out; the filling is then not to be kept."""
    value, reason = given
    try:
        filling.set(ref, value)
        if reason:
            filling.leave(ref, reason)
        filling.problems()
    except FillingError:
        return False
    return filling.form.is_steady or most_instances(filling.root) <= REPEATS_MOST


def _note_file(opened: Opened, asked: Asked, value: object) -> None:
    """A file's answer is its name; without a new one the one given before stays."""
    if value:
        opened.filling.set(asked.state.ref, str(getattr(value, "name", "file"))[:200])


def _said_of(filling: Filling, asked: Asked) -> str:
    """What to do about an answer as it stands now; "" where nothing is wrong with it."""
    cell = cell_at(filling.root, asked.state.ref)
    if not cell.relevant or filling.standing.problem(cell) is None:
        return ""
    return _message(filling.state(cell.ref), asked)


def _message(state: QuestionState, asked: Asked) -> str:
    """What to do, in the form's own words where it has some."""
    if not state.constraint_ok:
        return state.constraint_message or _("Check this answer: the form does not take it")
    if not state.required_ok:
        return state.required_message or _ask_for(asked)
    return ""


def _ask_for(asked: Asked) -> str:
    if asked.kind in ("radios", "checkboxes"):
        return _("Choose an answer")
    return {
        "file": _("Choose a file"),
        "tick": _("Tick the box to go on"),
    }.get(asked.kind, _("Enter an answer"))


def _is_left(form: PageForm, sent: Sent) -> bool:
    """Stopped at a page without answering it: coming back begins there."""
    return sent.is_later and not any(value or reason for _asked, value, reason in form.given())


def keep(opened: Opened, form: PageForm, sent: Sent) -> None:
    """Save the answers put in and the files, both or neither. Raises SavedElsewhere, NoLongerOpen."""
    response = opened.response
    files = [(a.state.ref, value) for a, value, _reason in form.given() if a.question.kind in FILES and value]
    with transaction.atomic() if files else nullcontext():
        save_answers(
            response=response,
            filling=opened.filling,
            revision=response.revision,
            page="" if _is_left(form, sent) else form.page.ident,
            seconds=sent.seconds,
            by=opened.by,
        )
        for ref, file in files:
            attach_file(response=response, question=ref, name=file.name, content=file.read(), by=opened.by)
    opened.kept_now = kept_in(response)
