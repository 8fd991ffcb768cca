"""Monitoring answers and matching profiles of the demonstration's made-up people, drawn by chance and given through
the same doors."""

import random

from weft.people.matching.actions import save_profile
from weft.people.matching.rules import INTERESTS, TIMES
from weft.people.models import Person
from weft.people.vault.actions import answer
from weft.people.vault.questions import NOT_SAID, questions

SEED, MOST = 2018, 60
SAYS_NOTHING, LEAVES_OUT, IS_MATCHED = 0.08, 0.2, 0.3  # shares of people


def answer_for_everyone() -> int:
    """Let up to sixty of the people answer; returns how many did."""
    chance = random.Random(SEED)  # noqa: S311 - made-up people, not secrets
    people = list(Person.objects.unscoped("demonstration").filter(erased_at=None).order_by("pk")[:MOST])
    for person in people:
        answer(person=person, answers=_answers(chance), by=None)
        if chance.random() < IS_MATCHED:
            chosen = {"interests": chance.sample(list(INTERESTS), 3), "times": chance.sample(list(TIMES), 2)}
            save_profile(person=person, chosen=chosen, consent=True, by=None)
    return len(people)


def _answers(chance: random.Random) -> dict[str, str]:
    given = {}
    for asked in questions():
        if chance.random() > LEAVES_OUT:
            says_nothing = chance.random() < SAYS_NOTHING
            given[asked.key] = NOT_SAID if says_nothing else chance.choice(list(asked.options))
    return given
