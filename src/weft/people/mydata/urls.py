"""Routes of what is kept about a person."""

from django.urls import path

from weft.people.mydata import views, views_erase

urlpatterns = [
    path("privacy", views.privacy, name="privacy"),
    path("privacy/data-protection", views.data_protection, name="data-protection"),
    path("privacy/retention", views.retention, name="retention"),
    path("my/", views.my_data, name="my-data"),
    path("my/correct", views.correct, name="my-correct"),
    path("my/download", views.download, name="my-download"),
    path("my/erase", views_erase.erase_me, name="my-erase"),
    path("my/erased", views_erase.erased, name="my-erased"),
    path("my/children/<str:public_id>/erase", views_erase.erase_child, name="my-child-erase"),
    path("people/<str:public_id>/erase", views_erase.erase_somebody, name="person-erase"),
]
