"""A paper return on its way to a response: keyed by one, keyed again by another, settled where they differ."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from weft.forms.paper.states import PaperState
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record.ids import public_id
from weft.record.personal import NOBODY, Basis, Category, Erasure, Personal

KEYED = "to key what you answered on paper without mistakes"


class PaperReturn(Scoped):
    """One filled paper form. What was keyed lies sealed under a key of this return alone."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    version = models.ForeignKey("forms.FormVersion", on_delete=models.PROTECT, related_name="paper_returns")
    reference = models.CharField(max_length=40)  # the number written on the paper
    about = models.CharField(max_length=120, blank=True)  # as Response.about
    state = models.CharField(max_length=8, choices=PaperState.choices, default=PaperState.FIRST)
    first = models.TextField(blank=True)  # sealed: what the first keyer read
    second = models.TextField(blank=True)
    settled = models.TextField(blank=True)  # sealed: what holds, with the reasons
    differing = models.JSONField(default=list)  # references of the questions keyed differently; no answers
    off_route = models.PositiveIntegerField(default=0)  # answers on paper that the route leaves out
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    settled_why = models.CharField(max_length=300, blank=True)  # where one of the two keyers settled it
    first_at = models.DateTimeField(auto_now_add=True)
    second_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    response = models.OneToOneField(
        "forms.Response", null=True, blank=True, on_delete=models.SET_NULL, related_name="paper_return"
    )

    STORE, HOLDS_KEYS = "forms", True
    ABOUT = NOBODY  # paper names nobody the service knows
    PERSONAL = {
        "first": Personal(Category.PARTICIPATION, KEYED, Basis.CONSENT, "Your paper answers", Erasure.CLEAR),
        "second": Personal(
            Category.PARTICIPATION, KEYED, Basis.CONSENT, "Your paper answers, read again", Erasure.CLEAR
        ),
        "settled": Personal(
            Category.PARTICIPATION, KEYED, Basis.CONSENT, "Your paper answers, as they stand", Erasure.CLEAR
        ),
    }
    IMPERSONAL = (
        "id", "public_id", "version", "reference", "about", "state", "differing", "off_route", "first_by", "second_by",
        "settled_by", "settled_why", "first_at", "second_at", "settled_at", "response",
    )  # fmt: skip

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="one_paper_return_a_reference", fields=["version", "reference"]),
            models.CheckConstraint(
                name="paper_keyed_by_two_people",
                condition=Q(second_by=None) | Q(first_by=None) | ~Q(second_by=F("first_by")),
            ),
            models.CheckConstraint(
                name="paper_state_has_its_moments",
                condition=Q(state=PaperState.FIRST, second_at=None, settled_at=None)
                | Q(state=PaperState.SECOND, second_at__isnull=False, settled_at=None)
                | Q(state=PaperState.SETTLED, second_at__isnull=False, settled_at__isnull=False),
            ),
            models.CheckConstraint(
                name="keyer_who_settles_says_why",
                condition=Q(settled_by=None)
                | ~Q(settled_why="")
                | (
                    (Q(first_by=None) | ~Q(settled_by=F("first_by")))
                    & (Q(second_by=None) | ~Q(settled_by=F("second_by")))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"paper return {self.reference}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        """One's own are those one keyed."""
        if not scope.is_own or actor.account_id is None:
            return Q()
        return Q(first_by=actor.account_id) | Q(second_by=actor.account_id)
