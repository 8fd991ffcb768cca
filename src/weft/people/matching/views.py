"""The page of the matching profile, and taking the consent back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from weft.people.matching.actions import save_profile, withdraw_profile
from weft.people.matching.forms import ProfileForm
from weft.people.matching.models import Profile
from weft.people.mine import own_person
from weft.people.roles.current import account_of, actor_of
from weft.people.roles.policy import visible
from weft.web.context import route
from weft.web.methods import form_page


@never_cache
@form_page
def profile(request: HttpRequest) -> HttpResponse:
    """See and change what one is matched by."""
    person = own_person(request)
    if person is None:
        raise Http404
    kept = visible(actor_of(request), "my.matching", Profile).filter(person=person).first()
    form = ProfileForm(request.POST) if request.method == "POST" else ProfileForm(initial=_initial(kept))
    if form.is_bound and form.is_valid():
        save_profile(
            person=person, chosen=form.chosen, consent=form.cleaned_data["consent"], by=account_of(request)
        )
        messages.success(request, _("Your matching profile is saved."))
        return redirect("my-matching")
    crumbs = [(_("My data"), route("my-data")), (_("Matching"), "")]
    return render(request, "matching/profile.html", {"form": form, "kept": kept, "crumbs": crumbs})


@never_cache
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Take the consent back: one request, nothing is asked."""
    person = own_person(request)
    if person is None:
        raise Http404
    if withdraw_profile(person=person, by=account_of(request)):
        messages.success(request, _("Your matching profile is deleted. You will not be matched by it."))
    return redirect("my-matching")


def _initial(kept: Profile | None) -> dict[str, object]:
    if kept is None:
        return {}
    opened = kept.opened()
    return {**opened, "areas": "".join(opened["areas"][:1]), "consent": True}
