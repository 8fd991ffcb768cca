"""Every write about places. Each is keyword-only, one transaction, and records an event in it."""

from weft.places.actions.boundaries import import_boundaries
from weft.places.actions.imports import Imported, Progress, import_population, import_postcodes
from weft.places.actions.packs import load_pack
from weft.places.actions.venues import VenueFacts, add_venue, change_venue

__all__ = [
    "Imported",
    "Progress",
    "VenueFacts",
    "add_venue",
    "change_venue",
    "import_boundaries",
    "import_population",
    "import_postcodes",
    "load_pack",
]
