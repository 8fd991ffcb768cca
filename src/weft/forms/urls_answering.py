"""Routes of whoever answers a form."""

from django.urls import path

from weft.forms.views import answering, doors, later, owning, sending

pages = [  # of a response that was begun: asked for most often
    path("answers/<str:public_id>/page/<path:ident>/", answering.page, name="answer-page"),
    path("answers/", doors.own, name="answers-own"),
    path("answers/return/", later.come_back, name="form-return"),
    path("answers/<str:public_id>/", answering.hub, name="answer-hub"),
    path("answers/<str:public_id>/check/", sending.check, name="answer-check"),
    path("answers/<str:public_id>/sign/", sending.sign, name="answer-sign"),
    path("answers/<str:public_id>/send/", sending.send, name="answer-send"),
    path("answers/<str:public_id>/thanks/", sending.thanks, name="answer-thanks"),
    path("answers/<str:public_id>/later/", later.later, name="answer-later"),
    path("answers/<str:public_id>/sections/", owning.owners, name="answer-owners"),
    path("answers/<str:public_id>/language/", later.language, name="answer-language"),
]
doors_in = [
    path("forms/test/<str:public_id>/", doors.try_out, name="form-test"),
    path("forms/preview/<str:public_id>/", doors.preview, name="form-preview"),
    path("forms/<slug:key>/", doors.start, name="form-start"),
]
