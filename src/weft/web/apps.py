"""The Django app `weft.web`."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "weft.web"

    def ready(self) -> None:
        from weft.config import checks  # noqa: F401 - registers them
