"""Routes of Measure."""

from django.urls import include, path

urlpatterns = [path("", include("weft.measure.urls_surveys"))]
