from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "weft.record"
    label = "record"
    verbose_name = "The record"
