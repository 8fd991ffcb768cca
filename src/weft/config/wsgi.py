"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

YOUNG_OBJECTS = 50_000  # a long page makes some 20,000 short-lived objects; sweeping at 700 visits the heap for it
    50_000  # a long page makes some 20,000 short-lived objects; Python's own 700 sweeps the whole heap for it
)


def settle_memory() -> None:
    """Read the definitions once, then keep the garbage collector off what never changes."""
    from weft.registry.load import load_registry

    load_registry()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "weft.config.settings")
application = get_wsgi_application()
settle_memory()
