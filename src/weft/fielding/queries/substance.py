"""How much of the substance of a form somebody answered: what decides whether an unfinished one is kept."""

from weft.forms.answers import compiled, kept_in, leaves
from weft.forms.engine import Form, Group, Question
from weft.forms.models import Response
from weft.forms.pages.plan import is_columns
from weft.forms.purposes import is_case_code


def substance(form: Form) -> list[str]:
    """References of the questions the survey is for: those that feed an indicator; without any, every question."""
    asked = [
        one.ref
        for one in questions_of(form)
        if one.kind not in ("note", "calculate", "hidden") and not is_case_code(one.ref)
    ]
    named = [ref for ref in asked if form.bind(ref).weft.get("indicator")]
    return named or asked


def questions_of(form: Form) -> list[Question]:
    """Every question outside repeats, in the order of the form."""
    found: list[Question] = []

    def walk(elements: object) -> None:
        for each in elements:  # type: ignore[attr-defined]
            if isinstance(each, Group):
                if not each.is_repeat:
                    walk(each.children)
            elif not is_columns(each):
                found.append(each)

    walk(form.body)
    return found


def has_case_code(form: Form) -> bool:
    """Whether a field app can say which case it asked."""
    return any(is_case_code(one.ref) for one in questions_of(form))


def answered_share(response: Response) -> float:
    """Share of the questions of substance that have an answer or a stated reason for none."""
    kept = kept_in(response)
    if not kept.xml:
        return 0.0
    asked = substance(compiled(response.version))
    said = leaves(kept.xml)
    done = [ref for ref in asked if said.get(ref) or kept.reasons.get(ref)]
    return len(done) / len(asked) if asked else 0.0
