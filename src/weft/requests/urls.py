"""Routes of requests."""

from django.urls import path

from weft.requests.views import asking, working

ONE = "requests/<str:public_id>/"

urlpatterns = [
    path("requests/new", asking.new, name="request-new"),
    path("requests/new/<slug:door>", asking.new, name="request-new-kind"),
    path("requests/kept/<str:public_id>", asking.kept, name="request-kept"),
    path("requests/", working.index, name="request-list"),
    path(ONE, working.one, name="request-one"),
    path(ONE + "take", working.take_it, name="request-take"),
    path(ONE + "answer", working.answer_it, name="request-answer"),
    path(ONE + "extend", working.extend_it, name="request-extend"),
    path(ONE + "withdraw", working.withdraw_it, name="request-withdraw"),
]
