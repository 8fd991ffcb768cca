"""Measure: how connected the city is, for whom and where."""
