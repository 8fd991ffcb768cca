"""Who is suggested for whom, from the matching profile only."""

import contextlib
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.gather.pairing.make import BUDDY, CYCLIST, entry, names, person, pool
from weft.gather.pairing import actions, matching, words
from weft.gather.pairing.models import Block, Entry, Match, MatchState
from weft.people.vault.actions import answer
from weft.people.vault.queries import answers_for
from weft.people.vault.rules import SUBJECT_ACCESS
from weft.record.deciding import ClosedToDeciding

pytestmark = pytest.mark.django_db


def suggested(of) -> list[tuple[str, str]]:
    return names(actions.suggest(pool=of, by=None))


def alone(of) -> dict[str, tuple[str, list[str]]]:
    return {
        one.entry.person.name.split()[0]: (
            one.binding,
            [o.person.name.split()[0] for o, _ in one.alternatives],
        )
        for one in matching.those_alone(of)
    }


def test_the_pair_that_shares_more_is_suggested():
    riders = pool()
    entry(riders, BUDDY, "Ada", interests=["music", "walking"])
    entry(riders, BUDDY, "Bea", interests=["games"])
    entry(riders, CYCLIST, "Cal", interests=["games"])
    entry(riders, CYCLIST, "Dov", interests=["music", "walking"])
    assert suggested(riders) == [("Ada", "Dov"), ("Bea", "Cal")]


def test_reasons_are_what_both_share_and_never_an_access_need():
    riders = pool()
    common = {"languages": ["bn"], "interests": ["music"], "access_needs": ["step_free"]}
    entry(riders, BUDDY, "Ada", **common)
    entry(riders, CYCLIST, "Bo", **common)
    (match,) = actions.suggest(pool=riders, by=None)
    assert match.opened_reasons() == ["languages:bn", "interests:music"]
    assert words.reasons_in_words(match.opened_reasons())[1] == "Both like: Music and singing"
    assert "music" not in match.reasons


def test_without_a_language_in_common_nobody_meets():
    riders = pool()
    entry(riders, BUDDY, "Ada", languages=["bn"])
    entry(riders, CYCLIST, "Bo", languages=["pl"])
    assert suggested(riders) == []
    assert alone(riders) == {"Ada": ("languages", ["Bo"]), "Bo": ("languages", ["Ada"])}


def test_who_names_no_language_meets_in_english_and_no_time_limits_nobody():
    riders = pool()
    entry(riders, BUDDY, "Ada", times=["weekend_morning"])
    entry(riders, CYCLIST, "Bo", languages=["en"])
    assert suggested(riders) == [("Ada", "Bo")]


def test_signing_is_met_only_by_somebody_who_signs():
    riders = pool()
    entry(riders, BUDDY, "Ada")
    entry(riders, CYCLIST, "Bo", access_needs=["bsl"])
    assert suggested(riders) == []
    entry(riders, BUDDY, "Cleo", languages=["en", "bfi"])
    assert suggested(riders) == [("Cleo", "Bo")]


def test_two_who_wait_are_served_before_one_who_fits_better():
    """Most people first: the flexible buddy goes to the learner nobody else can meet."""
    riders = pool()
    entry(riders, BUDDY, "Ada", languages=["en", "so"], interests=["music"])
    entry(riders, BUDDY, "Bea", languages=["en"])
    entry(riders, CYCLIST, "Cal", languages=["en"], interests=["music"])
    entry(riders, CYCLIST, "Rare", languages=["so"])
    assert suggested(riders) == [("Ada", "Rare"), ("Bea", "Cal")]


def test_whoever_waited_longest_comes_first():
    riders = pool()
    entry(riders, BUDDY, "Ada", interests=["music"])
    entry(riders, CYCLIST, "Fits", interests=["music"])
    waits = entry(riders, CYCLIST, "Waits")
    for one in range(4):  # so that nobody is rare
        entry(riders, CYCLIST, f"More{one}", languages=["pl"])
    Entry.objects.unscoped("test").filter(pk=waits.pk).update(since=timezone.localdate() - timedelta(days=60))
    assert suggested(riders) == [("Ada", "Waits")]


def test_somebody_with_two_places_is_paired_twice_and_never_with_one_person_twice():
    riders = pool()
    entry(riders, BUDDY, "Ada", places=3)
    entry(riders, CYCLIST, "Bo", places=2)
    entry(riders, CYCLIST, "Cy")
    assert suggested(riders) == [("Ada", "Bo"), ("Ada", "Cy")]


def test_suggesting_again_replaces_what_nobody_decided_on():
    riders = pool()
    entry(riders, BUDDY, "Ada")
    entry(riders, CYCLIST, "Bo")
    assert suggested(riders) == suggested(riders) == [("Ada", "Bo")]
    assert Match.objects.unscoped("test").count() == 1


def test_a_pair_taken_back_is_not_suggested_again():
    riders = pool()
    entry(riders, BUDDY, "Ada")
    entry(riders, CYCLIST, "Bo")
    actions.withdraw(match=actions.suggest(pool=riders, by=None)[0], by=None)
    assert suggested(riders) == []
    assert alone(riders)["Ada"] == ("again", ["Bo"])


def test_a_block_keeps_two_apart_and_nothing_says_so():
    riders = pool()
    ada, bo = entry(riders, BUDDY, "Ada"), entry(riders, CYCLIST, "Bo")
    assert suggested(riders) == [("Ada", "Bo")]  # the control: without a block they are suggested
    actions.block(person=bo.person, other=ada.person, by=bo.person)
    assert Match.objects.unscoped("test").count() == 0
    assert suggested(riders) == []
    assert alone(riders) == {"Ada": ("taken", []), "Bo": ("taken", [])}
    assert Block.objects.unscoped("test").count() == 1


def test_a_blocked_person_is_no_alternative_where_another_filter_stands_between_too():
    riders = pool()
    ada, bo = entry(riders, BUDDY, "Ada", languages=["bn"]), entry(riders, CYCLIST, "Bo", languages=["pl"])
    assert alone(riders)["Ada"] == ("languages", ["Bo"])
    actions.block(person=ada.person, other=bo.person, by=ada.person)
    assert alone(riders)["Ada"][1] == []


def test_nobody_is_paired_with_themselves():
    riders = pool()
    ada = entry(riders, BUDDY, "Ada")
    actions.enter_pool(pool=riders, person=ada.person, side=CYCLIST, by=None)
    assert suggested(riders) == []


def test_who_took_their_profile_back_is_not_matched():
    from weft.people.matching.actions import withdraw_profile

    riders = pool()
    ada = entry(riders, BUDDY, "Ada")
    entry(riders, CYCLIST, "Bo")
    withdraw_profile(person=ada.person, by=None)
    assert suggested(riders) == []


def _spying(monkeypatch, seen: list[object]) -> None:
    """Somebody who comes to look at the equality questions while matching."""
    ada = person("Spied")
    answer(person=ada, answers={"tenure": "social_rent"}, by=None)
    really = matching.wishes_of

    def wishes_of(persons):
        seen.append(answers_for(ada, purpose=SUBJECT_ACCESS, by=None))
        return really(persons)

    monkeypatch.setattr(matching, "wishes_of", wishes_of)


def test_a_monitoring_answer_cannot_be_reached_from_matching(monkeypatch):
    seen: list[object] = []
    _spying(monkeypatch, seen)
    for decide in (matching.best_pairs, matching.those_alone):
        with pytest.raises(ClosedToDeciding):
            decide(pool())
    assert seen == []


def test_the_control_reaches_the_answer_when_the_lock_is_taken_off(monkeypatch):
    seen: list[object] = []
    _spying(monkeypatch, seen)
    monkeypatch.setattr(matching, "deciding", lambda _what: contextlib.nullcontext())
    matching.best_pairs(pool())
    assert seen == [{"tenure@1": "social_rent"}]


def test_questions_asked_of_the_database_do_not_grow_with_the_pool(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    riders = pool()
    counts = []
    for n in range(3):
        entry(riders, BUDDY, f"Buddy{n}")
        entry(riders, CYCLIST, f"Cyclist{n}")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            matching.best_pairs(riders)
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_a_match_that_stands_takes_its_places(riders=None):
    riders = pool()
    entry(riders, BUDDY, "Ada")
    entry(riders, CYCLIST, "Bo")
    match = actions.approve(match=actions.suggest(pool=riders, by=None)[0], by=None)
    entry(riders, CYCLIST, "Cy")
    assert match.state == MatchState.PROPOSED
    assert suggested(riders) == []
