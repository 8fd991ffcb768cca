from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "weft.people"
    label = "people"
    verbose_name = "People"
