"""Keep and remove the files people give as answers."""

from django.contrib.auth.models import User
from django.db import transaction

from weft.forms.answers import seal_file
from weft.forms.files import checked_kind, without_traces
from weft.forms.models import Attachment, Response
from weft.record.actions import record_event


def keep_file(*, response: Response, question: str, name: str, content: bytes) -> Attachment:
    """Seal one file under the response's own key, part of a larger action. Raises RefusedFile."""
    kind = checked_kind(content)
    clean = without_traces(content, kind)
    return Attachment.objects.create(
        response=response,
        question=question,
        name=name[:200],
        kind=kind,
        size_bytes=len(clean),
        sealed=seal_file(response, clean),
    )


@transaction.atomic
def attach_file(
    *, response: Response, question: str, name: str, content: bytes, by: User | None
) -> Attachment:
    """Keep a file as the answer to a question, in place of an earlier one. Raises RefusedFile."""
    response.attachments.filter(question=question).delete()
    made = keep_file(response=response, question=question, name=name, content=content)
    record_event(by=by, action="forms.response.attach", thing=response, after={"bytes": made.size_bytes})
    return made


def move_up_files(*, response: Response, repeat: str, removed: int) -> None:
    """One of a list was taken away: its files go, and those of the ones after it keep to whom they belong. Part of a
    larger action."""
    start = f"{repeat}["
    for each in response.attachments.filter(question__startswith=start).order_by("pk"):
        number, _bracket, rest = each.question.removeprefix(start).partition("]")
        if int(number) == removed:
            each.delete()
        elif int(number) > removed:
            each.question = f"{start}{int(number) - 1}]{rest}"
            each.save(update_fields=["question"])


@transaction.atomic
def remove_file(*, response: Response, question: str, by: User | None) -> None:
    """Remove the file given as an answer."""
    if response.attachments.filter(question=question).delete()[0]:
        record_event(by=by, action="forms.response.detach", thing=response)
