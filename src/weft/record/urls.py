"""Routes of the auditor's pages."""

from django.urls import path

from weft.record import views

urlpatterns = [
    path("record/", views.index, name="record"),
    path("record/table.csv", views.table_file, name="record-table"),
    path("record/<int:number>", views.event, name="record-event"),
]
