"""What every test stands on: a throw-away data folder, no network, repeatable chance.

The surroundings are set here, before Django reads its settings: pyproject.toml names no settings module,
or pytest-django would read them before this file. Override them on the command line to
run the same tests on PostgreSQL (WEFT_DATABASE_URL).
"""

import atexit
import os
import random
import shutil
import tempfile
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import django
import hypothesis
import numpy
import pytest
from django.conf import settings
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.fixtures import browser, context, page, page_without_scripts
from tests.measure import city as demonstration
from tests.operations.sessions import end_other_sessions
from tests.record import sweeping

ROOT = Path(__file__).resolve().parents[1]
SEED = 20181
HERE_ONLY = "127.0.0.1,::1"
# Walks through a browser that write much: also walked on PostgreSQL. Other pages look alike on either database.
WALKED_ON_BOTH = ("accounts", "four", "gathering", "inside", "mydata", "sign_off", "whole_wave")
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "city", "live_city"}

if "PYTEST_XDIST_WORKER" not in os.environ:  # workers inherit the folder
    os.environ["WEFT_DATA"] = tempfile.mkdtemp(prefix="weft-test-")
    atexit.register(shutil.rmtree, os.environ["WEFT_DATA"], ignore_errors=True)
os.environ["WEFT_MODE"] = "test"
os.environ["WEFT_ROOT"] = str(ROOT)
os.environ["DJANGO_SETTINGS_MODULE"] = "weft.config.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop and Django share a thread
django.setup()
import_module("weft.config.urls")  # as outside the demonstration, whichever test comes first
if settings.MODE != "test":
    raise pytest.UsageError(
        "Unset DJANGO_SETTINGS_MODULE: the tests must choose their own data folder first."
    )

# The same examples every time: a failure is a fault in the change, never in the draw.
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.load_profile("steady")

__all__ = ["browser", "context", "page", "page_without_scripts"]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Only this machine can be reached; unix sockets stay open for PostgreSQL and for Playwright's pipe."""
    config.option.allow_hosts = HERE_ONLY
    config.option.allow_unix_socket = True


@pytest.fixture(scope="session", autouse=True)
def _the_record_is_swept_between_tests() -> Iterator[None]:
    """Its triggers refuse what Django does after a test of real transactions."""
    with sweeping.allowed():
        yield


@pytest.fixture(scope="session", autouse=True)
def _the_live_servers_database_stays_shared() -> Iterator[None]:
    """A browser may hold its line longer than the live server lives. The thread that closes it then would meet a
    connection in memory that is not shared any more, and whichever test is last would fail for it; on PostgreSQL its
    session would keep the database from being dropped."""

    def stop(server: LiveServer) -> None:
        server.thread.terminate()
        end_other_sessions()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LiveServer, "stop", stop)
        yield


@pytest.fixture(autouse=True)
def _same_chance_every_time() -> None:
    random.seed(SEED)
    numpy.random.seed(SEED)


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """A request leaves its language active in the thread; no test inherits another's."""
    translation.deactivate()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever touches the database gets the marker `database`: it runs again on PostgreSQL. What asks how pages look
    and who sees them, and takes long, gets `looks`: it runs there with --all only."""
    both = {f"test_{name}" for name in WALKED_ON_BOTH}
    for item in items:
        if item.path.parent.name in ("browser", "crawler") and item.path.stem not in both:
            item.add_marker(pytest.mark.looks)
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="module")
def city_of_module(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The demonstration city, there for a module and then rolled back."""
    with django_db_blocker.unblock(), demonstration.loaded():
        yield


@pytest.fixture
def city(city_of_module: None, db: None, settings: Settings) -> None:
    """The demonstration city; what a test changes in it is undone after the test."""
    _as_in_the_demonstration(settings)


@pytest.fixture
def live_city(transactional_db: None, settings: Settings) -> None:
    """The demonstration city for a browser: really stored, swept away after the test."""
    demonstration.load()
    _as_in_the_demonstration(settings)


def _as_in_the_demonstration(settings: Settings) -> None:
    from weft.measure.views import frozen

    folder = demonstration.folder_of_run()
    settings.DEMO, settings.WORK_INLINE = True, True
    settings.DATA, settings.UPLOADS = folder, folder / "uploads"
    settings.KEY_FILE = folder / "master-key"
    frozen.forget()
