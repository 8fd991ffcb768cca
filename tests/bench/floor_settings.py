"""The service's settings with one more route: an empty view behind the same middleware (tests.bench.floor)."""

from weft.config.settings import *  # noqa: F403

# The programs that measure say whose address each visitor has: one address may begin a form only so often.
SERVED_OVER_HTTPS = True
PAGES_FOR = 5  # as in a city
ROOT_URLCONF = "tests.bench.floor"
