"""Rules of field apps that a person could argue with."""

from datetime import timedelta

from weft.forms.rules import UPLOAD_BYTES
from weft.forms.states import VersionState

TOKEN_GROUPS, TOKEN_GROUP = 5, 5  # 25 letters of an alphabet of 26: 117 bits, too many to guess at any speed
SEEN_EVERY = timedelta(minutes=1)  # how exactly "last used" is kept

INSTANCE_BYTES = 2_000_000  # the answers of one response, files apart
INSTANCE_ELEMENTS = 20_000
INSTANCE_DEPTH = 40
MOST_LISTED = 20  # submissions with something to look at
SUBMISSION_BYTES = 20_000_000  # one request; an app splits files over several
ADVISED_BYTES = UPLOAD_BYTES  # what an app is told to send at most at a time

OFFERED = (VersionState.LIVE,)
# A telephone may come back from the field after the form was closed: what was answered by then still counts.
TAKEN = (VersionState.LIVE, VersionState.CLOSED)
COLLECT = "field.collect"  # the action (roles/matrix.yaml) whose roles may hold a field account
