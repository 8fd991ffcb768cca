"""What we keep, in general (privacy) and about whoever asks (my data)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from weft.people.mine import own_person
from weft.people.models import Person
from weft.people.mydata.actions.correct import correct_person
from weft.people.mydata.actions.download import download_data
from weft.people.mydata.children import children_of
from weft.people.mydata.forms import CorrectForm
from weft.people.mydata.notice import impact, notice, schedule
from weft.people.mydata.subject import in_the_open
from weft.people.roles.current import account_of
from weft.web.context import route
from weft.web.methods import form_page

FILE_NAME = "my-data.zip"  # says nothing about whose it is


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The privacy notice, made from the catalogue."""
    return render(request, "mydata/privacy.html", {"document": notice()})


@require_safe
def data_protection(request: HttpRequest) -> HttpResponse:
    """What an impact assessment asks for."""
    return render(request, "mydata/document.html", {"document": impact()})


@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """How long each thing is kept."""
    return render(request, "mydata/document.html", {"document": schedule()})


@never_cache
@require_safe
def my_data(request: HttpRequest) -> HttpResponse:
    """What is kept about whoever is signed in."""
    person = me(request)
    context = {
        "held": in_the_open(person),
        "children": children_of(person),
        "household_url": route("households"),
        "crumbs": [(_("My data"), "")],
    }
    return render(request, "mydata/my_data.html", context)


@never_cache
@form_page
def correct(request: HttpRequest) -> HttpResponse:
    """Correct name, phone number, language, area."""
    person = me(request)
    form = CorrectForm(person, request.POST) if request.method == "POST" else CorrectForm(person)
    if form.is_bound and form.is_valid():
        correct_person(person=person, values=form.cleaned_data, by=account_of(request))
        messages.success(request, _("What we keep about you is corrected."))
        return redirect("my-data")
    return render(request, "mydata/correct.html", {"form": form, "crumbs": under_my_data(_("Correct"))})


@never_cache
@form_page
def download(request: HttpRequest) -> HttpResponse:
    """Say what the file holds; give it when asked, and record that."""
    person = me(request)
    if request.method != "POST":
        return render(request, "mydata/download_page.html", {"crumbs": under_my_data(_("Download"))})
    content = download_data(person=person, by=account_of(request))
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
    return response


def me(request: HttpRequest) -> Person:
    """The person signed in; missing for an account that never had one."""
    person = own_person(request)
    if person is None:
        raise Http404
    return person


def under_my_data(here: str) -> list[tuple[str, str]]:
    return [(_("My data"), route("my-data")), (here, "")]
