"""Pages about people stay out of every cache."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.http import HttpResponseBase

Asked = ParamSpec("Asked")
NOWHERE = "max-age=0, no-cache, no-store, must-revalidate, private"
LONG_AGO = "Thu, 01 Jan 1970 00:00:00 GMT"
Response = TypeVar("Response", bound=HttpResponseBase)


def private(view: Callable[Asked, Response]) -> Callable[Asked, Response]:
    """The page is kept nowhere: not by the browser, not on the way."""

    @wraps(view)
    def shown(*args: Asked.args, **kwargs: Asked.kwargs) -> Response:
        return keep_nowhere(view(*args, **kwargs))

    return shown


def keep_nowhere(response: Response) -> Response:
    """Tell every cache to keep nothing. Written out: Django takes existing headers apart and puts them together."""
    response.headers["Cache-Control"] = NOWHERE
    response.headers.setdefault("Expires", LONG_AGO)
    return response
