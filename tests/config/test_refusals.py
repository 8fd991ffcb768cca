"""What refuses to start: each with a control, the safe setting that is let through."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.checks import CheckMessage
from django.db import connection
from pytest_django import Settings

from weft.config import checks, environment
from weft.record.keys import seal

STRONG = "p0Zr7Qw2Lk9Xv4Bn8Mt1Yc6Hd3Js5FgAeUiOqRxW2"
Check = Callable[..., list[CheckMessage]]


@pytest.fixture
def production(settings: Settings, tmp_path: Path) -> Path:
    """A safe installation: each test makes one thing unsafe."""
    tmp_path.chmod(0o700)
    settings.MODE, settings.DATA, settings.BACKUP = "production", tmp_path, ""
    settings.KEY_FILE, settings.SECRET_KEY = tmp_path / "master-key", STRONG
    settings.ALLOWED_HOSTS = ["weft.example.org"]
    return tmp_path


def refused(check: Check) -> list[str]:
    return [str(message.id) for message in check(databases=["default"])]


def test_control_a_safe_installation_is_let_through(production: Path) -> None:
    assert refused(checks.settings_are_safe) == []
    assert refused(checks.files_are_private) == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("DEBUG", True, "weft.E002"),
        ("ALLOWED_HOSTS", ["*.example.org"], "weft.E003"),
        ("SECRET_KEY", "short", "weft.E004"),
        ("SECRET_KEY", "a" * 60, "weft.E005"),
        ("SECRET_KEY", "django-insecure-" + STRONG, "weft.E005"),
    ],
)
def test_unsafe_settings_are_refused(
    production: Path, settings: Settings, name: str, value: object, expected: str
) -> None:
    setattr(settings, name, value)
    assert refused(checks.settings_are_safe) == [expected]


@pytest.mark.parametrize(("mode", "expected"), [(0o755, ["weft.E006"]), (0o701, ["weft.E006"]), (0o750, [])])
def test_a_data_folder_that_others_can_read_is_refused(
    production: Path, mode: int, expected: list[str]
) -> None:
    production.chmod(mode)
    assert refused(checks.files_are_private) == expected
    production.chmod(0o700)


@pytest.mark.parametrize(("name", "expected"), [("master-key", "weft.E007"), ("secret-key", "weft.E008")])
def test_a_key_that_others_can_read_is_refused_with_the_command_that_mends_it(
    production: Path, name: str, expected: str
) -> None:
    key = production / name
    key.write_text("k")
    key.chmod(0o640)
    [message] = checks.files_are_private()
    assert (message.id, message.hint) == (expected, f"chmod 600 {key}")
    key.chmod(0o600)
    assert refused(checks.files_are_private) == []


def test_a_backup_folder_that_others_can_read_is_refused(production: Path, settings: Settings) -> None:
    folder = production / "backups"
    folder.mkdir(mode=0o755)
    settings.BACKUP = str(folder)
    assert refused(checks.files_are_private) == ["weft.E009"]
    folder.chmod(0o700)
    assert refused(checks.files_are_private) == []


@pytest.mark.django_db
def test_a_missing_key_is_refused_once_something_was_sealed(production: Path) -> None:
    assert refused(checks.the_key_is_there) == []
    seal("private", holder="somebody", store="vault", field="f", purpose="p")
    assert refused(checks.the_key_is_there) == []
    (production / "master-key").unlink()
    assert refused(checks.the_key_is_there) == ["weft.E010"]


@pytest.mark.django_db
def test_the_demonstrations_people_never_stand_beside_real_ones(production: Path, settings: Settings) -> None:
    User.objects.create(username="real@example.org")
    assert refused(checks.no_demonstration_data) == []
    User.objects.create(username="officer@demonstration.example")
    assert refused(checks.no_demonstration_data) == ["weft.E011"]
    settings.MODE = "demo"
    assert refused(checks.no_demonstration_data) == []


@pytest.mark.django_db
@pytest.mark.skipif(not os.environ.get("WEFT_DATABASE_URL"), reason="a check of PostgreSQL")
def test_a_database_user_who_may_not_create_triggers_is_refused(production: Path) -> None:
    assert refused(checks.postgres_keeps_its_promises) == []
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE weft_reader")
        cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO weft_reader")
        cursor.execute("SET LOCAL ROLE weft_reader")
        assert refused(checks.postgres_keeps_its_promises) == ["weft.E012"]
        cursor.execute("RESET ROLE")
        cursor.execute("SET LOCAL synchronous_commit = off")
    assert refused(checks.postgres_keeps_its_promises) == ["weft.E013"]


@pytest.mark.parametrize("token", ["short", "a" * 40, "example-token-of-a-page-somewhere"])
def test_a_health_token_that_can_be_guessed_is_refused(monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("WEFT_HEALTH_TOKEN", token)
    with pytest.raises(environment.UnsafeSetting, match="WEFT_HEALTH_TOKEN can be guessed"):
        environment.health_token()
    monkeypatch.setenv("WEFT_HEALTH_TOKEN", STRONG)
    assert environment.health_token() == STRONG


def test_a_secret_key_from_an_example_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEFT_SECRET_KEY", "changeme" * 8)
    with pytest.raises(environment.UnsafeSetting, match="WEFT_SECRET_KEY can be guessed"):
        environment.secret_key()
    monkeypatch.setenv("WEFT_SECRET_KEY", STRONG)
    assert environment.secret_key() == STRONG


def test_a_backup_folder_without_its_whole_path_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEFT_BACKUP", "backups")
    with pytest.raises(environment.UnsafeSetting, match="Give the whole path of a folder"):
        environment.backup()
    monkeypatch.setenv("WEFT_BACKUP", "/srv/backups")
    assert environment.backup() == "/srv/backups"
