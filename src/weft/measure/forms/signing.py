"""Signing in with e-mail and password."""

from typing import Any

from django.contrib.auth.forms import AuthenticationForm
from django.forms import CharField, EmailInput, PasswordInput, ValidationError
from django.utils.translation import gettext_lazy

from weft.measure.actions.signing import is_throttled, record_failure


class SignInForm(AuthenticationForm):
    """Says the same whichever of the two is wrong; ten wrong tries close the door for a while."""

    username = CharField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        widget=EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter your e-mail address")},
    )
    password = CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Enter your password")},
    )
    error_messages = {
        "invalid_login": gettext_lazy(
            "That e-mail address and password do not go together. Check both and try again"
        ),
        "inactive": gettext_lazy(
            "That e-mail address and password do not go together. Check both and try again"
        ),
        "throttled": gettext_lazy("Too many tries. Wait 15 minutes, then try again"),
    }

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        return name.strip().lower()

    def clean(self) -> dict[str, Any]:
        address = self.request.META.get("REMOTE_ADDR", "") if self.request else ""
        account = self.cleaned_data.get("username", "")
        if is_throttled(address=address, account=account):
            raise ValidationError(self.error_messages["throttled"], code="throttled")
        try:
            return super().clean()
        except ValidationError:
            record_failure(address=address, account=account)
            raise
