"""Routes of the role switcher: config.urls includes them in the demonstration only."""

from django.urls import path

from weft.demo import roles_views

urlpatterns = [
    path("demonstration/roles", roles_views.choose, name="demo-roles"),
    path("demonstration/roles/<slug:role>", roles_views.take, name="demo-role"),
]
