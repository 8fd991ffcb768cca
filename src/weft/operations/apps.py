from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "weft.operations"
    label = "operations"
    verbose_name = "Operations"
