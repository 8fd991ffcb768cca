"""Routes of gathering."""

from weft.gather import urls_planning, urls_public, urls_register

urlpatterns = [*urls_public.urlpatterns, *urls_planning.urlpatterns, *urls_register.urlpatterns]
