from django.apps import AppConfig


class PairingConfig(AppConfig):
    name = "weft.gather.pairing"
    label = "pairing"
    verbose_name = "Pairs"
