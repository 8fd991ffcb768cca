"""Erasing: oneself, a child one is guardian of, or (staff) somebody who asked."""

from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from weft.people.models import Person
from weft.people.mydata.actions.erase import erase_person
from weft.people.mydata.children import children_of
from weft.people.mydata.forms import EraseForm, EraseSomebodyForm
from weft.people.mydata.rules import NotYet
from weft.people.mydata.views import me, under_my_data
from weft.people.roles.actor import Actor
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import may, one_visible
from weft.web.methods import form_page


@never_cache
@form_page
def erase_me(request: HttpRequest) -> HttpResponse:
    """Erase whoever is signed in, once they said they are sure."""
    person = me(request)
    form = EraseForm(request.POST) if request.method == "POST" else EraseForm()
    if form.is_bound and form.is_valid():
        if not form.is_sure:
            return redirect("my-data")
        if _erased(request, person, form, "self"):
            logout(request)
            return redirect("my-erased")
    return _show(request, "mydata/erase.html", form, under_my_data(_("Erase")))


@never_cache
@form_page
def erase_child(request: HttpRequest, public_id: str) -> HttpResponse:
    """A guardian erases a child of their household."""
    child = next((c for c in children_of(me(request)) if c.public_id == public_id), None)
    if child is None:
        raise Http404
    form = EraseForm(request.POST) if request.method == "POST" else EraseForm()
    if form.is_bound and form.is_valid() and _settled(request, child, form, "guardian"):
        return redirect("my-data")
    return _show(request, "mydata/erase_other.html", form, under_my_data(_("Erase a child")), child)


@never_cache
@form_page
def erase_somebody(request: HttpRequest, public_id: str) -> HttpResponse:
    """Staff erase a person who asked for it."""
    actor = actor_of(request)
    person = one_visible(actor, "person.erase", Person, public_id)
    if person.erased_at:
        return redirect("my-erased")
    form = EraseSomebodyForm(request.POST) if request.method == "POST" else EraseSomebodyForm()
    if form.is_bound and form.is_valid() and _settled(request, person, form, form.cleaned_data["why"]):
        return redirect("my-erased" if form.is_sure else _page_of(actor, person) or reverse("landing"))
    above = [(person.name, page)] if (page := _page_of(actor, person)) else []
    return _show(request, "mydata/erase_other.html", form, [*above, (_("Erase a person"), "")], person)


def _page_of(actor: Actor, person: Person) -> str:
    """The page of the person for whoever may open it; auditors may erase without opening it."""
    return reverse("person", args=[person.public_id]) if may(actor, "person.view", person) else ""


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Says that it is done; open to anyone, because whoever it was is signed out."""
    return render(request, "mydata/erased.html")


def _settled(request: HttpRequest, person: Person, form: EraseForm, why: str) -> bool:
    """True when nothing was wanted, or it is done."""
    return not form.is_sure or _erased(request, person, form, why)


def _erased(request: HttpRequest, person: Person, form: EraseForm, why: str) -> bool:
    """True when it is done; otherwise the form says what must happen first."""
    try:
        erase_person(person=person, by=account_of(request), why=why)
    except NotYet as obstacle:
        form.add_error(None, str(obstacle))
        return False
    return True


def _show(
    request: HttpRequest,
    template: str,
    form: EraseForm,
    crumbs: list[tuple[str, str]],
    person: Person | None = None,
) -> HttpResponse:
    return render(request, template, {"form": form, "crumbs": crumbs, "person": person})
