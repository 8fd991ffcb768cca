"""Letters. Address, subject and text are sealed under a key of each letter, destroyed when the letter is forgotten."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils import timezone

from weft.people.models import Person
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record import keys
from weft.record.ids import pseudonym, public_id
from weft.record.personal import Basis, Category, Erasure, Personal

STORE, PURPOSE = "post", "to send the letter"
WHY = "to write to you about what you take part in"


def addressee_of(address: str) -> str:
    """The pseudonym of an address: by it a letter goes there once, and is found again when its reader is erased."""
    return pseudonym(keys.secret_for("post"), address.strip().lower())


@dataclass(frozen=True)
class Letter:
    """What a letter says, and to whom."""

    to: str
    subject: str
    body: str


class Message(Scoped):
    """One letter to one address about one occurrence: the same letter is never queued twice."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        FAILED = "failed", "Given up"

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    kind = models.CharField(max_length=40)  # "sign-in code"
    occurrence = models.CharField(max_length=80)  # public id of what it tells of
    addressee = models.CharField(max_length=64)  # pseudonym of the address
    person = models.ForeignKey(
        "people.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    sealed = models.TextField(blank=True)  # a Letter; empty once forgotten
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=80, blank=True)  # of the last try; never the server's own text
    next_try_at = models.DateTimeField(default=timezone.now)
    good_until = models.DateTimeField(null=True, blank=True)  # a code that ran out is not sent
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    ABOUT = "person"

    @staticmethod
    def also_about(person: Person) -> Q:
        """Letters to the address of a person's account from before it was known to be theirs: an invitation."""
        account = person.account
        return Q(addressee=addressee_of(account.email)) if account and account.email else Q(pk__in=[])

    PERSONAL = {
        "sealed": Personal(
            Category.CORRESPONDENCE, WHY, Basis.CONTRACT, "Letter", Erasure.DELETE_ROW, retention_days=30
        ),
        "addressee": Personal(
            Category.CORRESPONDENCE, "never to send a letter twice", Basis.CONTRACT, "", Erasure.DELETE_ROW
        ),
    }
    IMPERSONAL = (
        "id", "public_id", "kind", "occurrence", "person", "state", "tries", "problem", "next_try_at",
        "good_until", "claimed_at", "sent_at", "made_at",
    )  # fmt: skip

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(name="a_letter_goes_once", fields=["kind", "occurrence", "addressee"])
        ]
        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        return Q(person=actor.person_id) if scope.is_own else Q(pk__in=[])

    def seal(self, letter: Letter) -> None:
        self.sealed = keys.seal(
            vars(letter), holder=self.public_id, store=STORE, field="letter", purpose=PURPOSE
        )

    def letter(self) -> Letter:
        opened = keys.unseal(self.sealed, holder=self.public_id, store=STORE, field="letter", purpose=PURPOSE)
        return Letter(**opened)
