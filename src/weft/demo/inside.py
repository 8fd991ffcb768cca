"""Analysts inside, in the demonstration: the first wave is open, somebody is admitted, one table waits to leave."""

from django.contrib.auth.models import User

from weft.demo.roles import account_of
from weft.inside.actions import admit, ask_out, ask_table, close_opening, open_survey
from weft.inside.actions.airlock import Leaving
from weft.inside.models import Opening
from weft.inside.tables.asking import AREA, Asked
from weft.measure.models import Survey

TABLES = (
    Asked.of("indicator:R1@1", ("sex",)),
    Asked.of("indicator:R1@1", ("sex", AREA)),
    Asked.of("indicator:R4@1", (AREA,)),
)


def build_inside(*, by: User) -> None:
    """Open the survey read first, and ask for a few tables. What an earlier build opened has lost its file."""
    for old in Opening.objects.unscoped("the demonstration is built anew").filter(closed_at=None):
        close_opening(opening=old, by=by)
    survey = Survey.objects.unscoped("the demonstration").order_by("pk").first()
    assert survey is not None
    analyst = account_of(role="accredited_analyst")
    opened = open_survey(survey=survey, why="A study of loneliness with a university (demonstration)", by=by)
    admit(opening=opened, analyst=analyst, why="The second chapter of a thesis (demonstration)", by=by)
    made = [ask_table(opening=opened, asked=asked, by=analyst) for asked in TABLES]
    said = Leaving("A figure in the second chapter", "A thesis, published", table=made[0])
    ask_out(opening=opened, leaving=said, by=analyst)
