"""Persons and organisations."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from weft.people.models.dates import in_force
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
        """An organisation reaches the people who hold a role with it today: not yesterday's, not merged ones."""
        if scope.is_organisation:
            held = in_force(timezone.localdate(), "memberships__")
            return held & Q(
                memberships__organisation__in=scope.organisations, merged_into=None, erased_at=None
            )
        return Q(pk=actor.person_id) if scope.is_own else Q()


class Organisation(Scoped):
    """A charity, CIC, informal group, school, employer, borough, funder; or the city team itself."""

    class Kind(models.TextChoices):
        CITY = "city", _("City team")
        CHARITY = "charity", _("Charity")
        CIC = "cic", _("Community interest company")
        INFORMAL = "informal", _("Informal group")
        SCHOOL = "school", _("School")
        EMPLOYER = "employer", _("Employer")
        BOROUGH = "borough", _("Borough")
        FUNDER = "funder", _("Funder")

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.TextField(blank=True)  # what it does, in its own words: meant for everyone, later
    email = models.EmailField(blank=True)
    website = models.URLField(blank=True)
    area = models.ForeignKey("places.Area", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    identifiers = models.JSONField(default=dict)  # scheme -> number: {"GB-CHC": "1089464"}
    verified_at = models.DateTimeField(null=True, blank=True)  # when staff checked that it is what it says
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    IMPERSONAL = (
        "id", "public_id", "name", "kind", "about", "email", "website", "area", "identifiers", "verified_at",
        "verified_by", "merged_into", "created_at",
    )  # fmt: skip

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_city_team", fields=["kind"], condition=Q(kind="city")),
            models.CheckConstraint(
                name="verified_by_somebody_at_some_time",
                condition=Q(verified_by=None) | Q(verified_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        if scope.is_organisation:
            return Q(pk__in=scope.organisations)
        held = in_force(timezone.localdate(), "memberships__")
        return held & Q(memberships__person=actor.person_id) if scope.is_own else Q()
