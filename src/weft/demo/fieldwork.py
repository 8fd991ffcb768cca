"""Fieldwork of the demonstration: sixty made-up addresses, letters sent, some people have answered, one refused."""

import random
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from weft.fielding.actions import (
    Plan,
    Wanted,
    add_sample,
    begin_case,
    make_fieldwork,
    mark_sent,
    open_fieldwork,
    prepare_batch,
    record_outcome,
    set_quota,
)
from weft.fielding.models import Case, Fieldwork
from weft.fielding.queries.substance import questions_of
from weft.fielding.sample import Row
from weft.forms.actions.responses import save_answers, submit_response
from weft.forms.actions.versions import make_form, publish
from weft.forms.answers import filling_of
from weft.forms.intake.guard import bring_path
from weft.forms.library import library_form
from weft.forms.models import Form
from weft.forms.states import Mode, VersionState

SEED, ADDRESSES, ANSWERED = 2027, 60, 14
AREAS = ("E09000007", "E09000012", "E09000030")
MODES = [Mode.WEB.value, Mode.PAPER.value, Mode.TELEPHONE.value, Mode.INTERVIEWER.value, Mode.COLLECT.value]


def build_fieldwork(*, by: User) -> None:
    """One wave in the field; found again when the city is built anew."""
    if Fieldwork.objects.exists():
        return
    today = timezone.localdate()
    plan = Plan(
        form=_form(by), name="spring, demonstration", first_day=today - timedelta(days=15),
        last_day=today + timedelta(days=30), modes=MODES, phone="020 7946 0000",
        languages="العربية · বাংলা · Polski · Türkçe: 020 7946 0000",
    )  # fmt: skip
    wave = make_fieldwork(plan=plan, by=by)
    add_sample(fieldwork=wave, rows=_rows(), by=by)
    set_quota(fieldwork=wave, wanted=Wanted("", AREAS[0], 20, "soft"), by=by)
    open_fieldwork(fieldwork=wave, by=by)
    mark_sent(batch=prepare_batch(fieldwork=wave, occurrence="invitation", by=by), by=by)
    _people_answer(wave, by)


def _form(by: User) -> Form:
    """The city survey, live; another room of the demonstration may have made it."""
    found = Form.objects.filter(key="city-survey").first()
    if found is None:
        found = make_form(brought=bring_path(library_form("city-survey").folder), by=by)
    if not found.versions.filter(state=VersionState.LIVE).exists():
        newest = found.versions.order_by("-number").first()
        assert newest is not None
        publish(version=newest, by=by)
    return found


def _rows() -> list[Row]:
    return [
        Row(
            number=n, reference=f"DEMO-{n:03}", area=AREAS[n % 3], stratum=("inner", "outer")[n % 2],
            adults=1 + n % 2, weight=900.0 + 30 * (n % 3),
            where={"lines": [f"{n} Example Street"], "postcode": f"ZZ{n % 9 + 1} 9ZZ", "email": ""},
        )
        for n in range(1, ADDRESSES + 1)
    ]  # fmt: skip


def _people_answer(wave: Fieldwork, by: User) -> None:
    rows = Case.objects.unscoped("the demonstration").filter(address__fieldwork=wave)
    cases = list(rows.select_related("address__fieldwork").order_by("pk"))
    chance = random.Random(SEED)  # noqa: S311 - made-up answers, the same every time
    for case in cases[:ANSWERED]:
        _answer(case, chance)
    for case, outcome in zip(cases[ANSWERED:], ("2.11", "4.60", "2.20", "3.30"), strict=False):
        record_outcome(case=case, outcome=outcome, by=by)


def _answer(case: Case, chance: random.Random) -> None:
    """Somebody who does not exist answers what they are asked: any of the choices, nothing written."""
    response = begin_case(case=case, by=None)
    filling = filling_of(response)
    for question in questions_of(filling.form):
        state = filling.state(question.ref)
        asked = [choice.value for choice in state.choices if not choice.reason]
        if question.kind == "select_one" and state.relevant and asked:
            filling.set(question.ref, "yes" if question.ref.endswith("/s_adult") else chance.choice(asked))
    kept = save_answers(response=response, filling=filling, revision=response.revision, by=None)
    submit_response(response=kept, by=None)
