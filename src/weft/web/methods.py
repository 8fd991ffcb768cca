"""How a page may be asked for."""

from django.views.decorators.http import require_http_methods

form_page = require_http_methods(["GET", "HEAD", "POST"])  # shows a form, and takes it
