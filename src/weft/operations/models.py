"""When each periodic job last ran, and what came of it."""

from django.db import models


class TickJob(models.Model):
    """One row a job. A tick takes a job by moving `taken_until` with a condition: of two ticks, one has it."""

    name = models.CharField(max_length=40, unique=True)
    next_at = models.DateTimeField()
    taken_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    worked_at = models.DateTimeField(null=True, blank=True)  # the last time it ended well
    is_failing = models.BooleanField(default=False)
    result = models.CharField(max_length=200, blank=True)  # a sentence, without anything about a person

    PERSONAL: dict[str, object] = {}
    IMPERSONAL = ("id", "name", "next_at", "taken_until", "ended_at", "worked_at", "is_failing", "result")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
