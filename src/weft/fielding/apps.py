from django.apps import AppConfig


class FieldingConfig(AppConfig):
    name = "weft.fielding"
    label = "fielding"
    verbose_name = "Fieldwork"
