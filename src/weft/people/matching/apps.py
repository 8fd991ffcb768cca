from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "weft.people.matching"
    label = "matching"
    verbose_name = "Matching profiles"
