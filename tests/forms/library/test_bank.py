"""The question bank: where wording comes from, and what it refuses."""

from typing import Any

import pytest

from weft.forms.library import BankError, item, list_items
from weft.forms.library.bank import OGL, OWN, read_bank
from weft.registry.load import load_registry


def written(**changes: Any) -> dict[str, Any]:
    one = {"key": "q_new", "text": "Is it so?", "options": {"yes": "Yes"}} | changes
    return {"attribution": "Crown copyright.", "items": [one]}


def test_the_bank_holds_every_question_of_the_registry_and_twelve_of_its_own() -> None:
    registry = load_registry().questions
    assert [each.key for each in list_items()][: len(registry)] == list(registry)
    assert len(list_items()) == len(registry) + 12


def test_wording_that_is_reused_carries_its_attribution() -> None:
    reused = {each.key: each for each in list_items() if each.status == OGL}
    assert sorted(reused) == ["d_sex", "q_lonely_direct"]
    assert reused["q_lonely_direct"].source == (
        "Government Statistical Service, loneliness indicators, 17 April 2019. Contains public sector information "
        "licensed under the Open Government Licence v3.0, Crown copyright."
    )
    assert {each.source for each in list_items() if each.status == OWN} == {"Weft"}


def test_an_item_knows_the_figures_worked_out_from_it() -> None:
    assert item("q_civic_act").indicators == ("P3a", "P3b", "P3c", "P3d")


def test_an_item_becomes_rows_of_a_form() -> None:
    found = item("s_adult")
    assert found.survey_row()["type"] == "select_one s_adult"
    assert [row["name"] for row in found.choice_rows()] == ["yes", "no"]
    assert item("d_adults").survey_row()["type"] == "integer"


def test_an_unknown_item_is_named() -> None:
    with pytest.raises(KeyError, match="no question 'q_nothing'"):
        item("q_nothing")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"colour": "red"}, "'colour' is not known"),
        ({"text": ""}, "write its key and its text"),
        ({"kind": "slider"}, "the kind 'slider' is not known"),
        ({"sensitivity": "secret"}, "the sensitivity 'secret' is not known"),
        ({"options": {}}, "has options"),
        ({"key": "q_unfair"}, "two items have this key"),
    ],
)
def test_an_item_that_cannot_stand_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BankError, match=said):
        read_bank(written(**changes), load_registry())


def test_a_mark_on_a_question_that_is_not_there_is_refused() -> None:
    with pytest.raises(BankError, match="special: no question"):
        read_bank(written() | {"special": ["q_typo"]}, load_registry())
