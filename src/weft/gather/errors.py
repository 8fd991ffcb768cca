"""What booking refuses. Each message says to the reader what to do instead.

Refused (weft.people.actions)
├── NoPlaces         not enough free places of a kind: join the waiting list
├── NeverFits        more places than the session has altogether
├── NotAKind         the session has no places of this kind
├── NotAlone         a place goes only beside one of another kind: a crèche place beside the parent's
├── BookingClosed    the session has begun, was cancelled, or takes no more bookings
├── AlreadyBooked    this person has an open booking of the session in this role
├── WrongState       the booking is in another state than the move begins with
├── OfferRanOut      the offered or held place ran out
├── WrongCode        the code is not the one that was sent
├── TooManyTries     too many codes were tried
├── TooFewPlaces     more places are taken than would be left
├── NotYet           nobody can be noted before the session
├── RegisterClosed   the host stood for the register already, or the session is over
├── RegisterOpen     people booked without a word beside them
├── WrongDoorCode    not the code on the door
└── NotPlannable     a time, length, rule or zone that no session can have
"""

from django.utils.translation import gettext as _

from weft.people.actions.refusals import Refused


class NoPlaces(Refused):
    def __init__(self, kind: str = "") -> None:
        super().__init__(_("There are not enough free places. You can join the waiting list."))
        self.kind = kind


class NeverFits(Refused):
    def __init__(self) -> None:
        super().__init__(_("The session is smaller than that. Ask for fewer places."))


class NotAKind(Refused):
    def __init__(self) -> None:
        super().__init__(_("Choose places that this session has."))


class NotAlone(Refused):
    def __init__(self) -> None:
        super().__init__(_("A child's place is booked together with the place of who brings the child."))


class BookingClosed(Refused):
    pass


class AlreadyBooked(Refused):
    def __init__(self) -> None:
        super().__init__(_("There is a booking of this session already. Change or cancel that one."))


class WrongState(Refused):
    """A move the state does not allow: what, which state it is in, which was wanted."""

    def __init__(self, thing: object, was: str, wanted: str) -> None:
        super().__init__(_("This was changed meanwhile. Open the page again to see how it stands."))
        self.thing, self.was, self.wanted = str(thing), was, wanted


class OfferRanOut(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("The time to take this place is over. You can book again or join the waiting list.")
        )


class WrongCode(Refused):
    def __init__(self) -> None:
        super().__init__(_("That is not the code. Enter the six digits of the latest letter we sent you."))


class TooManyTries(Refused):
    def __init__(self) -> None:
        super().__init__(_("Too many codes were tried. Wait a quarter of an hour, then try again."))


class TooFewPlaces(Refused):
    def __init__(self) -> None:
        super().__init__(_("More places are taken than that. Cancel bookings first, or keep more places."))


class NotPlannable(Refused):
    pass


class NotYet(Refused):
    def __init__(self) -> None:
        super().__init__(_("The session has not begun. Come back when people arrive."))


class RegisterClosed(Refused):
    def __init__(self) -> None:
        super().__init__(_("The register of this session is closed."))


class RegisterOpen(Refused):
    def __init__(self, silent: int) -> None:
        said = _("Say of everybody booked whether they came. Still open: %(silent)s.")
        super().__init__(said % {"silent": silent})
        self.silent = silent


class WrongDoorCode(Refused):
    def __init__(self) -> None:
        super().__init__(_("Enter the code on the door."))
