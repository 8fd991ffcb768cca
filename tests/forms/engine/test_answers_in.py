"""Answers read off a filling are the answers its XML holds: with repeats, groups and names of other spaces."""

import pytest

from tests.forms.library.test_answering import begun
from tests.forms.library.test_answering import form as city_form
from tests.forms.pages.samples import NEIGHBOURS, SHORT, xform_of
from tests.forms.pages.test_unanswered import FOLLOWING
from weft.forms.answers import clock_now, leaves
from weft.forms.engine import Filling, Form
from weft.forms.engine.writing import answers_in


@pytest.mark.parametrize("table", [NEIGHBOURS, SHORT, FOLLOWING])
def test_answers_of_a_fresh_filling(table: str) -> None:
    filling = Filling.new(Form.parse(xform_of(table)), clock=clock_now())
    assert answers_in(filling.root) == leaves(filling.full_xml())


def test_answers_of_people_in_a_repeat() -> None:
    filling = Filling.new(Form.parse(xform_of(NEIGHBOURS)), clock=clock_now())
    filling.set("/data/name", ' Ada <b> & "x" ')
    filling.set("/data/children", "yes")
    first, second = filling.add("/data/child"), filling.add("/data/child")
    filling.set(f"{second}/child_name", "Grace")
    found = answers_in(filling.root)
    assert found == leaves(filling.full_xml())
    assert found["/data/name"] == 'Ada <b> & "x"'
    assert found[f"{second}/child_name"] == "Grace" and found[f"{first}/child_age"] == ""
    assert Filling.load(filling.form, filling.full_xml(), clock=clock_now()).full_xml() == filling.full_xml()


def test_answers_of_the_city_survey() -> None:
    filling = begun(s_adult="yes", q_occasion="yes", q_occasion_count="3")
    assert filling.form is city_form()
    assert answers_in(filling.root) == leaves(filling.full_xml())
