"""Letters about evidence that runs out: to the holder, and to those who run the programme."""

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from weft.people.models import Membership, Person
from weft.post.actions import queue
from weft.post.models import Letter
from weft.post.readers import in_language_of
from weft.programmes.models import Evidence, Programme

KIND, KIND_STAFF = "evidence running out", "evidence running out, to who runs it"


def write_about(evidence: Evidence) -> None:
    """Queue both letters, in the transaction of the event. Who has no e-mail address is told by who runs it."""
    person, asked = evidence.person, evidence.requirement
    if person.email:
        with in_language_of(person):
            queue(letter=_to_holder(person, _said(evidence)), kind=KIND, about=evidence, person=person)
    for each in who_runs(asked.programme):
        with in_language_of(each):
            queue(letter=_to_staff(each, _said(evidence)), kind=KIND_STAFF, about=evidence, person=each)


def _said(evidence: Evidence) -> dict[str, str]:
    """What both letters name, the day in the language of the moment."""
    asked = evidence.requirement
    return {
        "what": asked.label,
        "programme": asked.programme.title,
        "day": date_format(evidence.valid_until, "j F Y") if evidence.valid_until else "",
    }


def _to_holder(person: Person, said: dict[str, str]) -> Letter:
    return Letter(
        to=person.email,
        subject=_("Something you showed us runs out, %(city)s") % {"city": settings.CITY},
        body=_(
            "What you showed us for %(programme)s (%(what)s) holds until %(day)s.\n\n"
            "To go on, show a newer one before that day. Sign in and open “What you have shown” "
            "to say that you have it."
        )
        % said,
    )


def _to_staff(person: Person, said: dict[str, str]) -> Letter:
    """Names nobody: who it is stands on the programme's page."""
    return Letter(
        to=person.email,
        subject=_("Evidence runs out in %(programme)s") % said,
        body=_(
            "Something shown for %(programme)s (%(what)s) holds until %(day)s. The programme's page says whose it is."
        )
        % said,
    )


def who_runs(programme: Programme) -> list[Person]:
    """The administrators of the organisation that runs it; of a programme of the city, its officers."""
    from django.utils import timezone

    held = Membership.objects.unscoped("who is told").filter(Membership.in_force(timezone.localdate()))
    if programme.organisation_id:
        held = held.filter(organisation=programme.organisation_id, role="partner_admin")
    else:
        held = held.filter(organisation__kind="city", role="officer")
    found = {each.person_id: each.person for each in held.select_related("person")}
    return [person for person in found.values() if person.email and not person.erased_at]
