"""What a solver refuses.

SolveError (ValueError)
├── WrongShape        arrays that do not belong together
├── NotAChoice        a value outside what is allowed
└── Impossible        the hard conditions contradict each other; `because` names which
"""


class SolveError(ValueError):
    """What was asked of a solver cannot be answered."""


class WrongShape(SolveError):
    """Arrays that do not belong together."""


class NotAChoice(SolveError):
    """A value outside what is allowed."""


class Impossible(SolveError):
    """The hard conditions contradict each other."""

    def __init__(self, message: str, because: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.because = because
