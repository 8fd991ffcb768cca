"""What actions about people refuse. Each message says to the reader what to do instead.

Refused
├── LastAdmin        an organisation would be left with nobody who can let others in
├── LastGuardian     a child would be left without a guardian
├── NotTheirChild    the one who asks is no guardian of this household
├── NotVerifiable    somebody verifies an organisation they belong to, or the city team
├── SignInAddress    the e-mail address an account signs in with is changed by its owner only
├── AlreadyEnded     somebody else ended it meanwhile
├── SamePair         four eyes: the one who proposed cannot agree
├── WrongPlace       a staff role in an organisation where nobody holds it
└── MergeRefused     two entries that may not be joined, or not be parted any more
"""


class Refused(Exception):
    """Nothing was changed; the message is for the person at the page."""


class LastAdmin(Refused):
    pass


class LastGuardian(Refused):
    pass


class NotTheirChild(Refused):
    pass


class NotVerifiable(Refused):
    pass


class SignInAddress(Refused):
    pass


class AlreadyEnded(Refused):
    pass


class SamePair(Refused):
    pass


class WrongPlace(Refused):
    pass


class MergeRefused(Refused):
    pass
