"""Ids for the outside, and keys that say "the same person" without saying who."""

import hashlib
import hmac
import secrets


def public_id() -> str:
    """About 128 random bits: an address nobody can guess. Never starts with "-", which a command line takes
    for an option."""
    while (found := secrets.token_urlsafe(16)).startswith("-"):
        pass
    return found


def pseudonym(secret: bytes, holder: str) -> str:
    """HMAC-SHA256 of a holder's public id under the secret of one purpose: different by purpose, 64 hex digits."""
    return hmac.new(secret, holder.encode(), hashlib.sha256).hexdigest()
