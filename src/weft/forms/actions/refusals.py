"""Why a response was not saved, submitted or taken in.

RefusedResponse
├── SavedElsewhere     somebody saved since this was read: read again, put the answers in, save again
├── NoLongerOpen       it was submitted or closed meanwhile
├── NotFinished        answers are missing or do not fit; `problems` says which
└── NotCertified       somebody named in the form signs first
"""

from weft.forms.engine import Problem


class RefusedResponse(Exception):
    """A response was not saved, submitted or taken in."""


class SavedElsewhere(RefusedResponse):
    pass


class NoLongerOpen(RefusedResponse):
    pass


class NotCertified(RefusedResponse):
    pass


class NotFinished(RefusedResponse):
    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("Some answers are missing or do not fit.")
        self.problems = problems
