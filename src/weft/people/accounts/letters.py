"""What the letters about accounts say. Short lines, no links but our own, in the reader's language."""

from django.conf import settings
from django.utils.translation import gettext as _

from weft.people.accounts.models import Code, Invitation
from weft.people.roles.matrix import matrix
from weft.post.models import Letter


def with_code(code: Code, letters: str) -> Letter:
    """The code is in the subject too: it can be read from a locked telephone."""
    shown = f"{letters[:3]}-{letters[3:]}"
    city = settings.CITY
    subject = _("%(code)s is your code for Weft, %(city)s") % {"code": shown, "city": city}
    body = [
        _("Enter this code on the page you have open:"),
        shown,
        _("It works once, for 15 minutes. Nobody from Weft will ever ask you for it."),
        _("If you did not ask for it, do nothing. Without the code nobody gets in."),
    ]
    return Letter(code.email, subject, _paragraphs(body))


def with_invitation(invitation: Invitation, link: str) -> Letter:
    role, organisation = matrix().roles[invitation.role].label, invitation.organisation.name
    body = [
        _("You are invited to Weft as: %(role)s, with %(organisation)s.")
        % {"role": role, "organisation": organisation},
        _("Open this page within 14 days and follow it:"),
        link,
        _("It will send a code to this address. If you did not expect this, do nothing."),
    ]
    return Letter(
        invitation.email, _("You are invited to Weft, %(city)s") % {"city": settings.CITY}, _paragraphs(body)
    )


def address_changed(old: str) -> Letter:
    """To the old address: it does not name the new one."""
    body = [
        _("The e-mail address of your Weft account was changed. This address no longer signs in."),
        _("If it was not you, write to the team that runs this service at once."),
    ]
    return Letter(old, _("Your address for Weft was changed"), _paragraphs(body))


def factors_changed(email: str, what: str) -> Letter:
    body = [
        what,
        _("If it was not you, sign in, sign out everywhere, and write to the team that runs this service."),
    ]
    return Letter(email, _("How you sign in to Weft was changed"), _paragraphs(body))


def _paragraphs(parts: list[str]) -> str:
    return "\n\n".join(parts) + "\n"
