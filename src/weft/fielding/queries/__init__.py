"""Reads about fieldwork."""
