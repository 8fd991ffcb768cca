"""What Weft promises about what it keeps. Each promise is one sentence and one test."""

import pytest
from django.test import Client

from tests.people.make import account, sign_in
from weft.people.matching.actions import save_profile
from weft.people.matching.models import Profile
from weft.people.models import Person
from weft.people.mydata.actions.erase import erase_person
from weft.people.mydata.catalogue import faults
from weft.people.vault.actions import answer
from weft.people.vault.models import Answer
from weft.people.vault.queries import answers_for
from weft.people.vault.questions import NOT_SAID, questions
from weft.record.deciding import ClosedToDeciding, deciding
from weft.record.models import Event

pytestmark = pytest.mark.django_db


def test_every_field_says_what_it_holds_about_people() -> None:
    assert faults() == []


def test_every_equality_question_can_be_left_or_refused() -> None:
    assert all(asked.choices[-1][0] == NOT_SAID for asked in questions())


def test_nobody_decides_by_the_equality_answers() -> None:
    ada = account("ada@example.org").person
    with deciding("who gets a place"), pytest.raises(ClosedToDeciding):
        answers_for(ada, purpose="monitoring", by=None)


def test_whoever_looks_at_an_equality_answer_is_written_down() -> None:
    ada = account("ada@example.org")
    answers_for(ada.person, purpose="subject_access", by=ada)
    assert Event.objects.filter(action="vault.read", purpose="subject_access").count() == 1


@pytest.mark.parametrize(
    ("page", "model"), [("/my/monitoring/withdraw", Answer), ("/my/matching/withdraw", Profile)]
)
def test_one_press_takes_back_what_was_agreed_to(client: Client, page: str, model: type) -> None:
    ada = account("ada@example.org")
    answer(person=ada.person, answers={"tenure": "social_rent"}, by=ada)
    save_profile(person=ada.person, chosen={}, consent=True, by=ada)
    sign_in(client, ada).post(page)
    assert model._base_manager.count() == 0


def test_an_erased_person_has_no_name_no_address_and_no_account() -> None:
    ada = account("ada@example.org")
    erase_person(person=ada.person, by=ada)
    left = Person.objects.unscoped("spec").get()
    assert (left.name, left.email, left.phone, left.account) == ("", "", "", None)
