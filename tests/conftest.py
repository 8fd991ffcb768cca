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
from pathlib import Path

import django
import numpy
import pytest
from django.conf import settings
from django.utils import translation

from tests.browser.fixtures import browser, context, page, page_without_scripts

ROOT = Path(__file__).resolve().parents[1]
SEED = 20181
HERE_ONLY = "127.0.0.1,::1"

if "PYTEST_XDIST_WORKER" not in os.environ:  # workers inherit the folder
    os.environ["WEFT_DATA"] = tempfile.mkdtemp(prefix="weft-test-")
    atexit.register(shutil.rmtree, os.environ["WEFT_DATA"], ignore_errors=True)
os.environ["WEFT_MODE"] = "test"
os.environ["WEFT_ROOT"] = str(ROOT)
os.environ["DJANGO_SETTINGS_MODULE"] = "weft.config.settings"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop and Django share a thread
django.setup()
if settings.MODE != "test":
    raise pytest.UsageError(
        "Unset DJANGO_SETTINGS_MODULE: the tests must choose their own data folder first."
    )

__all__ = ["browser", "context", "page", "page_without_scripts"]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Only this machine can be reached; unix sockets stay open for PostgreSQL and for Playwright's pipe."""
    config.option.allow_hosts = HERE_ONLY
    config.option.allow_unix_socket = True


@pytest.fixture(autouse=True)
def _same_chance_every_time() -> None:
    random.seed(SEED)
    numpy.random.seed(SEED)


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """A request leaves its language active in the thread; no test inherits another's."""
    translation.deactivate()
