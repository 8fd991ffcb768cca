from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "weft.requests"
    label = "requests"
    verbose_name = "Requests"
