"""Mixed teams and tables of a session: what was asked of the solver, what it made, who approved it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from weft.gather.models import Booking, Session
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record.ids import public_id
from weft.record.personal import Basis, Category, Erasure, Personal


class Seating(models.Model):
    """One making of teams for a session, over one or several rounds; a person approves it before it is printed."""

    public_id = models.CharField(max_length=22, unique=True, default=public_id, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="seatings")
    rounds = models.PositiveSmallIntegerField(default=1)
    teams = models.PositiveSmallIntegerField(default=1)  # how many a round, numbered from 1
    smallest = models.PositiveSmallIntegerField()
    largest = models.PositiveSmallIntegerField()
    roles = models.JSONField(default=list)  # who is seated; none: everybody who comes
    sides = models.JSONField(default=list)  # two roles who meet one to one; none: teams
    mix_on = models.JSONField(default=list)  # traits people agreed to be mixed by
    nobody_alone = models.BooleanField(
        default=True
    )  # of those traits: nobody the only one of a kind at a table
    together = models.JSONField(default=list)  # lists of booking public ids
    apart = models.JSONField(default=list)
    locked = models.JSONField(default=list)  # [round, team] pairs nobody is moved into or out of
    seed = models.PositiveIntegerField()
    verdict = models.JSONField(default=dict)  # value, bound, who could not be satisfied and why
    made_at = models.DateTimeField(auto_now_add=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    PERSONAL: dict[str, Personal] = {}
    IMPERSONAL = (
        "id", "public_id", "session", "rounds", "teams", "smallest", "largest", "roles", "sides", "mix_on",
        "nobody_alone", "together", "apart", "locked", "seed", "verdict", "made_at", "approved_at", "approved_by",
    )  # fmt: skip

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="teams_have_sizes", condition=Q(smallest__gte=1) & Q(largest__gte=F("smallest"))
            ),
        ]

    def __str__(self) -> str:
        return f"teams for {self.session}"


class Seat(Scoped):
    """Where somebody sits in a round. It stays when they are erased: the booking then leads to nobody, and the team
    keeps its size."""

    seating = models.ForeignKey(Seating, on_delete=models.CASCADE, related_name="seats")
    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)
    team = models.PositiveSmallIntegerField()

    ABOUT = "booking__person"
    PERSONAL = {
        "team": Personal(
            Category.PARTICIPATION, "to make mixed teams", Basis.CONSENT, "Team or table", Erasure.KEEP
        ),
    }
    IMPERSONAL = ("id", "seating", "booking", "round")

    class Meta:
        ordering = ["seating", "round", "team", "pk"]
        constraints = [
            models.UniqueConstraint(name="one_seat_a_round", fields=["seating", "booking", "round"])
        ]

    def __str__(self) -> str:
        return f"team {self.team} in round {self.round}"

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:
        if scope.is_organisation:
            return Q(seating__session__activity__organisation__in=scope.organisations)
        return Q(booking__person=actor.person_id) if scope.is_own else Q()
