"""The token of a field account, and the square the app reads its settings from."""

import base64
import hashlib
import json
import secrets
import zlib

import segno

from weft.forms.openrosa.rules import TOKEN_GROUP, TOKEN_GROUPS
from weft.people.accounts.rules import CODE_LETTERS

QUIET_ZONE = 4  # modules around the square (ISO/IEC 18004)


def new_token() -> str:
    """A token a person can also type: five groups of five letters none of which looks like another."""
    groups = ["".join(secrets.choice(CODE_LETTERS) for _ in range(TOKEN_GROUP)) for _ in range(TOKEN_GROUPS)]
    return "-".join(groups)


def digest_of(token: str) -> str:
    """What is kept of a token. It is long and random, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


def settings_text(*, server: str, username: str, token: str, title: str) -> str:
    """ODK Collect's settings as its square carries them: JSON, zlib, base64 (docs.getodk.org, Collect settings)."""
    settings = {
        "general": {
            "protocol": "odk_default",
            "server_url": server,
            "username": username,
            "password": token,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
            "delete_send": True,
        },
        "admin": {},
        "project": {"name": title},
    }
    packed = zlib.compress(json.dumps(settings, separators=(",", ":")).encode(), 9)
    return base64.b64encode(packed).decode()


def square(text: str) -> tuple[str, int]:
    """A text as a QR code: the path of an SVG, and the width of its square in modules."""
    rows = [list(row) for row in segno.make_qr(text, error="l").matrix_iter(border=QUIET_ZONE)]
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )
    return path, len(rows)
