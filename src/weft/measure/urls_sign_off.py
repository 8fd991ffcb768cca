"""Routes of sign-off."""

from django.urls import path

from weft.measure.views import sign_offs

urlpatterns = [
    path("measure/sign-off/", sign_offs.index, name="sign-offs"),
    path("measure/sign-off/<str:public_id>/", sign_offs.one, name="sign-off"),
    path("measure/sign-off/<str:public_id>/back", sign_offs.back, name="sign-off-back"),
    path("measure/sign-off/<str:public_id>/figures/<path:key>", sign_offs.figures, name="sign-off-figures"),
]
