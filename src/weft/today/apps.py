from django.apps import AppConfig


class TodayConfig(AppConfig):
    name = "weft.today"
    label = "today"
    verbose_name = "Today"
