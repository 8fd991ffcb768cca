from django.apps import AppConfig


class MeasureConfig(AppConfig):
    name = "weft.measure"
    verbose_name = "Measure"
