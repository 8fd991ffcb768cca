"""Rules of the forms room that a person could argue with."""

USES = ("survey", "application", "return", "outcomes", "audit", "interview", "assessment")
UPLOAD_BYTES = 10_000_000  # one file given as an answer
ANSWER_CHARACTERS = 20_000  # one written answer
REPEATS_MOST = 200  # of one "add another"
WORKBOOK_BYTES = 5_000_000  # one XLSForm
SECONDS_MOST = 3600  # counted for one page: longer means somebody went away
EXPORT_DAYS = 7  # an export that was agreed to may be downloaded for so long; then somebody looks again
PAPER_REPEATS = 3  # how many of one "add another" a paper form has room for
