"""Which case a paper or a field app's answers belong to, by the code on them."""

from django.utils.translation import gettext as _

from weft.fielding import codes
from weft.fielding.actions.answering import about_of, case_of_code, refuse_unless_allowed
from weft.fielding.models import Case
from weft.fielding.states import CaseState
from weft.forms.models import Form
from weft.forms.purposes import RefusedSubmission
from weft.forms.states import Mode


def about_of_code(form: Form, typed: str, mode: str) -> str:
    """The door of a case, "" for what is no code (forms.purposes.about_of_code). Raises RefusedSubmission.

    At the desk a code that counts for nothing is told before anybody keys, and is never kept: whoever holds the letters
    could find the address by it. Answers out of a field app are kept all the same, for nobody could ask again.
    """
    try:
        case = case_of_code(typed)
    except codes.MistypedCode:
        return ""
    if case is None or case.address.fieldwork.form_id != form.pk or case.state == CaseState.ANSWERED:
        return _of_no_case(form, case, mode)
    refuse_unless_allowed(case, mode)
    return about_of(case)


def _of_no_case(form: Form, case: Case | None, mode: str) -> str:
    if mode != Mode.PAPER:
        return ""
    if case is None:
        raise RefusedSubmission(
            _(
                "No wave has this code now. Check it. Once the link of a wave is destroyed a paper counts no more: "
                "destroy it too."
            )
        )
    if case.address.fieldwork.form_id != form.pk:
        title = case.address.fieldwork.form.title
        raise RefusedSubmission(
            _("This code belongs to “%(title)s”. Key the paper there.") % {"title": title}
        )
    raise RefusedSubmission(
        _("The answers of this code have arrived already. Put the paper aside: nothing is counted twice.")
    )
