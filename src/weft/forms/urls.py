"""Routes of the forms room. Among those of forms the officers' come first: "keep" is no form's key."""

from weft.forms import urls_answering, urls_answers, urls_office

urlpatterns = [
    *urls_answering.pages,
    *urls_office.urlpatterns,
    *urls_answers.urlpatterns,
    *urls_answering.doors_in,
]
