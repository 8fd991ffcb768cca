"""Routes of the forms room."""

from weft.forms import urls_answering, urls_answers, urls_office

urlpatterns = [*urls_answers.urlpatterns, *urls_answering.urlpatterns, *urls_office.urlpatterns]
