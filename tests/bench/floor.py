"""The routes of the service and one empty view: what Django and the middleware cost before any page."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from weft.config.urls import urlpatterns as service
from weft.people.roles.matrix import PUBLIC, matrix


def nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [*service, path("floor", nothing, name="floor")]
matrix().routes["floor"] = PUBLIC
