"""Letters: their words, and their pages."""
