"""An altered release is not shown: a page says so, and the record keeps that it was noticed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from weft.measure.actions.withholding import note_altered
from weft.measure.queries.whole import NotWhole

View = Callable[..., HttpResponse]


def only_whole(view: View) -> View:
    """Serve the page only where every release behind it is as it was published."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotWhole as found:
            note_altered(release=found.release, by=None)
            return render(request, "measure/public/withheld.html", {"release": found.release}, status=503)

    return checked
