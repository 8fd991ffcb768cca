"""Evidence: seen by somebody else, valid until a day, never a file."""

from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.utils import translation

from tests.people.make import account
from tests.post.languages import said
from tests.programmes.make import organisation, programme
from weft.people.models import Person
from weft.post.models import Message
from weft.programmes.actions import (
    refuse_evidence,
    revoke_evidence,
    submit_evidence,
    tell_expiring,
    verify_evidence,
)
from weft.programmes.errors import NotThoseDays, NotYours, ProgrammeRefused, WrongState
from weft.programmes.models import Evidence, Requirement
from weft.programmes.queries import Standing, missing_requirements, standing
from weft.programmes.rules import holds_until
from weft.record.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]
SEEN = date(2026, 1, 15)


@pytest.fixture
def _today() -> object:
    with time_machine.travel("2026-02-01T12:00:00+00:00", tick=True) as traveller:
        yield traveller


@pytest.fixture
def asked(tmp_path: Path) -> Requirement:
    return programme(tmp_path, organisation()).requirements.get()


@pytest.fixture
def ada() -> Person:
    return Person.objects.create(name="Ada", email="ada@example.org")


def test_evidence_holds_until_the_day_before_the_anniversary() -> None:
    assert holds_until(date(2026, 1, 15), 36) == date(2029, 1, 14)
    assert holds_until(date(2024, 2, 29), 12) == date(2025, 2, 27)
    assert holds_until(date(2026, 1, 15), None) is None


def test_what_is_missing_before_on_and_after_the_last_day(asked: Requirement, ada: Person) -> None:
    def missing(on: date) -> list[Standing]:
        return [each.standing for each in missing_requirements(ada, asked.programme, "host", on)]

    assert missing(SEEN) == [Standing.MISSING]
    assert missing_requirements(ada, asked.programme, "cook", SEEN) == []
    shown = submit_evidence(requirement=asked, person=ada, by=None)
    assert missing(SEEN) == [Standing.SUBMITTED]
    verify_evidence(evidence=shown, seen_on=SEEN, by=None)
    assert shown.valid_until == date(2029, 1, 14)
    assert missing(date(2029, 1, 14)) == []
    assert missing(date(2029, 1, 15)) == [Standing.EXPIRED]
    days = [date(2028, 12, 14), date(2028, 12, 15), date(2029, 1, 14), date(2029, 1, 15)]
    assert [standing(shown, day) for day in days] == ["verified", "expiring", "expiring", "expired"]


def test_two_references_are_two(asked: Requirement, ada: Person) -> None:
    Requirement.objects.filter(pk=asked.pk).update(how_many=2)
    asked.refresh_from_db()
    for wanted in ([1], []):
        shown = submit_evidence(requirement=asked, person=ada, by=None)
        verify_evidence(evidence=shown, seen_on=SEEN, by=None)
        assert [each.have for each in missing_requirements(ada, asked.programme, "host", SEEN)] == wanted


def test_nobody_checks_what_they_show_themselves(asked: Requirement) -> None:
    officer = account("officer@example.org", "officer")
    shown = submit_evidence(requirement=asked, person=officer.person, by=officer)
    with pytest.raises(NotYours):
        verify_evidence(evidence=shown, seen_on=SEEN, by=officer)
    assert (
        verify_evidence(evidence=shown, seen_on=SEEN, by=account("b@example.org", "officer")).state
        == "verified"
    )


def test_evidence_moves_one_way(asked: Requirement, ada: Person) -> None:
    shown = submit_evidence(requirement=asked, person=ada, by=None)
    with pytest.raises(ProgrammeRefused):
        submit_evidence(requirement=asked, person=ada, by=None)
    refuse_evidence(evidence=shown, because="Another course", by=None)
    with pytest.raises(WrongState):
        verify_evidence(evidence=shown, seen_on=SEEN, by=None)
    again = submit_evidence(requirement=asked, person=ada, by=None)
    verify_evidence(evidence=again, seen_on=SEEN, by=None)
    revoke_evidence(evidence=again, because="Withdrawn by who gave it", by=None)
    found = missing_requirements(ada, asked.programme, "host", SEEN)
    assert [each.standing for each in found] == [Standing.REVOKED]


def test_a_day_to_come_and_a_day_too_long_ago_are_refused(asked: Requirement, ada: Person) -> None:
    shown = submit_evidence(requirement=asked, person=ada, by=None)
    for wrong in (date(2026, 2, 2), date(2020, 1, 1)):
        with pytest.raises(NotThoseDays):
            verify_evidence(evidence=shown, seen_on=wrong, by=None)
    verify_evidence(evidence=shown, seen_on=SEEN, valid_until=date(2026, 2, 1), by=None)


def test_holder_and_coordinator_are_told_once_within_30_days(asked: Requirement, ada: Person) -> None:
    account("partner@example.org", "partner_admin", organisation=asked.programme.organisation)
    account("officer@example.org", "officer")  # runs the city's own programmes, not this one
    shown = submit_evidence(requirement=asked, person=ada, by=None)
    verify_evidence(evidence=shown, seen_on=SEEN, valid_until=date(2026, 6, 30), by=None)
    assert tell_expiring(today=date(2026, 5, 30)) == "0 were told what runs out."
    assert tell_expiring(today=date(2026, 5, 31)) == "1 were told what runs out."
    assert tell_expiring(today=date(2026, 6, 1)) == "0 were told what runs out."
    letters = {each.letter().to: each.letter().body for each in Message.objects.unscoped("test")}
    assert sorted(letters) == ["ada@example.org", "partner@example.org"]
    assert "30 June 2026" in letters["ada@example.org"] and "Ada" not in letters["partner@example.org"]


def test_whoever_showed_it_and_whoever_runs_it_each_read_their_own_language(
    asked: Requirement, ada: Person
) -> None:
    account("partner@example.org", "partner_admin", organisation=asked.programme.organisation)
    ada.language = "ur"
    ada.save()
    shown = submit_evidence(requirement=asked, person=ada, by=None)
    verify_evidence(evidence=shown, seen_on=SEEN, valid_until=date(2026, 6, 30), by=None)
    with translation.override("ar"):
        tell_expiring(today=date(2026, 5, 31))
    letters = {each.letter().to: each.letter() for each in Message.objects.unscoped("test")}
    to_ada, to_partner = letters["ada@example.org"], letters["partner@example.org"]
    expected = "Something you showed us runs out, %(city)s"
    assert to_ada.subject == said("ur", expected, city=settings.CITY) and "جون" in to_ada.body
    assert to_partner.subject.startswith("Evidence runs out in") and "30 June 2026" in to_partner.body


def test_evidence_that_ran_out_unnoticed_is_not_told_of(asked: Requirement, ada: Person) -> None:
    shown = submit_evidence(requirement=asked, person=ada, by=None)
    verify_evidence(evidence=shown, seen_on=SEEN, valid_until=date(2026, 6, 30), by=None)
    assert tell_expiring(today=date(2026, 7, 1)) == "0 were told what runs out."


def test_the_record_says_what_happened_and_no_name(asked: Requirement, ada: Person) -> None:
    shown = submit_evidence(requirement=asked, person=ada, by=None, once="k")
    assert submit_evidence(requirement=asked, person=ada, by=None, once="k") == shown
    verify_evidence(evidence=shown, seen_on=SEEN, by=None)
    events = Event.objects.filter(action__startswith="programmes.evidence")
    assert [each.action.rpartition(".")[2] for each in events] == ["submit", "verify"]
    assert "Ada" not in str(list(events.values()))
    assert not [
        field
        for field in Evidence._meta.get_fields()
        if field.get_internal_type() in ("FileField", "BinaryField")
    ]
