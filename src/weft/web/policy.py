"""The content security policy of every page, written once."""

from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

OWN = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")  # what a view may ask for on its answer


class Policy(CSPMiddleware):
    """django-csp, which puts the same words together anew for each answer. A page with wishes of its own still gets
    them from there."""

    written: tuple[Any, str] = (None, "")  # the settings, and the header they come to

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        asked = any(name in response.__dict__ for name in OWN) or getattr(request, "_csp_nonce", None)
        wanted = settings.CONTENT_SECURITY_POLICY
        if asked or set(wanted) != {"DIRECTIVES"} or hasattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY"):
            return super().process_response(request, response)
        if self.written[0] is not wanted:
            self.written = (wanted, build_policy())
        response.headers.setdefault(HEADER, self.written[1])
        return response
