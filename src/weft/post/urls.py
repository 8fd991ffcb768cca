"""Routes of the outbox."""

from django.urls import path

from weft.post import views

urlpatterns = [path("demonstration/post", views.demonstration, name="demo-post")]
