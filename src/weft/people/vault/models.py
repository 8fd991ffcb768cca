"""Answers to monitoring questions, sealed: the database shows that a question was answered, never how."""

from django.db import models
from django.db.models import Q

from weft.people.models import Person
from weft.people.roles.actor import Actor, Scope
from weft.people.roles.scoping import Scoped
from weft.record.personal import Basis, Category, Erasure, Personal

WHY = "to see whether the city's programmes reach everyone, in counts of many people"
KEPT_DAYS = 1095


class Answer(Scoped):
    """One person's answer to one version of one question."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=40)  # "tenure@1", of questions.yaml
    sealed = models.TextField()
    purpose = models.CharField(max_length=20, default="monitoring")
    answered_on = models.DateField()

    ABOUT = "person"
    PERSONAL = {
        "question": Personal(
            Category.MONITORING,
            WHY,
            Basis.EQUALITY_MONITORING,
            "Monitoring question",
            Erasure.DELETE_ROW,
            KEPT_DAYS,
        ),
        "sealed": Personal(
            Category.MONITORING,
            WHY,
            Basis.EQUALITY_MONITORING,
            "Monitoring answer",
            Erasure.DESTROY_KEY,
            KEPT_DAYS,
        ),
        "answered_on": Personal(
            Category.MONITORING,
            WHY,
            Basis.EQUALITY_MONITORING,
            "Answered on",
            Erasure.DELETE_ROW,
            KEPT_DAYS,
        ),
    }
    IMPERSONAL = ("id", "person", "purpose")
    STORE = "vault"  # of the keys it is sealed with

    class Meta:
        ordering = ["person", "question"]
        constraints = [
            models.UniqueConstraint(name="one_answer_a_question", fields=["person", "question"]),
            models.CheckConstraint(name="answers_serve_monitoring", condition=Q(purpose="monitoring")),
        ]

    def __str__(self) -> str:
        return self.question

    @classmethod
    def within(cls, actor: Actor, scope: Scope) -> Q:  # noqa: ARG003
        """A person's own, whatever the reach: no role reads another's answers."""
        return Q(person=actor.person_id)
