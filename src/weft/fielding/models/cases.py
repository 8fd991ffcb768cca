"""A case: one adult asked at one address. How they are reached, and that they answered."""

from django.db import models
from django.db.models import Q

from weft.fielding.models.fieldwork import LetterBatch
from weft.fielding.models.sample import SampleAddress
from weft.fielding.states import CaseState, Channel, Occurrence
from weft.people.models import Person
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record.ids import public_id
from weft.record.personal import Personal


class Case(Scoped):
    """One adult at an address. Its code is nowhere: codes.code_of works it out, codes.digest_of finds it again."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    address = models.ForeignKey(SampleAddress, on_delete=models.CASCADE, related_name="cases")
    slot = models.PositiveSmallIntegerField(default=1)  # first, second … adult
    state = models.CharField(max_length=8, choices=CaseState.choices, default=CaseState.OPEN)
    outcome = models.CharField(max_length=5, default="3.10")  # AAPOR disposition (dispositions.yaml)
    code_digest = models.CharField(max_length=64, blank=True)
    response = models.CharField(
        max_length=22, blank=True
    )  # its public id; emptied when fieldwork is unlinked
    interviewer = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    ABOUT = ""
    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id", "public_id", "address", "slot", "state", "outcome", "code_digest", "response", "interviewer",
    )  # fmt: skip

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["state"])]
        constraints = [
            models.UniqueConstraint(name="one_case_a_slot", fields=["address", "slot"]),
            models.UniqueConstraint(
                name="one_case_a_code", fields=["code_digest"], condition=~Q(code_digest="")
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.address_id}-{self.slot}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        return Q(interviewer=actor.person_id) if scope.is_own else Q(pk__in=[])


class Contact(models.Model):
    """One letter, e-mail, call or visit of the schedule. It is due once, and sent once."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="contacts")
    occurrence = models.CharField(max_length=10, choices=Occurrence.choices)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.LETTER)
    due_on = models.DateField()
    sent_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)  # they answered, refused, or asked us to stop
    batch = models.ForeignKey(
        LetterBatch, null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts"
    )

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "case", "occurrence", "channel", "due_on", "sent_at", "stopped_at", "batch")

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["channel", "due_on"])]
        constraints = [
            models.UniqueConstraint(name="one_contact_an_occurrence", fields=["case", "occurrence"]),
            models.CheckConstraint(
                name="contact_sent_or_stopped", condition=Q(sent_at=None) | Q(stopped_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence} of {self.case_id}"


class Completion(models.Model):
    """That a code was used up. The database lets one row a case in, whoever comes how often; no moment is kept."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="completion")
    response = models.CharField(max_length=22, unique=True)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "case", "response")

    def __str__(self) -> str:
        return f"completion of {self.case_id}"
