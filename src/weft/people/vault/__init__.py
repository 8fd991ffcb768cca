"""Monitoring answers: sealed field by field, read for monitoring only, every read an event.

Nothing that allocates, scores or matches may import this package (the import contract), and its doors refuse any
purpose but monitoring, subject access and erasure.
"""
