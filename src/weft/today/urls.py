"""Routes of Today."""

from django.urls import path

from weft.today import views

urlpatterns = [
    path("today/", views.today, name="today"),
    path("after-sign-in", views.after_sign_in, name="after-sign-in"),
]
