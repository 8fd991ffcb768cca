"""Reads about people: every one either starts from rows policy gave, or says why it may look at everything."""
