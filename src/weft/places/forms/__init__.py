"""Forms of places: a search, a venue, an import."""
