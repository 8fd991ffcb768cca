"""What the surroundings say: mode, folders, database, hosts, key. Read once by settings."""

import os
import secrets
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MODES = ("demo", "production", "test")
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA secure_delete=ON",  # what is deleted is overwritten, not only forgotten
}


SHORTEST_TOKEN = 24  # about 128 bits as random text
LEAST_DIFFERENT = 10  # different characters in a key; random text of 40 has about 30
DEFAULT_WORDS = (
    "insecure",
    "changeme",
    "change-me",
    "change_me",
    "your-secret",
    "secret-key",
    "password",
    "example",
)


class UnsafeSetting(Exception):
    """The surroundings ask for something Weft refuses to start with; the message says what to change."""


def root_folder() -> Path:
    """The checkout, or the working folder when Weft is imported as a library."""
    return Path(os.environ.get("WEFT_ROOT") or Path(__file__).resolve().parents[3])


def mode() -> str:
    found = os.environ.get("WEFT_MODE", "production")
    if found not in MODES:
        raise UnsafeSetting(f"WEFT_MODE is {found!r}. Set it to one of: {', '.join(MODES)}.")
    return found


def demonstration_folder() -> Path:
    """The demonstration's own, the only one that Weft ever deletes."""
    return root_folder() / ".weft" / "demo"


def data_folder() -> Path:
    """Where this installation keeps its database, uploads and key; never inside the demonstration's."""
    named = os.environ.get("WEFT_DATA")
    own = demonstration_folder() if mode() == "demo" else root_folder() / ".weft" / "data"
    folder = Path(named) if named else own
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def database() -> dict[str, Any]:
    """SQLite in the data folder, or the PostgreSQL that WEFT_DATABASE_URL names."""
    url = os.environ.get("WEFT_DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data_folder() / "weft.sqlite3",
            "OPTIONS": SQLITE_OPTIONS,
            "CONN_MAX_AGE": None,
        }
    if mode() == "demo":
        raise UnsafeSetting(
            "WEFT_DATABASE_URL is set, and the demonstration keeps its own SQLite file so that it can never touch "
            "a city's database. Unset it, or run ./weft serve."
        )
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise UnsafeSetting(
            "WEFT_DATABASE_URL must start with postgresql:// "
            "(for example postgresql://weft:password@localhost/weft), or be left out for SQLite."
        )
    query = urllib.parse.parse_qs(parts.query)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": urllib.parse.unquote(parts.path.lstrip("/")),
        "USER": urllib.parse.unquote(parts.username or ""),
        "PASSWORD": urllib.parse.unquote(parts.password or ""),
        "HOST": parts.hostname or query.get("host", [""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
    }


def secret_key() -> str:
    """The key from WEFT_SECRET_KEY, else one made once and kept in the data folder, readable by its owner."""
    if named := os.environ.get("WEFT_SECRET_KEY"):
        if len(named) < 40:
            raise UnsafeSetting("WEFT_SECRET_KEY is too short: use at least 40 random characters.")
        if is_guessable(named):
            raise UnsafeSetting("WEFT_SECRET_KEY can be guessed: use at least 40 random characters.")
        return named
    path = data_folder() / "secret-key"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(60))
    return path.read_text()


def key_file() -> Path:
    """The master key of sealed fields: WEFT_KEY_FILE, else `master-key` in the data folder."""
    named = os.environ.get("WEFT_KEY_FILE")
    return Path(named) if named else data_folder() / "master-key"


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed over. The password never shows in a representation."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls: bool = False  # from the first byte; otherwise STARTTLS, demanded unless it is this machine


def mail() -> MailServer | None:
    """The server WEFT_MAIL_URL names; None leaves letters in the outbox."""
    url = os.environ.get("WEFT_MAIL_URL", "")
    if not url:
        return None
    parts = urllib.parse.urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = 0
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or port == 0:
        raise UnsafeSetting(
            "WEFT_MAIL_URL must be smtp://user:password@host:587 or smtps://user:password@host:465."
        )
    is_tls = parts.scheme == "smtps"
    user, password = urllib.parse.unquote(parts.username or ""), urllib.parse.unquote(parts.password or "")
    return MailServer(parts.hostname, port or (465 if is_tls else 587), user, password, is_tls)


def mail_from() -> str:
    """The sender of every letter: WEFT_MAIL_FROM, else weft@ the first name of this service."""
    named = os.environ.get("WEFT_MAIL_FROM", "").strip()
    if named and (named.count("@") != 1 or any(ord(character) <= 32 for character in named)):
        raise UnsafeSetting("WEFT_MAIL_FROM must be one e-mail address, for example weft@example.org.")
    return named or f"weft@{hosts()[0]}"


def backup() -> str:
    """The folder of the nightly backup, from WEFT_BACKUP; "" when none is asked for."""
    named = os.environ.get("WEFT_BACKUP", "").strip()
    if named and not Path(named).is_absolute():
        raise UnsafeSetting(f"WEFT_BACKUP is {named!r}. Give the whole path of a folder, from /.")
    return named


def blueprints() -> list[Path]:
    """The folder of a city's own programmes, from WEFT_BLUEPRINTS; none when it is not set."""
    named = os.environ.get("WEFT_BLUEPRINTS", "").strip()
    if named and not Path(named).is_absolute():
        raise UnsafeSetting(f"WEFT_BLUEPRINTS is {named!r}. Give the whole path of a folder, from /.")
    return [Path(named)] if named else []


def retention() -> bool:
    """Whether the tick erases what was kept long enough, from WEFT_RETENTION: "on" or "off"."""
    named = os.environ.get("WEFT_RETENTION", "off").strip().lower()
    if named not in ("on", "off"):
        raise UnsafeSetting(f"WEFT_RETENTION is {named!r}. Set it to on or off.")
    return named == "on"


def health_token() -> str:
    """Who shows it to /health reads the details, from WEFT_HEALTH_TOKEN; "" when nobody does."""
    named = os.environ.get("WEFT_HEALTH_TOKEN", "").strip()
    if named and (len(named) < SHORTEST_TOKEN or is_guessable(named)):
        raise UnsafeSetting(
            f"WEFT_HEALTH_TOKEN can be guessed: use {SHORTEST_TOKEN} random characters or more."
        )
    return named


def is_guessable(secret: str) -> bool:
    """A key from an example, or one typed by leaning on the keyboard: few different characters, or a known word."""
    return len(set(secret)) < LEAST_DIFFERENT or any(word in secret.lower() for word in DEFAULT_WORDS)


def city() -> str:
    """The name in the header, from WEFT_CITY."""
    return os.environ.get("WEFT_CITY", "London").strip() or "London"


def place_pack() -> str:
    """The place pack of the city, from WEFT_PLACES: the name of a shipped one, or a folder."""
    return os.environ.get("WEFT_PLACES", "").strip() or "london"


def reading_memory_mb() -> int:
    """Memory the process that reads an upload may use, from WEFT_READING_MEMORY_MB."""
    named = os.environ.get("WEFT_READING_MEMORY_MB", "256")
    if not named.isdigit() or not 64 <= int(named) <= 65536:
        raise UnsafeSetting(
            f"WEFT_READING_MEMORY_MB is {named!r}. Give megabytes, 64 to 65536, for example 512."
        )
    return int(named)


def hosts() -> list[str]:
    """Names this service answers to; this machine only, unless WEFT_HOSTS lists others."""
    named = [name.strip() for name in os.environ.get("WEFT_HOSTS", "").split(",") if name.strip()]
    if any("*" in name for name in named):
        raise UnsafeSetting("WEFT_HOSTS has a wildcard. List each host name, separated by commas.")
    return named or ["127.0.0.1", "localhost", "[::1]"]
