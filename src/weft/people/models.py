"""Who there is: persons, organisations, and the memberships that carry roles."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record.ids import public_id
from weft.record.personal import Basis, Category, Erasure, Personal

TEAM, CONTACT_US = "the city team", "to take part and be told about it"


class Person(Scoped):
    """Somebody who takes part, with or without an account."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=10, blank=True)
    area = models.ForeignKey("places.Area", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="person"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    last_active_on = models.DateField(default=timezone.localdate)
    erased_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    ABOUT = ""
    PERSONAL = {
        "name": Personal(Category.IDENTITY, CONTACT_US, Basis.CONSENT, "Name", Erasure.CLEAR, 1095),
        "email": Personal(Category.CONTACT, CONTACT_US, Basis.CONSENT, "E-mail address", Erasure.CLEAR, 1095),
        "phone": Personal(Category.CONTACT, CONTACT_US, Basis.CONSENT, "Phone number", Erasure.CLEAR, 1095),
        "language": Personal(Category.CONTACT, CONTACT_US, Basis.CONSENT, "Language", Erasure.CLEAR, 1095),
        "area": Personal(Category.PLACE, "to show what is near", Basis.CONSENT, "Area", Erasure.CLEAR, 1095),
        "account": Personal(Category.ACCOUNT, "to sign in", Basis.CONSENT, "Account", Erasure.UNLINK, 1095),
    }
    IMPERSONAL = ("id", "public_id", "merged_into", "last_active_on", "erased_at", "created_at")

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        """Those who take part with an organisation now: it loses sight of whoever leaves, is merged or erased."""
        if scope.is_organisation:
            here = Q(memberships__organisation__in=scope.organisations, merged_into=None, erased_at=None)
            return here & Membership.in_force(timezone.localdate(), "memberships__")
        return Q(pk=actor.person_id) if scope.is_own else Q()


class Organisation(Scoped):
    """A charity, CIC, informal group, school, employer, borough, funder; or the city team itself."""

    class Kind(models.TextChoices):
        CITY = "city", "City team"
        CHARITY = "charity", "Charity"
        CIC = "cic", "Community interest company"
        INFORMAL = "informal", "Informal group"
        SCHOOL = "school", "School"
        EMPLOYER = "employer", "Employer"
        BOROUGH = "borough", "Borough"
        FUNDER = "funder", "Funder"

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    area = models.ForeignKey("places.Area", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    identifiers = models.JSONField(default=dict)  # scheme -> number: {"GB-CHC": "1089464"}
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    IMPERSONAL = (
        "id", "public_id", "name", "kind", "email", "website", "area", "identifiers", "merged_into", "created_at",
    )  # fmt: skip

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_city_team", fields=["kind"], condition=Q(kind="city")),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        if scope.is_organisation:
            return Q(pk__in=scope.organisations)
        if not scope.is_own:
            return Q()
        return Q(memberships__person=actor.person_id) & Membership.in_force(
            timezone.localdate(), "memberships__"
        )


class Membership(Scoped):
    """A person's role in an organisation, from a day to a day. City-wide roles are memberships of the city team."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30)  # of roles/matrix.yaml
    starts_on = models.DateField(default=timezone.localdate)
    ends_on = models.DateField(null=True, blank=True)  # the last day it holds

    ABOUT = "person"
    PERSONAL = {
        "role": Personal(
            Category.ACCOUNT, "to give the right access", Basis.CONTRACT, "Role", Erasure.DELETE_ROW
        ),
        "organisation": Personal(
            Category.ACCOUNT, "to give the right access", Basis.CONTRACT, "Organisation", Erasure.DELETE_ROW
        ),
    }
    IMPERSONAL = ("id", "public_id", "person", "starts_on", "ends_on")

    class Meta:
        ordering = ["organisation", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_open_membership_a_role",
                fields=["person", "organisation", "role"],
                condition=Q(ends_on=None),
            ),
            models.CheckConstraint(
                name="membership_ends_after_it_starts",
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.organisation_id}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        if scope.is_organisation:
            return Q(organisation__in=scope.organisations)
        return Q(person=actor.person_id) if scope.is_own else Q()

    @staticmethod
    def in_force(on: date, through: str = "") -> Q:
        """The memberships that hold on a day; through: the way to them from another model, "memberships__"."""
        begun, open_ended = Q((f"{through}starts_on__lte", on)), Q((f"{through}ends_on", None))
        return begun & (open_ended | Q((f"{through}ends_on__gte", on)))
