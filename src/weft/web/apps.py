"""The Django app `weft.web`."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "weft.web"
