"""What the forms room asks about a response that belongs to a case (forms.purposes.Purpose)."""

from django.http import HttpRequest
from django.urls import reverse

from weft.fielding.actions.answering import complete_case, screen_out
from weft.fielding.models import Case
from weft.fielding.queries.quotas import is_screened_out
from weft.fielding.rules import PURPOSE
from weft.fielding.states import FieldworkState
from weft.forms.models import Response
from weft.forms.purposes import Elsewhere
from weft.forms.states import Mode, ResponseState
from weft.people.roles.current import actor_of
from weft.people.roles.policy import may

HELD = "fielding_case"  # key of the session: the case whose code was typed here
BEHALF = "fielding_behalf"  # the case a member of staff answers for, on the telephone or at the door
INTERVIEW = "fieldwork.interview"


class OfCase:
    """The person who typed the code, or staff on their behalf, while the response is open."""

    def may_answer(self, request: HttpRequest, response: Response) -> bool:
        case = case_about(response)
        if case is None or case.response != response.public_id:
            return False
        fieldwork = case.address.fieldwork
        if not self._holds(request, case, response):
            return False
        if response.state == ResponseState.OPEN and is_screened_out(fieldwork, response):
            screen_out(response=response)
            raise Elsewhere(self._told(response, case))
        if fieldwork.state != FieldworkState.OPEN:
            raise Elsewhere(self._told(response, case))
        return True

    def _told(self, response: Response, case: Case) -> str:
        """Where the visitor is told why nothing more is asked."""
        if response.mode == Mode.WEB:
            return reverse("survey-start")
        return reverse("fieldwork-case", args=[case.public_id])

    def _holds(self, request: HttpRequest, case: Case, response: Response) -> bool:
        if response.mode == Mode.WEB:
            return bool(request.session.get(HELD) == case.public_id)
        is_theirs = request.session.get(BEHALF) == case.public_id
        return is_theirs and may(actor_of(request), INTERVIEW, case)

    def came_back(self, request: HttpRequest, response: Response) -> None:
        """As if the code of the letter had been typed: it opens this response and begins none."""
        if response.mode == Mode.WEB and (case := case_about(response)) is not None:
            request.session[HELD] = case.public_id

    def left(self, request: HttpRequest, response: Response) -> None:
        case = case_about(response)
        for name in (HELD, BEHALF):
            if case is not None and request.session.get(name) == case.public_id:
                del request.session[name]

    def submitted(self, response: Response) -> None:
        complete_case(response=response)

    def thanks(self, request: HttpRequest, response: Response) -> str:  # noqa: ARG002 - the contract's
        """Respondents are thanked; staff go back to their case."""
        case = case_about(response)
        if case is not None and response.mode != Mode.WEB:
            return reverse("fieldwork-case", args=[case.public_id])
        return reverse("survey-thanks")


def case_about(response: Response) -> Case | None:
    name, _colon, mark = response.about.partition(":")
    if name != PURPOSE:
        return None
    rows = Case.objects.unscoped("the case a response is about").select_related("address__fieldwork")
    return rows.filter(public_id=mark).first()
