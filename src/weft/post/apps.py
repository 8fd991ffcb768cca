from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "weft.post"
    label = "post"
    verbose_name = "Post"
