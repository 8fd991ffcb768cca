"""Share the sections of a form out among those who answer it together."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from weft.forms.actions.owning import name_owners
from weft.forms.forms.owning import OwnersForm
from weft.forms.queries.owners import has_co_editors
from weft.forms.views.opened import Opened, answering
from weft.web.methods import form_page


@form_page
@answering
def owners(opened: Opened) -> HttpResponse:
    """A hint for the others: everybody may still answer every section, and change who sees to it."""
    if not has_co_editors(opened.response) or not opened.route.has_hub:
        raise Http404
    names = opened.route.section_names
    sent = (opened.request.POST,) if opened.request.method == "POST" else ()
    form = OwnersForm(opened.response, names, *sent)
    if form.is_bound and form.is_valid():
        name_owners(response=opened.response, owners=form.owners(), by=opened.by)
        return redirect("answer-hub", opened.response.public_id)
    return opened.shown("owners", {"form": form, "back": opened.address("answer-hub")})
