"""What the pages of pairs share."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.translation import gettext as _

from weft.gather.pairing.actions import log_meeting, note_missed
from weft.gather.pairing.errors import PairingRefused
from weft.gather.pairing.forms import HELD, LogForm
from weft.gather.pairing.models import Meeting
from weft.people.models import Person
from weft.web.context import route

Crumbs = list[tuple[str, str]]


def site_of(request: HttpRequest) -> str:
    """The beginning of our addresses as this visitor sees them."""
    return request.build_absolute_uri("/").rstrip("/")


def staff_crumbs(*more: tuple[str, str]) -> Crumbs:
    return [(_("Today"), route("today")), (_("Pairs"), route("pair-pools")), *more]


def say_nothing_was_done(request: HttpRequest) -> None:
    """For a button that is gone: the page was open while somebody else did something."""
    messages.error(
        request, _("Nothing was done: this has changed since you opened the page. Look at it again.")
    )


def try_to(request: HttpRequest, do: Callable[[], object], said: str) -> bool:
    """Do one thing and say so, or say why it was refused."""
    try:
        do()
    except PairingRefused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, said)
    return True


def write_down(form: LogForm, meeting: Meeting, *, side: str, by: User | Person | None, site: str) -> bool:
    """What a filled form says of a meeting; False, with the error on the form, where it was refused."""
    given = form.cleaned_data
    try:
        if given["outcome"] != HELD:
            note_missed(meeting=meeting, why=given["outcome"], by=by)
        else:
            told = {"held_on": given["held_on"], "minutes": given["minutes"], "area": given["area"]}
            log_meeting(meeting=meeting, **told, side=side, site=site, by=by)
    except PairingRefused as refused:
        form.add_error(None, str(refused))
        return False
    return True
