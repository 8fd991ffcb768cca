from django.apps import AppConfig


class TeamsConfig(AppConfig):
    name = "weft.gather.teams"
    label = "teams"
    verbose_name = "Teams and tables"
