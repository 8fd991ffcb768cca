"""The one route of roles: what they are, for everybody."""

from django.urls import path

from weft.people.roles.views import who_may

urlpatterns = [path("who-may-see-what", who_may, name="roles")]
