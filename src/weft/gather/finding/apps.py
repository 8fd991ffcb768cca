from django.apps import AppConfig


class FindingConfig(AppConfig):
    name = "weft.gather.finding"
    label = "finding"
    verbose_name = "What is on"
