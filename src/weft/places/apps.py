from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "weft.places"
    label = "places"
    verbose_name = "Places"
