"""Every read of Measure. Pages and files get Figures from here, never bare numbers."""

from weft.measure.queries.definitions import DefinedIndicator, defined_indicators
from weft.measure.queries.figures import everyone_of, figure_of, release_registry
from weft.measure.queries.indicator import IndicatorPage, indicator_page
from weft.measure.queries.picture import CityPicture, city_picture, landing_figure
from weft.measure.queries.releases import (
    current_digests,
    current_releases,
    releases_with,
    replaced_by,
    way_out_of,
)

__all__ = [
    "CityPicture",
    "DefinedIndicator",
    "IndicatorPage",
    "city_picture",
    "current_digests",
    "current_releases",
    "defined_indicators",
    "everyone_of",
    "figure_of",
    "indicator_page",
    "landing_figure",
    "release_registry",
    "releases_with",
    "replaced_by",
    "way_out_of",
]
