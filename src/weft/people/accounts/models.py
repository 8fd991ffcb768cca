"""Codes sent by mail, tries that were counted, one-time links, invitations. Only hashes of secrets are stored."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from weft.people.models import Organisation, Person
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record.ids import public_id
from weft.record.personal import Basis, Category, Erasure, Personal

TO_SIGN_IN, TO_INVITE = "to let you sign in", "to invite you"


def of_address(person: Person) -> Q:
    """Rows that name the address of a person's account; an address without one may be anybody's."""
    return Q(email=person.account.email) if person.account and person.account.email else Q(pk__in=[])


class Code(models.Model):
    """A code sent to an address: whoever enters it has shown that the mailbox is theirs."""

    class Purpose(models.TextChoices):
        SIGN_IN = "sign in", "Sign in"
        CONFIRM = "confirm", "Confirm it is you"
        NEW_ADDRESS = "new address", "Change the address"
        INVITATION = "invitation", "Accept an invitation"

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    email = models.EmailField()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    invitation = models.ForeignKey("Invitation", null=True, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    tries_left = models.PositiveSmallIntegerField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    ABOUT = "account__person"
    also_about = staticmethod(of_address)
    PERSONAL = {
        "email": Personal(Category.ACCOUNT, TO_SIGN_IN, Basis.CONTRACT, "Address", Erasure.DELETE_ROW, 1)
    }
    IMPERSONAL = (
        "id", "public_id", "purpose", "account", "invitation", "digest", "tries_left", "expires_at", "used_at",
        "made_at",
    )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.purpose} {self.made_at:%Y-%m-%d %H:%M}"


class Attempt(models.Model):
    """One counted try; the key is a keyed hash of who or what is limited, so the table tells nobody who tried."""

    key = models.CharField(max_length=64)
    at = models.DateTimeField()

    ABOUT = ""
    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "key", "at")

    class Meta:
        indexes = [models.Index(fields=["key", "at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class SignInLink(models.Model):
    """A link made on the command line that signs an account in once: how a city starts before its mail works."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    ABOUT = "account__person"
    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "account", "digest", "expires_at", "used_at")

    def __str__(self) -> str:
        return f"link of account {self.account_id}"


class Invitation(Scoped):
    """A role offered to an address. Roles that reach far wait for a second person's approval."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    email = models.EmailField()
    role = models.CharField(max_length=30)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, blank=True)  # of the token in the link; empty until it is sent
    sendings = models.PositiveSmallIntegerField(default=0)
    needs_approval = models.BooleanField()
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    ABOUT = "accepted_by"
    also_about = staticmethod(of_address)
    PERSONAL = {
        "email": Personal(
            Category.CONTACT, TO_INVITE, Basis.CONTRACT, "Invited address", Erasure.DELETE_ROW, 90
        ),
        "role": Personal(Category.ACCOUNT, TO_INVITE, Basis.CONTRACT, "Invited as", Erasure.DELETE_ROW, 90),
    }
    IMPERSONAL = (
        "id", "public_id", "organisation", "digest", "sendings", "needs_approval", "invited_by", "approved_by",
        "accepted_by", "expires_at", "approved_at", "accepted_at", "revoked_at", "made_at",
    )  # fmt: skip

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="nobody_approves_their_own_invitation",
                condition=Q(approved_by=None) | Q(invited_by=None) | ~Q(approved_by=F("invited_by")),
            ),
            models.CheckConstraint(
                name="no_acceptance_before_approval",
                condition=Q(needs_approval=False) | Q(accepted_at=None) | Q(approved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"invitation as {self.role}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        if scope.is_organisation:
            return Q(organisation__in=scope.organisations)
        return Q(invited_by=actor.account_id) if scope.is_own else Q()

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None

    @property
    def waits_for_approval(self) -> bool:
        return self.is_open and self.needs_approval and self.approved_at is None
