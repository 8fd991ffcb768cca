"""The WSGI application that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

# A long page makes some 20,000 short-lived objects; sweeping every 700 of them visits the heap for nothing.
YOUNG_OBJECTS = 50_000


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
