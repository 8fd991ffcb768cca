"""Every read of Measure. Pages and files get Figures from here, never bare numbers."""

from weft.measure.queries.figures import figure_of, release_registry
from weft.measure.queries.indicator import IndicatorPage, indicator_page
from weft.measure.queries.picture import CityPicture, city_picture, landing_figure
from weft.measure.queries.releases import current_digests, current_releases, releases_with

__all__ = [
    "CityPicture",
    "IndicatorPage",
    "city_picture",
    "current_digests",
    "current_releases",
    "figure_of",
    "indicator_page",
    "landing_figure",
    "release_registry",
    "releases_with",
]
