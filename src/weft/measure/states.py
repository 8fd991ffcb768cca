"""The states a survey file, and then a release, pass through on their way out, and the moves allowed."""

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
        words = type(wanted) if isinstance(wanted, TextChoices) else SurveyState
        super().__init__(
            f"{thing} is “{words(was).label}”; it cannot become “{words(wanted).label}” from there."
        )
        self.thing, self.was, self.wanted = thing, was, wanted


class ReleaseState(TextChoices):
    """Where a release stands on its way out, and after."""

    DRAFTED = "drafted", "Being built"
    BUILT = "built", "Built"
    ATTACKED = "attacked", "Built and attacked"
    AWAITING = "awaiting", "Waiting for sign-off"
    SIGNED = "signed", "Signed off"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Replaced"
    SENT_BACK = "sent_back", "Sent back"
    TAKEN_BACK = "taken_back", "Taken back"
    STOPPED = "stopped", "Could not be built"


STILL_OPEN = (
    ReleaseState.DRAFTED, ReleaseState.BUILT, ReleaseState.ATTACKED, ReleaseState.AWAITING, ReleaseState.SIGNED,
)  # fmt: skip
HAS_TWO_PEOPLE = (ReleaseState.SIGNED, ReleaseState.PUBLISHED, ReleaseState.SUPERSEDED)

# A release is taken back by its maker until it is public; afterwards it is only ever replaced.
RELEASE_MOVES: dict[str, tuple[str, ...]] = {
    ReleaseState.DRAFTED: (ReleaseState.BUILT, ReleaseState.STOPPED, ReleaseState.TAKEN_BACK),
    ReleaseState.BUILT: (ReleaseState.ATTACKED, ReleaseState.STOPPED, ReleaseState.TAKEN_BACK),
    ReleaseState.ATTACKED: (ReleaseState.AWAITING, ReleaseState.TAKEN_BACK),
    ReleaseState.AWAITING: (ReleaseState.SIGNED, ReleaseState.SENT_BACK, ReleaseState.TAKEN_BACK),
    ReleaseState.SIGNED: (ReleaseState.PUBLISHED, ReleaseState.TAKEN_BACK),
    ReleaseState.PUBLISHED: (ReleaseState.SUPERSEDED,),
}
