"""Refusals of programmes.

ProgrammeRefused
├── WrongState       the thing cannot go from where it is to where it was asked to go
├── NotTheSame       the blueprint is another one, or not newer
├── NotThoseWords    a text is missing, too long, or not a city's to change
├── NotThoseDays     an edition ends before it begins, or lasts too long
├── UnknownMeasure   a target names no indicator of the blueprint
├── AlreadyOpen      an edition has this key already
├── NotYours         somebody would check what they themselves showed
└── NotPublished     figures of some programmes could not be counted; those of the others are out
"""


class ProgrammeRefused(Exception):
    """What was asked cannot be done; the message says what to do."""


class WrongState(ProgrammeRefused):
    def __init__(self, thing: object, was: str, wanted: str) -> None:
        self.was, self.wanted = was, wanted
        super().__init__(f"{thing} is {was} and cannot become {wanted}.")


class NotTheSame(ProgrammeRefused): ...


class NotThoseWords(ProgrammeRefused):
    def __init__(self, message: str, path: str = "") -> None:
        self.path = path
        super().__init__(message)


class NotThoseDays(ProgrammeRefused): ...


class UnknownMeasure(ProgrammeRefused): ...


class AlreadyOpen(ProgrammeRefused): ...


class NotYours(ProgrammeRefused): ...


class NotPublished(ProgrammeRefused): ...
