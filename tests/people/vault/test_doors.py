"""The vault opens for monitoring, subject access and erasure only; never while something is being decided."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.people.make import account
from tests.people.vault.counting import Count
from weft.measure.tables import protect as of_measure
from weft.people.models import Person
from weft.people.vault import queries
from weft.people.vault.actions import answer, remove_answer, withdraw
from weft.people.vault.models import Answer
from weft.people.vault.questions import UnknownAnswer, question, questions
from weft.people.vault.rules import SMALLEST_COUNT, PurposeRefused, protect
from weft.record import keys
from weft.record.deciding import ClosedToDeciding, deciding
from weft.record.models import DataKey, Event

pytestmark = pytest.mark.django_db


def person(name: str = "Ada") -> Person:
    return Person.objects.create(name=name)


def test_a_person_reads_what_they_answered_and_the_reading_is_an_event() -> None:
    ada = account("ada@example.org")
    answer(person=ada.person, answers={"tenure": "social_rent", "sex": "not_said"}, by=ada)
    found = queries.answers_for(ada.person, purpose="subject_access", by=ada)
    assert found == {"sex@1": "not_said", "tenure@1": "social_rent"}
    event = Event.objects.latest("number")
    assert (event.action, event.purpose, event.after) == ("vault.read", "subject_access", {"answers": 2})
    assert (event.actor, event.thing) == (f"account:{ada.pk}", f"people.person:{ada.person.public_id}")


@pytest.mark.parametrize("purpose", ["", "matching", "allocation", "scoring", "curiosity", "audit"])
def test_any_other_purpose_is_refused(purpose: str) -> None:
    with pytest.raises(PurposeRefused):
        queries.answers_for(person(), purpose=purpose, by=None)


def test_every_door_is_closed_while_something_is_decided() -> None:
    ada = person()
    answer(person=ada, answers={"tenure": "social_rent"}, by=None)
    row = Answer.objects.unscoped("test").get()
    doors = (
        lambda: queries.answers_for(ada, purpose="monitoring", by=None),
        lambda: queries.answered_on(ada),
        lambda: queries.counts(question("tenure"), [ada], by=None),
        lambda: answer(person=ada, answers={"tenure": "own_outright"}, by=None),
        lambda: remove_answer(person=ada, key="tenure", by=None),
        lambda: withdraw(person=ada, by=None),
        lambda: opened(row, "monitoring"),
    )
    for door in doors:
        with deciding("the pairing of a test"), pytest.raises(ClosedToDeciding, match="pairing of a test"):
            door()
    assert queries.answers_for(ada, purpose="monitoring", by=None) == {"tenure@1": "social_rent"}


def test_the_lock_opens_again_after_a_refusal_and_nests() -> None:
    with deciding("outer"):
        with deciding("inner"):
            pass
        with pytest.raises(ClosedToDeciding, match="outer"):
            queries.answers_for(person(), purpose="monitoring", by=None)
    assert queries.answers_for(person(), purpose="monitoring", by=None) == {}


def test_one_decision_does_not_close_the_vault_for_another_thread() -> None:
    from weft.record.deciding import refuse_while_deciding

    with deciding("here"), ThreadPoolExecutor(1) as elsewhere:
        assert elsewhere.submit(refuse_while_deciding).result() is None


def opened(row: Answer, purpose: str, field: str = "") -> str:
    field = field or row.question
    return keys.unseal(row.sealed, holder=row.person.public_id, store="vault", field=field, purpose=purpose)


@pytest.mark.parametrize("purpose", ["matching", "subject_access", "erasure", "audit", ""])
def test_the_cipher_itself_refuses_another_purpose(purpose: str) -> None:
    answer(person=person(), answers={"tenure": "social_rent"}, by=None)
    with pytest.raises(keys.WrongPurpose):
        opened(Answer.objects.unscoped("test").get(), purpose)


def test_the_cipher_refuses_another_question_and_another_person() -> None:
    answer(person=person(), answers={"tenure": "social_rent"}, by=None)
    other = person("Bo")
    answer(person=other, answers={"tenure": "own_outright"}, by=None)
    row = Answer.objects.unscoped("test").exclude(person=other).get()
    with pytest.raises(keys.WrongPurpose):
        opened(row, "monitoring", field="religion@1")
    row.person = other
    with pytest.raises(keys.WrongPurpose):
        opened(row, "monitoring")


def test_every_answer_is_sealed_to_the_same_length() -> None:
    ada = person()
    for asked in questions():
        for code, _ in asked.choices:
            answer(person=ada, answers={asked.key: code}, by=None)
            assert len(Answer.objects.unscoped("test").get(question=asked.name).sealed) == 124


def test_opting_out_removes_every_answer_and_the_key() -> None:
    ada = person()
    answer(person=ada, answers={"tenure": "social_rent", "sex": "sex_female"}, by=None)
    assert withdraw(person=ada, by=None) == 2
    assert not DataKey.objects.filter(holder=ada.public_id, store="vault").exists()
    assert queries.answers_for(ada, purpose="subject_access", by=None) == {}
    assert withdraw(person=ada, by=None) == 0  # a second time finds nothing and says so
    assert Event.objects.filter(action="vault.withdraw").count() == 1


def test_an_answer_is_replaced_or_removed() -> None:
    ada = person()
    answer(person=ada, answers={"tenure": "social_rent"}, by=None)
    answer(person=ada, answers={"tenure": "own_outright"}, by=None)
    assert queries.answers_for(ada, purpose="subject_access", by=None) == {"tenure@1": "own_outright"}
    remove_answer(person=ada, key="tenure", by=None)
    assert queries.answers_for(ada, purpose="subject_access", by=None) == {}


def test_an_answer_off_the_list_is_refused_without_being_named() -> None:
    with pytest.raises(UnknownAnswer) as refusal:
        answer(person=person(), answers={"tenure": "a castle"}, by=None)
    assert "castle" not in str(refusal.value)


def test_counts_hide_small_numbers() -> None:
    people = [person(str(number)) for number in range(38)]
    given = ["social_rent"] * 23 + ["private_rent"] * 12 + ["own_outright"] * 3
    for one, code in zip(people, given, strict=True):
        answer(person=one, answers={"tenure": code}, by=None)
    found = queries.counts(question("tenure"), people, by=None)
    assert found.total == 40
    assert found.shown == {
        "own_outright": None,
        "own_mortgage": None,
        "social_rent": 25,
        "private_rent": 10,
        "tenure_other": None,
        "not_said": None,
    }
    event = Event.objects.latest("number")
    assert event.after == {"question": "tenure@1", "answers": 38} and event.purpose == "monitoring"


def test_a_single_hidden_count_takes_the_smallest_shown_with_it() -> None:
    assert protect({"a": 9, "b": 12, "c": 40}) == ({"a": None, "b": None, "c": 40}, 60)
    assert protect({"a": 10, "b": 12}) == ({"a": 10, "b": 10}, 20)
    assert protect({"a": 3, "b": 4}) == ({"a": None, "b": None}, None)


def test_the_threshold_is_the_one_measure_protects_by() -> None:
    assert SMALLEST_COUNT == of_measure.SMALLEST_COUNT == 10


def test_the_count_at_the_cipher_notices_a_read_without_an_event(
    sensitive_reads_leave_events: Count,
) -> None:
    answer(person=person(), answers={"tenure": "social_rent"}, by=None)
    assert opened(Answer.objects.unscoped("test").get(), "monitoring") == "social_rent"
    assert sensitive_reads_leave_events == Count(at_the_cipher=1, in_events=0)
    sensitive_reads_leave_events.at_the_cipher = 0  # settled by hand: this was the control
