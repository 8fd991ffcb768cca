"""The routes of the service with leaks planted in them: the crawl must find each."""

from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.urls import path

from tests.crawler.urls import handler400, handler500
from tests.crawler.urls import urlpatterns as service
from weft.measure.models import Survey
from weft.people.models import Organisation

__all__ = ["handler400", "handler500", "urlpatterns"]
ADDRESS = "measure/surveys/<str:public_id>/"


def unscoped(_request: HttpRequest, public_id: str) -> HttpResponse:
    """Fetches by address alone."""
    found = Survey.objects.unscoped("planted").filter(public_id=public_id).first()
    return HttpResponse(found.file_name if found else "", status=200 if found else 404)


def in_a_header(_request: HttpRequest) -> HttpResponse:
    newest = Survey.objects.unscoped("planted").order_by("-pk").first()
    return HttpResponse(headers={"Content-Disposition": f'attachment; filename="{newest}"'})


def in_a_letter(_request: HttpRequest) -> HttpResponse:
    name = Organisation.objects.unscoped("planted").exclude(kind="city").order_by("-pk")[0].name
    send_mail("News", f"{name} has joined.", None, ["everybody@crawl.example"])
    return HttpResponse()


PLANTED = [
    path(ADDRESS + "read", unscoped, name="measure-survey-read"),
    path("measure/definitions/", in_a_header, name="definitions"),
    path("privacy", in_a_letter, name="privacy"),
    path("nobody-listed-this", in_a_letter, name="left-out"),
]
NAMES = {route.name for route in PLANTED}
urlpatterns = PLANTED + [route for route in service if getattr(route, "name", "") not in NAMES]
