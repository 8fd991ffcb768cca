from django.apps import AppConfig


class GatherConfig(AppConfig):
    name = "weft.gather"
    label = "gather"
    verbose_name = "Gather"
