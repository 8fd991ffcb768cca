"""About you: the monitoring questions, one a page; all of them in a list; opting out."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from weft.people.mine import own_person
from weft.people.models import Person
from weft.people.roles.current import account_of
from weft.people.vault import actions
from weft.people.vault.forms import QuestionForm
from weft.people.vault.queries import answered_on, answers_for
from weft.people.vault.questions import Question, UnknownAnswer, after, question, questions
from weft.people.vault.rules import SUBJECT_ACCESS
from weft.web.context import route
from weft.web.methods import form_page


@never_cache
@require_safe
def about_me(request: HttpRequest) -> HttpResponse:
    """Every question, with the answer its owner gave."""
    given = _given(request, _me(request))
    rows = [(asked, asked.label(given[asked.name]) if asked.name in given else "") for asked in questions()]
    crumbs = [(_("My data"), route("my-data")), (_("About you"), "")]
    context = {"rows": rows, "answered": bool(given), "first": questions()[0], "crumbs": crumbs}
    return render(request, "vault/about_me.html", context)


@never_cache
@form_page
def one_question(request: HttpRequest, key: str) -> HttpResponse:
    """Ask one question; saving without an answer goes on without keeping one."""
    asked = _asked(key)
    person = _me(request)
    if request.method == "POST":
        return _save(request, person, asked)
    given = _given(request, person).get(asked.name, "")
    return _show(request, asked, QuestionForm(asked, initial={"answer": given}), given)


@never_cache
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Opt out: one request removes every answer and the key they were sealed with."""
    actions.withdraw(person=_me(request), by=account_of(request))
    messages.success(request, _("All your answers are deleted."))
    return redirect("my-monitoring")


def _save(request: HttpRequest, person: Person, asked: Question) -> HttpResponse:
    form = QuestionForm(asked, request.POST)
    if "remove" in request.POST:
        actions.remove_answer(person=person, key=asked.key, by=account_of(request))
        return redirect("my-monitoring")
    if not form.is_valid():
        return _show(request, asked, form, "")
    if code := form.cleaned_data["answer"]:
        actions.answer(person=person, answers={asked.key: code}, by=account_of(request))
    following = after(asked)
    return redirect("my-monitoring-question", following.key) if following else redirect("my-monitoring")


def _show(request: HttpRequest, asked: Question, form: QuestionForm, given: str) -> HttpResponse:
    crumbs = [(_("My data"), route("my-data")), (_("About you"), route("my-monitoring")), (_("Question"), "")]
    context = {
        "asked": asked,
        "form": form,
        "given": given,
        "following": after(asked),
        "crumbs": crumbs,
        "position": questions().index(asked) + 1,
        "all": len(questions()),
    }
    return render(request, "vault/question.html", context)


def _given(request: HttpRequest, person: Person) -> dict[str, str]:
    """What they answered; nothing is opened, and so nothing recorded, where nothing was answered."""
    return answers_for(person, purpose=SUBJECT_ACCESS, by=account_of(request)) if answered_on(person) else {}


def _asked(key: str) -> Question:
    try:
        return question(key)
    except UnknownAnswer:
        raise Http404 from None


def _me(request: HttpRequest) -> Person:
    person = own_person(request)
    if person is None:
        raise Http404
    return person
