"""Routes of the forms room. Those of officers come first: "keep" is no form's key."""

from weft.forms import urls_answering, urls_answers, urls_office

urlpatterns = [*urls_office.urlpatterns, *urls_answers.urlpatterns, *urls_answering.urlpatterns]
