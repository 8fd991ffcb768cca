from django.apps import AppConfig


class OpenRosaConfig(AppConfig):
    name = "weft.forms.openrosa"
    label = "openrosa"
    verbose_name = "Field apps"
