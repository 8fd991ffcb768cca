"""Who may collect answers to a form with a field app, and what came in that way."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from weft.forms.models import Form, Response
from weft.people.models import Person
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record.ids import public_id
from weft.record.personal import Basis, Category, Erasure, Personal

COLLECTS = "to let them collect answers with a field app"


class FieldAccount(Scoped):
    """One person's key to one form in a field app. The token is shown once; only its digest is kept."""

    public_id = models.CharField(
        max_length=22, unique=True, default=public_id, editable=False
    )  # the user name
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="field_accounts")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    about = models.CharField(max_length=120, blank=True)  # what its answers are for, as Response.about
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    ABOUT = "person"
    PERSONAL = {
        "person": Personal(Category.ACCOUNT, COLLECTS, Basis.CONTRACT, "Your field app", Erasure.UNLINK),
        "last_used_at": Personal(
            Category.ACCOUNT, COLLECTS, Basis.CONTRACT, "When your field app was last used", Erasure.CLEAR
        ),
    }
    IMPERSONAL = ("id", "public_id", "form", "about", "digest", "made_at", "made_by", "revoked_at")

    class Meta:
        ordering = ["-made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_field_account_a_person_and_form",
                fields=["form", "person"],
                condition=Q(revoked_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"field account {self.public_id[:6]}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        return Q(person=actor.person_id) if scope.is_own else Q()


class FieldSubmission(models.Model):
    """What the field app's protocol needs to know of a response that came through it."""

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="field_submission")
    account = models.ForeignKey(FieldAccount, on_delete=models.PROTECT, related_name="submissions")
    # Keyed with the service's secret: who holds the database alone cannot try out answers against it.
    content = models.CharField(max_length=64)
    files_named = models.PositiveIntegerField(default=0)  # by the answers; they may come in several requests
    flagged = models.JSONField(default=list)  # questions whose answer does not fit, by reference and why
    received_at = models.DateTimeField(auto_now_add=True)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "response", "account", "content", "files_named", "flagged", "received_at")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"submission of {self.response}"
