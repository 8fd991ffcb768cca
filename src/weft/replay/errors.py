"""ReplayError: the fixture cannot be played; the message names file and line."""


class ReplayError(Exception):
    """A step cannot be done."""
