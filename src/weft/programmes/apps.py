from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "weft.programmes"
    label = "programmes"
    verbose_name = "Programmes"
