"""What a person could argue with about places, each with its reason."""

EARTH_KM = 6371.0088
"""Mean radius of the earth: IUGG, Moritz, Geodetic Reference System 1980 (Journal of Geodesy 74, 2000)."""

EDGE_KM = 1e-6
"""A venue exactly on the radius is near: one millimetre more than asked, for the rounding of the numbers."""

SPOT_DEGREES = 0.005
"""What is left of a postcode in an address: a spot of about 550 by 350 metres, which in London holds some forty
postcodes (331,252 on 1,572 square kilometres). Smaller would say where somebody lives, larger would sort badly."""

RADII_KM = (1, 2, 5, 10, 20)
LISTED = 50
"""Venues on one page; nobody reads further, and the search stays cheap."""

SAME_WHOLE = 0.005
"""Categories add up to the population when they differ by at most this share: the census alters small counts a
little to protect people (Office for National Statistics, Protecting personal data in Census 2021 results, 2022)."""

NEVER_KEPT = ("nationality", "nationalities", "citizenship", "immigration", "passport", "country_of_birth", "asylum",
              "year_of_arrival", "migrant_indicator", "residence_permit")  # fmt: skip
"""Topics no place table may hold. In 2016-17 a London map by nationality and area was opened to immigration
enforcement (SAFETY, requirement 4): what is not kept cannot be taken."""

NEIGHBOURS_SHARE = 2
"""Corners two areas must have in common to be neighbours; one alone is a point where they merely meet."""
