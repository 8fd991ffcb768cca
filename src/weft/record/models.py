"""Events and facts are written once: triggers in the database refuse to change or delete them.

An Event holds no personal value in the clear: what changed about a person is sealed under that person's key
(record.keys), so that destroying the key erases it while the chain stays whole.
"""

from django.db import models

from weft.record.personal import Personal

BEGINNING = "0" * 64  # the digest before the first row


class Event(models.Model):
    """One thing done: who, when, what, to which thing, before and after, why. Chained by SHA-256."""

    number = models.PositiveBigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    at = models.DateTimeField()
    actor = models.CharField(max_length=64)  # "account:12", "person:<public id>", "system"
    action = models.CharField(max_length=80)  # "people.person.correct"
    thing = models.CharField(max_length=120)  # "people.person:<public id>"
    purpose = models.CharField(max_length=40, blank=True)  # of a sensitive read
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    PERSONAL: dict[str, Personal] = {}  # names of things only; values about a person are sealed
    IMPERSONAL = (
        "number", "at", "actor", "action", "thing", "purpose", "before", "after", "reason", "previous", "digest",
    )  # fmt: skip

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["thing", "number"]),
            models.Index(fields=["actor", "number"]),
            models.Index(fields=["action", "number"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.thing}"

    @property
    def what(self) -> str:
        """The action in plain words, for templates."""
        from weft.record.words import what

        return what(self.action)


class ChainHead(models.Model):
    """The end of both chains, one row: whoever appends updates it first, so rows never share a number."""

    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=BEGINNING)
    fact_number = models.PositiveBigIntegerField(default=0)
    fact_digest = models.CharField(max_length=64, default=BEGINNING)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "number", "digest", "fact_number", "fact_digest")

    def __str__(self) -> str:
        return f"{self.number} {self.digest[:8]}"


class Fact(models.Model):
    """The pseudonymous residue of something that happened. It survives the erasure of the person."""

    number = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=60)  # "gather.attendance"
    on = models.DateField()
    area = models.CharField(max_length=20, blank=True)  # code of a place large enough to hide in
    programme = models.CharField(max_length=80, blank=True)
    edition = models.CharField(max_length=80, blank=True)
    key = models.CharField(
        max_length=64, blank=True
    )  # pseudonym for this kind of fact; "" when nobody is counted
    traits = models.JSONField(default=dict)  # coarse bands only
    quantities = models.JSONField(default=dict)  # name with its unit -> number: {"minutes": 90}
    at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    PERSONAL: dict[str, Personal] = {}  # a pseudonym and coarse bands only
    IMPERSONAL = (
        "number", "kind", "on", "area", "programme", "edition", "key", "traits", "quantities", "at", "previous",
        "digest",
    )  # fmt: skip

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["kind", "on"]), models.Index(fields=["programme", "edition", "kind"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"


class DoneOnce(models.Model):
    """An idempotency key that has been used, and what came of it."""

    key = models.CharField(max_length=64, unique=True)
    action = models.CharField(max_length=80)
    thing = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "key", "action", "thing", "at")

    def __str__(self) -> str:
        return f"{self.action} {self.thing}"


class DataKey(models.Model):
    """The key one holder's fields of one store are sealed with, itself wrapped by the key file."""

    holder = models.CharField(max_length=22)  # a person's public id
    store = models.CharField(max_length=20)  # "record", "vault", "matching"
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "holder", "store", "wrapped", "made_at")

    class Meta:
        constraints = [models.UniqueConstraint(name="one_key_a_holder_and_store", fields=["holder", "store"])]

    def __str__(self) -> str:
        return f"{self.store} key"
