"""Every route of the service, those of the demonstration too: the crawl checks that they are shut elsewhere."""

from weft.config.urls import handler400, handler500, urlpatterns
from weft.demo.urls import urlpatterns as demonstration

__all__ = ["handler400", "handler500", "urlpatterns"]
urlpatterns = [*urlpatterns, *(route for route in demonstration)]
