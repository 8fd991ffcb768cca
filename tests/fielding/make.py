"""A small survey, a wave of it in the field, and people who answer."""

from datetime import date, timedelta

from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from weft.fielding import codes
from weft.fielding.actions import Plan, add_sample, begin_case, make_fieldwork, open_fieldwork
from weft.fielding.models import Case, Fieldwork
from weft.fielding.sample import Row
from weft.forms.actions.responses import save_answers, submit_response
from weft.forms.answers import filling_of
from weft.forms.models import Form, FormVersion, Response
from weft.forms.states import Mode, VersionState

ALL_MODES = [mode.value for mode in Mode]
ONE_TO_FOUR = ("often_or_always", "some_of_the_time", "occasionally", "hardly_ever", "never")
BELONG = ("very_strongly", "fairly_strongly", "not_very_strongly", "not_at_all_strongly")
SEX = ("female", "male")


def _choices(values: tuple[str, ...]) -> str:
    return "".join(
        f"<item><label>{value.replace('_', ' ')}</label><value>{value}</value></item>" for value in values
    )


XFORM = f"""<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa" xmlns:weft="https://weft.example/ns/1">
<h:head><h:title>City survey</h:title><model>
<instance><data id="city-survey" version="1">
<q_lonely_direct/><q_belong_local/><d_sex/><q_other/><meta><instanceID/></meta></data></instance>
<bind nodeset="/data/q_lonely_direct" type="string" weft:indicator="R1" weft:may_refuse="yes"/>
<bind nodeset="/data/q_belong_local" type="string" weft:indicator="O2" weft:may_refuse="yes"/>
<bind nodeset="/data/d_sex" type="string"/>
<bind nodeset="/data/q_other" type="string" relevant="/data/q_belong_local = 'very_strongly'"/>
<bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/>
</model></h:head><h:body>
<select1 ref="/data/q_lonely_direct"><label>How often do you feel lonely?</label>{_choices(ONE_TO_FOUR)}</select1>
<select1 ref="/data/q_belong_local"><label>How strongly do you belong?</label>{_choices(BELONG)}</select1>
<select1 ref="/data/d_sex"><label>What is your sex?</label>{_choices(SEX)}</select1>
<input ref="/data/q_other"><label>What makes it so?</label></input>
</h:body></h:html>"""


def live_form(key: str = "city-survey") -> FormVersion:
    form = Form.objects.create(key=key, title="City survey")
    return FormVersion.objects.create(
        form=form, number=1, state=VersionState.LIVE, source=b"", source_name="survey.csv", xform=XFORM,
        digest=form.public_id, live_at=timezone.now(), languages=["default"],
    )  # fmt: skip


def rows(count: int = 3, adults: int = 1, **more: str) -> list[Row]:
    """Addresses of which no two are alike."""
    return [
        Row(
            number=n, reference=f"A{n:04}", area="E09000007" if n % 2 else "E09000012",
            stratum="north" if n % 2 else "south", adults=adults, weight=10.0 + n % 2,
            where={"lines": [f"{n} Marker Street", "Demo Town"], "postcode": f"ZZ{n} 9ZZ", "email": "", **more},
        )
        for n in range(1, count + 1)
    ]  # fmt: skip


def planned(form: FormVersion | None = None, **more: object) -> Fieldwork:
    version = form or live_form()
    today = timezone.localdate()
    given = {"modes": ALL_MODES, "phone": "020 7946 0000", **more}
    plan = Plan(
        form=version.form, name="spring", first_day=given.pop("first_day", today),  # type: ignore[arg-type]
        last_day=today + timedelta(days=40), **given,  # type: ignore[arg-type]
    )  # fmt: skip
    return make_fieldwork(plan=plan, by=None)


def in_the_field(count: int = 3, adults: int = 1, **more: object) -> Fieldwork:
    wave = planned(**more)
    add_sample(fieldwork=wave, rows=rows(count, adults), by=None)
    return open_fieldwork(fieldwork=wave, by=None)


def cases(wave: Fieldwork) -> list[Case]:
    found = Case.objects.unscoped("test").filter(address__fieldwork=wave)
    return list(found.select_related("address__fieldwork__form").order_by("pk"))


def code(case: Case) -> str:
    return codes.code_of(case.address.fieldwork.public_id, case.public_id)


def begun(case: Case, answers: dict[str, str], mode: str = Mode.WEB, by: User | None = None) -> Response:
    """A response with some answers saved, not sent."""
    response = begin_case(case=case, mode=mode, by=by)
    filling = filling_of(response)
    for name, value in answers.items():
        filling.set(f"/data/{name}", value)
    return save_answers(response=response, filling=filling, revision=response.revision, by=by)


FULL = {"q_lonely_direct": "never", "q_belong_local": "fairly_strongly", "d_sex": "female"}


def answered(case: Case, mode: str = Mode.WEB, **answers: str) -> Response:
    return submit_response(response=begun(case, {**FULL, **answers}, mode), by=None)


def again(case: Case) -> Case:
    return Case.objects.unscoped("test").select_related("address__fieldwork").get(pk=case.pk)


def enter(client: Client, typed: str):  # type: ignore[no-untyped-def]
    return client.post("/s/", {"code": typed}, follow=True)


def day(offset: int) -> date:
    return timezone.localdate() + timedelta(days=offset)
