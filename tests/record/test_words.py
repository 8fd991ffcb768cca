"""Every action the code writes reads as a sentence in the record."""

import re
from pathlib import Path

import yaml
from django.utils import translation

from weft.record.words import sentences, what, who

SOURCE = Path(__file__).resolve().parents[2] / "src" / "weft"
WRITTEN = re.compile(r"""(?:action=|\b[A-Z_, ]+ = (?:"[a-z_.]+", )*)"((?:[a-z]+\.)+[a-z_]+)\"""")


def written(text: str) -> set[str]:
    return set(WRITTEN.findall(text))


def actions_of_the_code() -> set[str]:
    files = [path for path in SOURCE.rglob("*.py") if "record_event" in path.read_text(encoding="utf-8")]
    found = set[str]().union(*(written(path.read_text(encoding="utf-8")) for path in files))
    facts = yaml.safe_load((SOURCE / "programmes/blueprint/facts.yaml").read_text(encoding="utf-8"))
    found -= set(facts)  # what happened in programmes is written as facts
    return {each for each in found if not each.startswith("weft.") and not each.endswith(".example")}


def test_every_action_has_a_sentence() -> None:
    assert actions_of_the_code() - set(sentences()) == set()


def test_control_an_action_without_a_sentence_is_found() -> None:
    assert written('record_event(by=by, action="bikes.lock.lose", thing=it)') - set(sentences()) == {
        "bikes.lock.lose"
    }
    assert written('LOST, FOUND = "bikes.lock.lose", "bikes.lock.find"') - set(sentences()) >= {
        "bikes.lock.find"
    }


def test_an_action_reads_as_a_sentence_and_an_unknown_one_as_written() -> None:
    assert what("measure.survey.receive") == "Survey file received"
    assert what("bikes.lock.lose") == "bikes.lock.lose"


def test_a_colleague_is_named_and_a_resident_stays_a_number() -> None:
    assert who("account:3", {"account:3": "Ana"}) == "Ana (account:3)"
    assert who("account:4", {"account:3": "Ana"}) == "account:4"
    assert who("system") == "The service itself"


def test_events_read_in_the_language_of_the_reader() -> None:
    with translation.override("ar"):
        assert what("gather.booking.book") == "حُجز مقعد"
        assert what("bikes.lock.lose") == "bikes.lock.lose"
    with translation.override("ur"):
        assert what("gather.booking.book") == "جگہ بُک کی گئی"
    assert what("gather.booking.book") == "Place booked"
