"""How often a letter is tried, and how long it is kept."""

from datetime import timedelta

# Waits between tries: a busy or greylisting server answers within minutes (RFC 5321, 4.5.4.1 asks for patience).
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
SENDING_AT_MOST = timedelta(minutes=10)  # longer means the process was stopped
KEPT_AFTER_SENDING = timedelta(days=30)  # then only the fact that it was sent stays
SECONDS_TO_ANSWER = 8  # of the mail server: somebody may be waiting for the page
AT_ONCE = 50  # letters of one round
SHOWN = 20  # letters on the demonstration's page


def wait_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries; None when it is given up."""
    return WAITS[tries - 1] if tries <= len(WAITS) else None
