"""Routes of the forms room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
