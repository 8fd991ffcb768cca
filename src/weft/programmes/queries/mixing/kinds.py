"""Why there may be no figure, and from whom chance is drawn."""

from enum import StrEnum


class WhyNot(StrEnum):
    """Why there is no figure."""

    NOBODY_SAID = "nobody-said"
    FEW_PEOPLE = "few-people"
    FEW_KNOWN = "few-known"
    FEW_SESSIONS = "few-sessions"
    NOT_YET = "not-yet"  # in public: too little for a first figure
    ALONE = "alone"  # nothing to compare it with
    SMALL_GROUP = "small-group"  # in public only


class Against(StrEnum):
    """From whom the chance of one session was drawn: the narrowest that holds more than the session."""

    WEEK = "week"  # who came in its programme, place and week
    PLACE = "place"
    PROGRAMME = "programme"
    AREA = "area"  # who lives there
