"""What a letter and an e-mail of a survey say. Plain words; the office's telephone; how to say no."""

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from weft.fielding.models import Fieldwork
from weft.fielding.states import Occurrence


def address_to_type() -> str:
    """Where people type their code, as it is printed: without "https://"."""
    return f"{host()}{reverse('survey-code')}"


def address_of(code: str) -> str:
    """What the square on the letter opens."""
    return f"{scheme()}://{host()}{reverse('survey-code-with', args=[code])}"


def host() -> str:
    hosts = [
        name.lstrip(".") for name in settings.ALLOWED_HOSTS if name not in ("127.0.0.1", "localhost", "[::1]")
    ]
    return hosts[0] if hosts and hosts[0] != "*" else "127.0.0.1"


def scheme() -> str:
    return "https" if settings.SERVED_OVER_HTTPS else "http"


def heading_of(fieldwork: Fieldwork, occurrence: str) -> str:
    title = str(fieldwork.form)
    return {
        Occurrence.PRENOTICE: _("%(city)s will ask you about life here") % {"city": settings.CITY},
        Occurrence.INVITATION: _("Your invitation: %(title)s") % {"title": title},
        Occurrence.REMINDER1: _("We have not heard from you yet: %(title)s") % {"title": title},
        Occurrence.REMINDER2: _("Last reminder: %(title)s") % {"title": title},
    }[Occurrence(occurrence)]


def paragraphs_of(fieldwork: Fieldwork, occurrence: str) -> list[str]:
    """The text of a letter, one paragraph each."""
    last = date_format(fieldwork.last_day, "j F Y")
    chosen = _(
        "Your address was drawn by chance. Only if the people we drew answer does the picture come out right."
    )
    if occurrence == Occurrence.PRENOTICE:
        first = date_format(fieldwork.first_day, "j F Y")
        soon = _("On %(day)s you get a code to answer a few questions about life in %(city)s.") % {
            "day": first, "city": settings.CITY,
        }  # fmt: skip
        return [soon, chosen, _no(fieldwork)]
    asks = {
        Occurrence.INVITATION: _(
            "We ask one adult for each code to answer a few questions about life in %(city)s."
        ),
        Occurrence.REMINDER1: _(
            "Two weeks ago we asked you to answer a few questions about life in %(city)s."
        ),
        Occurrence.REMINDER2: _("This is the last time we write about the survey of life in %(city)s."),
    }[Occurrence(occurrence)]
    how = _(
        "Go to the address below, or point a telephone at the square, and enter the code. You have until %(day)s."
    )
    kept = _(
        "When the survey ends, the link between your address and your answers is destroyed: nobody can find you."
    )
    return [asks % {"city": settings.CITY}, chosen, how % {"day": last}, kept, _no(fieldwork)]


def _no(fieldwork: Fieldwork) -> str:
    """How to ask, and how to say no."""
    if fieldwork.phone:
        words = _("Questions, paper or another format, or you would rather not be asked: call %(phone)s.")
        return words % {"phone": fieldwork.phone}
    return _("You need not take part. If you do nothing, nothing happens.")


def email_of(fieldwork: Fieldwork, occurrence: str, code: str) -> tuple[str, str]:
    """Subject and text of an e-mail. The code is in the text; the address in it is the one to type it at."""
    lines = paragraphs_of(fieldwork, occurrence)
    if occurrence != Occurrence.PRENOTICE:
        lines += [f"{scheme()}://{address_to_type()}", _("Your code: %(code)s") % {"code": code}]
    if fieldwork.languages:
        lines.append(fieldwork.languages)
    return heading_of(fieldwork, occurrence), "\n\n".join([*lines, str(settings.CITY)])
