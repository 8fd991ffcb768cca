"""The Django app `weft.measure`."""

from django.apps import AppConfig


class MeasureConfig(AppConfig):
    name = "weft.measure"
