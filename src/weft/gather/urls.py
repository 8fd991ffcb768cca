"""Routes of gathering."""

from weft.gather import urls_register

urlpatterns = [*urls_register.urlpatterns]
