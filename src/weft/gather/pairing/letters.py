"""What the letters about pairs say: first names until both have said yes, our own link, nothing of anybody's life.

Each of the two reads in a language of their own.
"""

from collections.abc import Callable
from functools import partial

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from weft.gather.pairing.links import Side, link_of
from weft.gather.pairing.models import FIRST, SECOND, Match, Meeting
from weft.gather.pairing.rules import first_name
from weft.people.models import Person
from weft.post.actions import queue
from weft.post.models import Letter
from weft.post.readers import in_language_of

Words = tuple[str, list[str]]  # the subject, and the paragraphs


def address_of(person: Person | None) -> str:
    """Where letters to somebody go; "" for nobody and for somebody without an address."""
    if person is None:
        return ""
    return person.email or (person.account.email if person.account else "")


def both(match: Match) -> tuple[Side, Side]:
    return Side(match, FIRST), Side(match, SECOND)


def propose(match: Match, site: str) -> None:
    def words(side: Side) -> Words:
        return _("We found somebody for you to meet"), [
            _("We found somebody for you to meet, in %(programme)s: %(name)s.")
            % {"programme": _programme(match), "name": name_of_other(side)},
            _("See what you have in common, and say yes or no. You need no account:"),
            link_of(match, side.name, site),
            _("You both have to say yes. The other is not told what you said."),
        ]

    for side in both(match):
        _send(side, "pair proposed", match, partial(words, side))


def tell_both_said_yes(match: Match, site: str) -> None:
    def words(side: Side) -> Words:
        return _("You can meet"), [
            _("You and %(name)s both said yes.") % {"name": name_of_other(side)},
            *_address(side),
            _("After each time you meet, write it down here. It takes a minute:"),
            link_of(match, side.name, site),
        ]

    for side in both(match):
        _send(side, "pair began", match, partial(words, side))


def tell_not_going_ahead(match: Match, side: Side) -> None:
    def words() -> Words:
        return _("We are looking for somebody else for you"), [
            _("The pair we proposed to you in %(programme)s is not going ahead.")
            % {"programme": _programme(match)},
            _("You keep your place in the queue. There is nothing you have to do."),
        ]

    _send(side, "pair not going ahead", match, words)


def ask_to_confirm(meeting: Meeting, side: Side, site: str) -> None:
    def words() -> Words:
        held = date_format(meeting.held_on, "j F") if meeting.held_on else ""
        return _("Is that right?"), [
            _("%(name)s wrote down that you met on %(day)s. Is that right?")
            % {"name": name_of_other(side), "day": held},
            link_of(meeting.match, side.name, site),
        ]

    _send(side, "pair meeting", f"{meeting.public_id}:{meeting.logged_at:%y%m%d%H%M%S}", words)


def ask_why_silent(match: Match) -> None:
    def words(side: Side) -> Words:
        return _("How is it going?"), [
            _("We have not heard from you and %(name)s for a while.") % {"name": name_of_other(side)},
            _("Did you meet? Write it down, or tell us that you want to pause or end:"),
            link_of(match, side.name),
        ]

    for side in both(match):
        _send(side, "pair silent", match, partial(words, side))


def tell_ended(match: Match, side: Side) -> None:
    def words() -> Words:
        return _("Your pair has ended"), [
            _("Your pair in %(programme)s has ended. Thank you for the time you gave.")
            % {"programme": _programme(match)},
            _(
                "If you would like to meet somebody else, there is nothing you have to do: you are still in the queue."
            ),
        ]

    _send(side, "pair ended", match, words)


def name_of_other(side: Side) -> str:
    """The first name only: a letter may be read by others."""
    return first_name(side.other.person.name) if side.other.person else ""


def _address(side: Side) -> list[str]:
    """The other's address, where they said we may give it."""
    if not getattr(side.match, f"tells_{side.other_name}"):
        return []
    told = {"name": name_of_other(side), "address": address_of(side.other.person)}
    return [_("You can write to %(name)s: %(address)s") % told]


def _programme(match: Match) -> str:
    return match.first.pool.edition.programme.title


def _send(side: Side, kind: str, about: Match | str, words: Callable[[], Words]) -> None:
    """Queue one letter, its words made in the reader's language; none where there is no address."""
    address = address_of(side.person)
    if not address:
        return
    with in_language_of(side.person):
        subject, body = words()
    letter = Letter(address, subject, "\n\n".join(body) + "\n")
    queue(letter=letter, kind=kind, about=about, person=side.person)
