"""Rules of fieldwork that a person could argue with."""

from datetime import timedelta

from weft.fielding.states import Occurrence

# Days after the first day. A letter before, an invitation and two reminders to those who have not answered: the
# sequence of push-to-web surveys (Dillman, Smyth and Christian 2014, ch. 9: four contacts; Community Life Survey
# technical report 2023/24: invitation and two reminders, about two weeks apart).
SCHEDULE = {
    Occurrence.PRENOTICE: -7, Occurrence.INVITATION: 0, Occurrence.REMINDER1: 14, Occurrence.REMINDER2: 28,
}  # fmt: skip
PURPOSE = "fielding.case"  # what a response of a case is for (forms.purposes)
KEEP_SHARE = 0.5  # AAPOR (2023), "Complete vs. partial": 50 to 80 % of the applicable questions are a partial interview
UNLINK_AFTER = timedelta(days=28)  # after closing, at the latest: paper still on its way has come by then
MOST_ADDRESSES = 20_000  # of one list
MOST_ADULTS = 10  # of one address
FILE_BYTES = 900_000  # of the list: a form of the service takes 1 MB
UNPACKED_BYTES = 60_000_000  # of a workbook
LETTERS_AT_ONCE = 500  # of one PDF: about 4 MB and some seconds
KEEP_DRAFT = timedelta(days=2)  # a list nobody confirmed
SHOWN_FAULTS = 50
SHOWN_ROWS = 5
# Fonts that a letter outside Western European writing is set in: the first one found on the machine.
LETTER_FONTS = (
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf",
    "/usr/share/fonts/TTF/DejaVuSans.ttf",
    "/Library/Fonts/DejaVuSans.ttf",
)
