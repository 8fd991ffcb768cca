from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "weft.forms"
    label = "forms"
    verbose_name = "Forms"
