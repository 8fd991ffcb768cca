"""Routes of the matching profile."""

from django.urls import path

from weft.people.matching import views

urlpatterns = [
    path("my/matching", views.profile, name="my-matching"),
    path("my/matching/withdraw", views.withdraw, name="my-matching-withdraw"),
]
