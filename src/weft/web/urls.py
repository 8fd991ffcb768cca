"""Routes of the pages that belong to no verb."""

from django.urls import path

from weft.web import views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("language", views.language, name="language"),
    path("health", views.health, name="health"),
]
