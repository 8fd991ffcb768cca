"""Routes of registers."""

from django.urls import path

from weft.gather.views import here, registers

urlpatterns = [
    path("gather/registers/", registers.registers, name="registers"),
    path("gather/registers/<str:public_id>/", registers.register, name="register"),
    path("gather/registers/<str:public_id>/walk-in", registers.walk_in, name="register-walk-in"),
    path("gather/registers/<str:public_id>/stand-for", registers.verify, name="register-verify"),
    path("gather/registers/<str:public_id>/door", registers.door, name="register-door"),
    path("gather/registers/<str:public_id>/paper", registers.paper, name="register-paper"),
    path("gather/here/<str:token>/", here.here, name="booking-here"),
]
