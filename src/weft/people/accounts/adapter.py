"""Where django-allauth asks us: how secrets are sealed, and what this service is called to a passkey."""

import base64
import secrets

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from weft.record import keys

NONCE_BYTES, ABOUT = 12, b"weft second factor"


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Named in settings.MFA_ADAPTER. The secret of a one-time code does not open from the database alone."""

    def encrypt(self, text: str) -> str:
        nonce = secrets.token_bytes(NONCE_BYTES)
        return base64.b64encode(nonce + self._cipher().encrypt(nonce, text.encode(), ABOUT)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        raw = base64.b64decode(encrypted_text)
        return self._cipher().decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], ABOUT).decode()

    def _cipher(self) -> AESGCM:
        return AESGCM(keys.secret_for("second factors"))

    def _get_site_name(self) -> str:
        return f"Weft, {settings.CITY}"
