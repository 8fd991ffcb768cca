"""The service's settings with one more route: an empty view behind the same middleware (tests.bench.floor)."""

from weft.config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.floor"
