"""Routes of teams and tables."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
