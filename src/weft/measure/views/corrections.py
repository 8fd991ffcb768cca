"""Log a correction of a release: what was wrong and what was done, for everyone to read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from weft.measure.access import analyst
from weft.measure.actions import correct_release
from weft.measure.forms.corrections import CorrectionForm
from weft.measure.models import Correction, Release
from weft.web.methods import form_page


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Every correction of every release, latest first."""
    listed = Correction.objects.select_related("release").defer(
        "release__recipe", "release__design", "release__missing", "release__unrounded", "release__audited"
    )
    return render(request, "measure/public/corrections.html", {"corrections": listed})


@form_page
def correct(request: HttpRequest, public_id: str) -> HttpResponse:
    """A release is never edited; what is said here stands beside it from today."""
    release = get_object_or_404(Release, public_id=public_id)
    form = CorrectionForm(request.POST if request.method == "POST" else None, label_suffix="")
    if form.is_bound and form.is_valid():
        said, key = form.cleaned_data["text"], form.cleaned_data["key"]
        correct_release(release=release, text=said, on=timezone.localdate(), by=analyst(request), key=key)
        messages.success(request, _("The correction is logged. Everyone can read it."))
        return redirect("measure-release", release.public_id)
    return render(request, "measure/public/correct.html", {"release": release, "form": form})
