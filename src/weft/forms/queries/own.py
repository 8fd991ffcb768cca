"""What somebody answered, for the person whose response it is: by the words of each question."""

import base64
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from weft.forms.answers import file_of, filling_of
from weft.forms.engine import Element, Filling, Place, Question, QuestionState
from weft.forms.models import Attachment, Response
from weft.forms.states import Reason
from weft.people.models import Person
from weft.record import keys

Row = dict[str, Any]
SHORTER = {"year": "Y", "month-year": "F Y"}  # appearance of a date -> how much of it is asked


def answer_rows(person: Person) -> list[Row]:
    """One row an answer. Answers whose key is gone are as empty as they are."""
    responses = Response.objects.unscoped("a person's own answers").filter(person=person)
    return [row for each in responses.select_related("version__form") for row in _rows(each)]


def _rows(response: Response) -> list[Row]:
    try:
        filling = filling_of(response)
    except keys.KeyDestroyed:
        return []
    when = timezone.localtime(response.submitted_at or response.saved_at or response.started_at)
    answered = ((asked, answer_words(filling, asked)) for asked in questions_of(filling))
    return [
        {
            "Form": response.version.form.title,
            "Question": filling.state(asked.ref).label or asked.ref.rpartition("/")[2],
            "Your answers": words,
            "Answered": when,
        }
        for asked, words in answered
        if words
    ]


def questions_of(filling: Filling) -> list[Place]:
    """The questions somebody is asked, in the order of the form."""
    return [place for place in filling.walk() if isinstance(place.element, Question)]


def place_of(question: Question, ref: str) -> Place:
    return Place(ref, question, 0)


def answer_words(filling: Filling, place: Place) -> str:
    """An answer as its reader knows it: labels for codes, the reason for no answer, "" for none."""
    return words_of(filling.state(place.ref), place.element)


def words_of(state: QuestionState, element: Element) -> str:
    """An answer by how its question stands."""
    if state.reason:
        return str(Reason(state.reason).label)
    if (
        not state.value
        or not isinstance(element, Question)
        or element.kind in ("note", "calculate", "hidden")
    ):
        return ""
    if element.kind in ("select_one", "select_multiple", "rank"):
        labels = {choice.value: choice.label for choice in state.choices}
        return ", ".join(labels.get(code, code) for code in state.value.split())
    return worded(element, state.value)


def worded(question: Question, value: str) -> str:
    """A date, time or position as people write it; anything else as it is."""
    if question.kind == "acknowledge":
        return _("Yes")
    if question.kind == "geopoint":
        return ", ".join(value.split()[:2])
    if question.kind == "time":
        return value[:5]
    if question.kind not in ("date", "dateTime"):
        return value
    on = parse_date(value[:10])
    pattern = next((own for word, own in SHORTER.items() if word in question.appearance.split()), "j F Y")
    said = date_format(on, pattern) if on else value
    return f"{said}, {value[11:16]}" if question.kind == "dateTime" else said


def file_rows(person: Person) -> list[Row]:
    """One row a file, its content as base64: a program turns it back into the file."""
    files = Attachment.objects.filter(response__person=person).select_related("response")
    return [row for each in files for row in _file_row(each)]


def _file_row(attachment: Attachment) -> list[Row]:
    try:
        content = base64.b64encode(file_of(attachment)).decode()
    except keys.KeyDestroyed:
        return []
    return [{"Name of your file": attachment.name, "Kind": attachment.kind, "Your file": content}]
