"""What a form is answered for. The room that asks registers a purpose; the forms room knows none of them.

`Response.about` is "<purpose>:<reference>". settings.FORM_PURPOSES maps the purpose's name to the dotted path of a
class that follows `Purpose`.
"""

from typing import Protocol

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from weft.forms.models import Form, Response
from weft.people.roles.actor import Actor


class Purpose(Protocol):
    """The room a response is for."""

    def may_answer(self, request: HttpRequest, response: Response) -> bool:
        """Whether this visitor may go on answering (an open response; the code or account was checked)."""
        ...

    def submitted(self, response: Response) -> None:
        """Told inside the transaction that submits; raises RefusedSubmission where it may not be submitted."""
        ...

    def came_back(self, request: HttpRequest, response: Response) -> None:
        """Told when the right return code was typed: this browser may go on as the one where it was begun."""
        ...

    def left(self, request: HttpRequest, response: Response) -> None:
        """Told when somebody closes the form on a device: what the room remembered there is forgotten."""
        ...

    def thanks(self, request: HttpRequest, response: Response) -> str:
        """Address of the page that follows; "" for the ordinary thank-you page."""
        ...


class Elsewhere(Exception):
    """Raised by `may_answer`: this visitor goes on at another address, which tells them why (a survey that ended)."""

    def __init__(self, address: str) -> None:
        super().__init__("goes on elsewhere")
        self.address = address


class RefusedSubmission(Exception):
    """The room will not take this response; the message says to the respondent what to do."""


def purpose_of(response: Response) -> Purpose | None:
    """The room a response is for; None for a form anybody may answer, and for a preview."""
    name = response.about.partition(":")[0]
    found = settings.FORM_PURPOSES.get(name)
    return import_string(found)() if found else None


CASE_CODE = "case_code"  # the question of a form in which a field worker writes the code of a case


def is_case_code(ref: str) -> bool:
    """A question for field apps alone: on the web and on paper the code is known before the first question."""
    return ref.endswith(f"/{CASE_CODE}")


def about_of_code(form: Form, typed: str, mode: str) -> str:
    """The door a paper or an instance belongs to by the code on it; "" where what was typed is no code of a room.

    settings.FORM_CODES lists dotted paths of functions that take the form, the code and how the answers came. Raises
    RefusedSubmission where a room knows the code and takes no answers in this way: the message says what to do.
    """
    found = (import_string(path)(form, typed, mode) for path in settings.FORM_CODES)
    return next(filter(None, found), "") if typed.strip() else ""


def links_of(form: Form, actor: Actor) -> list[tuple[str, str]]:
    """Where a form is at work, as words and addresses for whoever looks at it (settings.FORM_LINKS)."""
    return [link for path in settings.FORM_LINKS for link in import_string(path)(form, actor)]
