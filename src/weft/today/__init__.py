"""Today: the home of staff. What needs me by when, what waits for others, what is on.

Rooms say what waits by a function named in settings.TODAY_SOURCES (weft.today.tasks).
"""
