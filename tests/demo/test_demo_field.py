"""The demonstration's field work: a live form, a field app, five places seen, one of them to look at."""

import pytest

from weft.demo.field import build_field_work
from weft.forms.models import FormVersion, Response
from weft.forms.openrosa.models import FieldAccount
from weft.forms.openrosa.queries import to_look_at
from weft.forms.states import Mode, VersionState


@pytest.mark.django_db
def test_five_places_were_seen_with_a_field_app(settings) -> None:
    settings.DEMO = True
    build_field_work()
    build_field_work()  # a second build adds nothing
    version = FormVersion.objects.get(form__key="place-access")
    assert version.state == VersionState.LIVE
    assert FieldAccount.objects.unscoped("test").count() == 1
    rows = Response.objects.unscoped("test").filter(version=version, mode=Mode.COLLECT)
    assert rows.count() == 5
    assert [questions for _, questions in to_look_at(version.form)] == ["place_name"]
