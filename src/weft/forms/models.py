"""Forms, their versions, and what people answered.

A Form is known by its key for ever; what is asked stands in a FormVersion, which no longer changes once somebody
answered it. A Response belongs to a version. Its answers lie sealed in `answers` under a key of that response alone:
who holds the database without the key file reads nothing, and destroying the key erases them.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from weft.forms.states import Audience, Mode, ResponseState, VersionState
from weft.people.models import Group, Organisation, Person
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record.ids import public_id
from weft.record.personal import Basis, Category, Erasure, Personal

SHARED = "to show those you fill a form in with who sees to which part"
ANSWERED = "to keep what you answered, for what the form says it is for"


class Form(models.Model):
    """One form over all its versions."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    key = models.SlugField(max_length=60, unique=True)  # "city-survey": in exports, files and field apps
    title = models.CharField(max_length=200)
    used_for = models.CharField(max_length=20, default="survey")  # forms.rules.USES
    made_at = models.DateTimeField(auto_now_add=True)

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = ("id", "public_id", "key", "title", "used_for", "made_at")

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title


class FormVersion(models.Model):
    """One version: the workbook it came from, the XForm made of it, and what we note beside its questions."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    source = models.BinaryField()  # the workbook or the tables, as they came
    source_name = models.CharField(max_length=120)
    xform = models.TextField()
    notes = models.JSONField(default=dict)  # by question: indicator, sensitivity, purpose, page, sheet row
    languages = models.JSONField(default=list)
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.INVITED)
    digest = models.CharField(max_length=64)  # SHA-256 of the XForm and the notes
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    live_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)  # first response: it no longer changes

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id", "public_id", "form", "number", "state", "source", "source_name", "xform", "notes", "languages",
        "digest", "made_at", "made_by", "live_at", "used_at",
        "audience",
    )  # fmt: skip

    class Meta:
        ordering = ["form", "-number"]
        constraints = [
            models.UniqueConstraint(name="one_version_a_number", fields=["form", "number"]),
            models.UniqueConstraint(
                name="one_live_version_a_form", fields=["form"], condition=Q(state=VersionState.LIVE)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} version {self.number}"


class Response(Scoped):
    """What one respondent, or one party, answered. Research responses name nobody: person and party stay empty."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="responses")
    about = models.CharField(
        max_length=120, blank=True
    )  # the door it came through: "fielding.case:<public id>"
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.WEB)
    state = models.CharField(max_length=10, choices=ResponseState.choices, default=ResponseState.OPEN)
    is_test = models.BooleanField(default=False)  # preview and test mode: in no export and no figure
    language = models.CharField(max_length=40, blank=True)
    instance_id = models.CharField(max_length=80, unique=True)  # "uuid:…", made here or by the field app
    return_digest = models.CharField(max_length=64, blank=True)  # of the code that opens it on another device
    revision = models.PositiveIntegerField(default=0)  # counts saves
    answers = models.TextField(blank=True)  # sealed under this response's own key
    timings = models.JSONField(
        default=dict
    )  # "device" and "seconds" of all; pages lie sealed (answers.Kept.seen)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    # who signed for a party, and the revision they signed: a later change waits for a new signature
    certified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    certified_at = models.DateTimeField(null=True, blank=True)
    certified_revision = models.PositiveIntegerField(null=True, blank=True)

    STORE, HOLDS_KEYS = "forms", True  # sealed under keys of its own public id, destroyed when it is cleared
    ABOUT = "person"
    PERSONAL = {
        "answers": Personal(Category.PARTICIPATION, ANSWERED, Basis.CONSENT, "Your answers", Erasure.CLEAR),
        "person": Personal(Category.ACCOUNT, ANSWERED, Basis.CONSENT, "Your account", Erasure.UNLINK),
    }
    IMPERSONAL = (
        "id", "public_id", "version", "about", "mode", "state", "is_test", "language", "instance_id",
        "return_digest", "revision", "timings", "organisation", "group", "started_at", "saved_at", "submitted_at",
        "certified_by", "certified_at", "certified_revision",
    )  # fmt: skip

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["version", "state"]),
            models.Index(fields=["about"]),
            models.Index(fields=["return_digest"]),
        ]
        constraints = [
            models.CheckConstraint(
                name="submitted_response_has_a_moment",
                condition=(Q(state=ResponseState.SUBMITTED) & Q(submitted_at__isnull=False))
                | (~Q(state=ResponseState.SUBMITTED) & Q(submitted_at=None)),
            ),
            models.CheckConstraint(
                name="response_submitted_after_it_began",
                condition=Q(submitted_at=None) | Q(submitted_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"response {self.public_id[:6]}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        if scope.is_organisation:
            return Q(organisation__in=scope.organisations)
        if not scope.is_own:
            return Q()
        return Q(person=actor.person_id)

    @staticmethod
    def held_rows(person: Person) -> list[dict[str, Any]]:
        """Each answer of a person's responses by the words of its question (people.mydata)."""
        from weft.forms.queries.own import answer_rows

        return answer_rows(person)


class SectionOwner(Scoped):
    """Who of an organisation sees to one section of what it answers together: a hint to the others, never a lock."""

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="section_owners")
    section = models.CharField(max_length=200)  # its name on the hub (bind::weft:page)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    ABOUT = "person"
    PERSONAL = {
        "section": Personal(
            Category.PARTICIPATION, SHARED, Basis.CONTRACT, "Section you see to", Erasure.DELETE_ROW
        ),
    }
    IMPERSONAL = ("id", "response", "person")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="one_owner_a_section", fields=["response", "section"]),
        ]

    def __str__(self) -> str:
        return f"section of {self.response_id}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        if scope.is_organisation:
            return Q(response__organisation__in=scope.organisations)
        return Q(person=actor.person_id) if scope.is_own else Q()


class Attachment(models.Model):
    """A file somebody gave as an answer, checked by its content and sealed like the answers."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="attachments")
    question = models.CharField(max_length=300)  # reference of the question, "/data/photo"
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)  # "image/jpeg", found by content
    size_bytes = models.PositiveIntegerField()
    sealed = models.TextField()
    made_at = models.DateTimeField(auto_now_add=True)

    STORE = "forms"  # opened only for the download
    ABOUT = "response__person"
    PERSONAL = {
        "name": Personal(
            Category.PARTICIPATION, ANSWERED, Basis.CONSENT, "Name of your file", Erasure.DELETE_ROW
        ),
        "sealed": Personal(Category.PARTICIPATION, ANSWERED, Basis.CONSENT, "Your file", Erasure.DELETE_ROW),
    }
    IMPERSONAL = ("id", "public_id", "response", "question", "kind", "size_bytes", "made_at")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} for {self.question}"

    @staticmethod
    def held_rows(person: Person) -> list[dict[str, Any]]:
        from weft.forms.queries.own import file_rows

        return file_rows(person)


from weft.forms.exports.models import Export  # noqa: E402 - they point to the models above
from weft.forms.paper.models import PaperReturn  # noqa: E402

__all__ = [
    "ANSWERED",
    "Attachment",
    "Export",
    "Form",
    "FormVersion",
    "PaperReturn",
    "Response",
    "SectionOwner",
]
