from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "weft.people.vault"
    label = "vault"
    verbose_name = "Monitoring answers"
