"""Weft: know how connected a city is, fund what brings people together, show honestly what changed."""

__version__ = "0.1.0"
