"""Rules of the forms room that a person could argue with."""

USES = ("survey", "application", "return", "outcomes", "audit", "interview", "assessment")
UPLOAD_BYTES = 10_000_000  # one file given as an answer
ANSWER_CHARACTERS = 20_000  # one written answer
REPEATS_MOST = 200  # of one "add another"
WORKBOOK_BYTES = 5_000_000  # one XLSForm
SECONDS_MOST = 3600  # counted for one page: longer means somebody went away
