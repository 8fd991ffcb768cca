"""Releases nobody can attack: plan, protect, audit and repair, attack."""
