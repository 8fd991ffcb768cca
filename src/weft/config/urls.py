"""Every route of the service: first the pages of no verb, then the verbs in the order of the loop."""

from django.conf import settings
from django.urls import include, path

ROOMS = (
    "forms",  # first: a form is answered page by page, and the first routes are found soonest
    "web",
    "people.roles",
    "people.accounts",
    "people.mydata",
    "people.vault",
    "people.matching",
    "post",
    "record",
    "places",
    "people",
    "operations",
    "today",
    "requests",
    "forms.openrosa",
    "programmes",
)
VERBS = (
    "measure",
    "inside",
    "fielding",
    "gather",
    "gather.pairing",
    "gather.teams",
)

urlpatterns = [path("", include(f"weft.{room}.urls")) for room in (*ROOMS, *VERBS)]
if settings.DEMO:
    urlpatterns += [path("", include("weft.demo.urls"))]

handler400 = "weft.web.views.bad_request"
handler500 = "weft.operations.views.server_error"
