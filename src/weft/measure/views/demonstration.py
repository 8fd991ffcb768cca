"""What the demonstration is made of, and the sample file to try the journey with. Neither exists elsewhere."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from weft.demo.margins import ATTRIBUTION
from weft.demo.only import only_in_the_demonstration
from weft.demo.writing import FIRST


@only_in_the_demonstration
@require_safe
def demo_data(request: HttpRequest) -> HttpResponse:
    """How the data were made: what is real, what follows published figures, what is invented."""
    context = {"attribution": ATTRIBUTION, "sample_name": FIRST, "has_sample": _sample().exists()}
    return render(request, "measure/public/demo_data.html", context)


@only_in_the_demonstration
@require_safe
def demo_sample(_request: HttpRequest) -> HttpResponse | FileResponse:
    """The first wave's survey file, as a survey house would deliver it."""
    if not _sample().exists():
        raise Http404
    return FileResponse(
        _sample().open("rb"),
        as_attachment=True,
        filename=FIRST,
        content_type="application/x-spss-sav",
    )


def _sample() -> Path:
    return Path(settings.DATA) / FIRST
