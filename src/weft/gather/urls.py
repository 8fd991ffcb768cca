"""Routes of gathering."""

from weft.gather import urls_planning

urlpatterns = [*urls_planning.urlpatterns]
