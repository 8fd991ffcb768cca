"""Who is told when what is said about a venue has changed. Places know none of them: settings.VENUE_CHANGED does."""

from django.conf import settings
from django.utils.module_loading import import_string

from weft.places.models import Venue


def tell_changed(venue: Venue) -> None:
    """In the transaction that changed it: what follows from a venue elsewhere is true at once, or nothing changes."""
    for path in settings.VENUE_CHANGED:
        import_string(path)(venue=venue)
