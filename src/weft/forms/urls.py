"""Routes of the forms room."""

from weft.forms import urls_office

urlpatterns = [*urls_office.urlpatterns]
