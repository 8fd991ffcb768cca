"""Perturbed tables of a survey: the room (people, keys, weights), what is asked of it, the figures that come out."""
