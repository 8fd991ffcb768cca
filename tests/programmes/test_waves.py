"""The questions of a programme: who answers them, once, and what becomes a fact."""

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django.utils.module_loading import import_string

from tests.people.make import account, sign_in
from tests.programmes.answering import answers, page
from weft.forms.actions.responses import give_return_code
from weft.forms.models import Response
from weft.forms.purposes import Purpose, RefusedSubmission
from weft.people.models import Person
from weft.programmes.actions import install, open_edition, open_programme
from weft.programmes.blueprint.shelf import from_shelf
from weft.programmes.models import Evidence, Programme, Requirement
from weft.programmes.purpose import OfWave
from weft.programmes.queries import missing_of_many, missing_requirements
from weft.record.models import Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def slots(db: None) -> Programme:
    made = install(blueprint=from_shelf("speed-volunteering", with_forms=True), by=None)
    today = timezone.localdate()
    open_edition(programme=made, key="now", title="Now", starts_on=today, ends_on=today, targets=[], by=None)
    return open_programme(programme=made, by=None)


def told() -> list[tuple[str, dict[str, str]]]:
    return [
        (fact.key, fact.traits) for fact in Fact.objects.filter(kind="programmes.answers").order_by("number")
    ]


def test_what_was_chosen_becomes_one_fact_without_a_name(slots: Programme) -> None:
    answers(slots, "start", "alone")
    assert told() == [("", {"form": "first", "wave": "start", "reason": "alone"})]


def test_somebody_signed_in_is_one_person_and_answers_once(slots: Programme) -> None:
    resident = sign_in(Client(), account("ada@example.org"))
    answers(slots, "next", "yes", resident)
    ((key, traits),) = told()
    assert key != "" and traits["wave"] == "next"
    again = resident.get("/programmes/speed-volunteering/answer/next/", follow=True)
    assert "You have answered this already" in again.content.decode()


def begun(visitor: Client, wave: str, once: str) -> Response:
    """A second form, begun in another window before the first was sent."""
    visitor.post(f"/programmes/speed-volunteering/answer/{wave}/", {"once": once, "language": ""})
    return Response.objects.unscoped("test").latest("pk")


def test_somebody_signed_in_counts_once_however_many_forms_they_began(slots: Programme) -> None:
    resident = sign_in(Client(), account("ada@example.org"))
    second, third = (
        begun(resident, "next", "second"),
        begun(sign_in(Client(), account("eve@example.org")), "next", "x"),
    )
    answers(slots, "next", "yes", resident)
    with pytest.raises(RefusedSubmission, match="answered this already"), transaction.atomic():
        OfWave().submitted(second)
    assert len(told()) == 1
    OfWave().submitted(third)  # control: somebody else is counted
    assert len(told()) == 2


def test_a_return_code_opens_a_wave_on_another_device_and_leaving_forgets_it(slots: Programme) -> None:
    response = begun(Client(), "start", "first")
    code = give_return_code(response=response, by=None)
    elsewhere = Client()
    came = elsewhere.post("/answers/return/", {"code": code}, follow=True)
    assert came.status_code == 200 and response.public_id in came.redirect_chain[0][0]
    later = f"/answers/{response.public_id}/later/"
    assert elsewhere.post(later, {"leave": "yes"})["Location"] == "/answers/return/"
    assert elsewhere.get(later).status_code == 404


def test_every_room_keeps_to_the_contract_of_a_purpose() -> None:
    asked = {name for name in vars(Purpose) if not name.startswith("_")}
    for path in settings.FORM_PURPOSES.values():
        assert asked <= set(dir(import_string(path))), path


def test_a_survey_names_nobody_even_of_who_is_signed_in(slots: Programme) -> None:
    answers(slots, "start", "time", sign_in(Client(), account("ada@example.org")))
    assert told()[0][0] == ""


def test_only_an_open_programme_asks_and_only_what_it_has(slots: Programme) -> None:
    assert Client().get("/programmes/speed-volunteering/answer/never/").status_code == 404
    Programme.objects.update(state="closed")
    assert Client().get("/programmes/speed-volunteering/answer/start/").status_code == 404


def test_outcomes_and_money_are_refused_on_days_without_an_edition(slots: Programme) -> None:
    officer = sign_in(Client(), account("officer@example.org", "officer"))
    address = "/programmes/run/speed-volunteering/grant"
    assert "Write down money" in page(officer, address)
    said = {"pounds": "10", "source": "City Hall", "on": "2001-01-01", "once": "k"}
    assert "Enter a day on which an edition ran" in officer.post(address, said).content.decode()
    for _twice in range(2):
        officer.post(address, {**said, "on": timezone.localdate().isoformat()})
    assert [fact.quantities for fact in Fact.objects.filter(kind="programmes.grant")] == [{"pence": 1000}]


def test_what_many_lack_is_asked_in_two_questions(
    slots: Programme, django_assert_num_queries: object
) -> None:
    asked = Requirement.objects.get()
    people = [Person.objects.create(name=f"P{number}") for number in range(5)]
    today = timezone.localdate()
    Evidence.objects.create(requirement=asked, person=people[0], state="verified", seen_on=today)
    Evidence.objects.create(requirement=asked, person=people[1], state="submitted")
    for some in (people[:2], people):
        with django_assert_num_queries(2):  # type: ignore[operator]
            found = missing_of_many(some, slots, today)
    assert sorted(found) == [(one.pk, "host") for one in people[1:]]
    assert found[people[1].pk, "host"][0].is_waiting
    assert missing_requirements(people[2], slots, "host", today) == found[people[2].pk, "host"]
