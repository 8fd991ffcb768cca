"""Routes of the forms room."""

from weft.forms import urls_answering

urlpatterns = [*urls_answering.urlpatterns]
