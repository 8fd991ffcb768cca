"""Forms about people: they ask, tidy and check; actions decide."""
