"""The states a survey file passes through on its way to a release, and the moves allowed."""

from django.db.models import TextChoices


class SurveyState(TextChoices):
    UPLOADED = "uploaded", "Waiting to be read"
    READING = "reading", "Being read"
    REFUSED = "refused", "Could not be read"
    READ = "read", "Read"
    ESTIMATING = "estimating", "Being estimated"
    ESTIMATED = "estimated", "Estimated"
    PUBLISHED = "published", "Published"


# The recipe may change in any of these; a change after estimating takes the survey back to READ.
OPEN_FOR_CHANGE = (SurveyState.READ, SurveyState.ESTIMATED, SurveyState.PUBLISHED)
WORKING = (SurveyState.READING, SurveyState.ESTIMATING)

MOVES: dict[str, tuple[str, ...]] = {
    SurveyState.UPLOADED: (SurveyState.READING,),
    SurveyState.READING: (SurveyState.READ, SurveyState.REFUSED),
    SurveyState.READ: (SurveyState.ESTIMATING,),
    SurveyState.ESTIMATING: (SurveyState.ESTIMATED, SurveyState.READ),
    SurveyState.ESTIMATED: (SurveyState.READ, SurveyState.ESTIMATING, SurveyState.PUBLISHED),
    SurveyState.PUBLISHED: (SurveyState.READ, SurveyState.ESTIMATING),
}


class WrongState(Exception):
    """A move that is not allowed from where the thing stands."""

    def __init__(self, thing: object, was: str, wanted: str) -> None:
        super().__init__(
            f"{thing} is “{SurveyState(was).label}”; it cannot become “{SurveyState(wanted).label}” from there."
        )
        self.thing, self.was, self.wanted = thing, was, wanted
