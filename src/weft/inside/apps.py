from django.apps import AppConfig


class InsideConfig(AppConfig):
    name = "weft.inside"
    label = "inside"
    verbose_name = "Analysts inside"
