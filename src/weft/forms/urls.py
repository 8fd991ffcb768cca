"""Routes of the forms room."""

from weft.forms import urls_answering, urls_office

urlpatterns = [*urls_answering.urlpatterns, *urls_office.urlpatterns]
