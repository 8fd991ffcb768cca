"""Routes of the monitoring questions."""

from django.urls import path

from weft.people.vault import views

urlpatterns = [
    path("my/monitoring", views.about_me, name="my-monitoring"),
    path("my/monitoring/withdraw", views.withdraw, name="my-monitoring-withdraw"),
    path("my/monitoring/<slug:key>", views.one_question, name="my-monitoring-question"),
]
