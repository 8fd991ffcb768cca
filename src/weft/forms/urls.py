"""Routes of the forms room."""

from weft.forms.urls_answers import urlpatterns as of_answers

urlpatterns = [*of_answers]
