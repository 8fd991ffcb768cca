"""Routes of gathering."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
