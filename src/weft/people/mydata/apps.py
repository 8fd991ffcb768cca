from django.apps import AppConfig


class MyDataConfig(AppConfig):
    name = "weft.people.mydata"
    label = "mydata"
    verbose_name = "My data"
