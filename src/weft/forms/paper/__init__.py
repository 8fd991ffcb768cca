"""Forms on paper: printed, filled by hand, keyed twice, settled where the two differ."""
