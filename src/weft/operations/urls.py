"""Routes of operations."""

from django.urls import path

from weft.operations import views

urlpatterns = [path("health", views.health, name="health")]
