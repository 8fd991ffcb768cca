"""The WSGI application that granian serves."""

import gc
import os
from typing import IO

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from weft.config import in_use

# A long page makes some 20,000 short-lived objects; sweeping every 700 of them visits the heap for nothing.
YOUNG_OBJECTS = 50_000


def settle_memory() -> None:
    """Read the definitions once, then keep the garbage collector off what never changes."""
    from weft.registry.load import load_registry

    load_registry()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)


def hold_demonstration() -> IO[str] | None:
    """A worker that outlives the command which started it must still keep the city from being deleted under it."""
    if not settings.DEMO:
        return None
    file = in_use.opened()
    if not in_use.is_shared(file):
        raise RuntimeError(in_use.BUILDING)
    return file


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weft.config.settings")
application = get_wsgi_application()
held = hold_demonstration()  # for as long as this process lives
settle_memory()
