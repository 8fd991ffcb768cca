"""Every route of the service: first the pages of no verb, then the verbs in the order of the loop."""

from django.urls import include, path

ROOMS = (
    "people.accounts",
    "post",
    "record",
    "places",
    "people",
)
VERBS = ("measure",)

urlpatterns = [path("", include("weft.web.urls"))]
urlpatterns += [path("", include(f"weft.{room}.urls")) for room in (*ROOMS, *VERBS)]

handler400 = "weft.web.views.bad_request"
handler500 = "weft.web.views.server_error"
