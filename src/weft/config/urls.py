"""Every route of the service: first the pages of no verb, then the verbs in the order of the loop."""

from django.urls import include, path

VERBS = ("measure",)

ROOMS = ("web", "record", "operations", "today", "requests")

urlpatterns = [path("", include(f"weft.{room}.urls")) for room in ROOMS]
urlpatterns += [path("", include(f"weft.{verb}.urls")) for verb in VERBS]

handler400 = "weft.web.views.bad_request"
handler500 = "weft.operations.views.server_error"
