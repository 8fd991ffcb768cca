"""The demonstration's fieldwork: the shipped city survey, in the field, some of it answered."""

import pytest

from tests.people.make import account
from weft.demo.fieldwork import build_fieldwork
from weft.fielding.models import Fieldwork
from weft.fielding.queries.rates import standing

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_one_wave_in_the_field_however_often_it_is_built() -> None:
    officer = account("officer@demonstration.example", "officer")
    build_fieldwork(by=officer)
    build_fieldwork(by=officer)
    counts = standing(Fieldwork.objects.get()).whole.counts
    assert (counts.I, counts.R, counts.NE, counts.everyone) == (14, 1, 1, 90)
