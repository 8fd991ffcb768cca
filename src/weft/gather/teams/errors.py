"""What teams refuse. Each message says what to do instead, and none says anything about anybody.

Refused (weft.people.actions)
├── NobodyToSeat      nobody of those asked for has a place
├── TooMany           more people, teams or rounds than can be seated at once
├── CannotHold        the wishes and sizes contradict each other
├── Frozen            the session is over: who sat where stays as it was
├── LockedTeam        nobody is moved into or out of a locked team
├── NotASeat          a team, round or person that this seating has not
└── NoSide            nobody came in one of the two roles
"""

from django.utils.translation import gettext as _

from weft.people.actions.refusals import Refused


class NobodyToSeat(Refused):
    def __init__(self) -> None:
        super().__init__(_("Nobody is booked yet. Come back when people have booked."))


class TooMany(Refused):
    pass


class CannotHold(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("These wishes cannot all hold. Ask for larger teams, or for fewer people together or apart.")
        )


class Frozen(Refused):
    def __init__(self) -> None:
        super().__init__(_("The session is over. Its teams stay as they were."))


class LockedTeam(Refused):
    def __init__(self) -> None:
        super().__init__(_("That team is locked. Unlock it first."))


class NotASeat(Refused):
    def __init__(self) -> None:
        super().__init__(_("This was changed meanwhile. Open the page again to see how it stands."))


class NoSide(Refused):
    def __init__(self) -> None:
        super().__init__(_("Choose two roles that somebody has booked."))
