"""Routes of places. What needs a role is said in people/roles/matrix.yaml."""

from django.urls import path

from weft.places.views import public, staff

urlpatterns = [
    path("places/", public.home, name="places"),
    path("places/find", public.find, name="places-find"),
    path("places/near", public.near, name="places-near"),
    path("places/areas/<str:code>/", public.area, name="places-area"),
    path("places/venues/add", staff.add, name="places-venue-add"),
    path("places/venues/<str:public_id>/", public.venue, name="places-venue"),
    path("places/venues/<str:public_id>/change", staff.change, name="places-venue-change"),
    path("places/import", staff.bring, name="places-import"),
]
