"""Pages about people stay out of every cache."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.http import HttpResponseBase
from django.utils.cache import add_never_cache_headers, patch_cache_control

Asked = ParamSpec("Asked")
Response = TypeVar("Response", bound=HttpResponseBase)


def private(view: Callable[Asked, Response]) -> Callable[Asked, Response]:
    """The page is kept nowhere: not by the browser, not on the way."""

    @wraps(view)
    def shown(*args: Asked.args, **kwargs: Asked.kwargs) -> Response:
        response = view(*args, **kwargs)
        add_never_cache_headers(response)
        patch_cache_control(response, no_store=True, private=True)
        return response

    return shown
