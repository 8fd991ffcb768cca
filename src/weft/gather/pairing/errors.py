"""What pairing refuses. Every message says what to do, and none says anything about anybody.

PairingRefused
├── NoProfile        nobody is matched without a matching profile they agreed to
├── NotCleared       a requirement of the pool is not met yet
├── TooYoung         children are in no pool that does not say so
├── NoPool           the blueprint names no such pool
├── NotASide         the pool has no such side
├── AlreadyIn        one entry a person and side
├── WrongState       not in this state (what was wanted, what it is)
├── NoPlaceLeft      one of the two has as many pairs as they wanted
└── NotAMeeting      a day or a length that cannot be
"""

from django.utils.translation import gettext as _


class PairingRefused(Exception):
    """Something about pairs that may not be done now."""


class NoProfile(PairingRefused):
    def __init__(self) -> None:
        super().__init__(_("Fill in the matching profile and agree to be matched by it first."))


class NotCleared(PairingRefused):
    def __init__(self, labels: list[str]) -> None:
        self.labels = labels
        super().__init__(_("Still missing: %(what)s.") % {"what": ", ".join(labels)})


class TooYoung(PairingRefused):
    def __init__(self) -> None:
        super().__init__(_("These pairs are for adults. Ask the organisers what there is for children."))


class NoPool(PairingRefused):
    def __init__(self) -> None:
        super().__init__(_("Choose a pool of the programme."))


class NotASide(PairingRefused):
    def __init__(self) -> None:
        super().__init__(_("Choose one of the two sides."))


class AlreadyIn(PairingRefused):
    def __init__(self) -> None:
        super().__init__(_("Already in this pool."))


class WrongState(PairingRefused):
    def __init__(self, thing: str, was: str, wanted: str) -> None:
        self.was, self.wanted = was, wanted
        super().__init__(_("This was changed meanwhile. Look at the page again."))
        self.add_note(f"{thing} was {was}, wanted {wanted}")


class NoPlaceLeft(PairingRefused):
    def __init__(self) -> None:
        super().__init__(_("One of the two has as many pairs as they asked for."))


class NotAMeeting(PairingRefused):
    pass
