"""Figures by an answer that `mixing` asks are published with it and kept: "had not volunteered in the last year"
counted live would show 36, 37 … 45 % after a session of ten, one number for each way it may have been."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from tests.gather.teams.make import programme as made
from weft.programmes.actions import publish_mixing, publish_mixing_due
from weft.programmes.actions import publishing as publishing_module
from weft.programmes.blueprint.reading import read_blueprint
from weft.programmes.blueprint.shelf import SHIPPED
from weft.programmes.blueprint.starter import write_starter
from weft.programmes.errors import NotPublished
from weft.programmes.models import Programme, PublishedMixing
from weft.programmes.queries.figures import Figure, figures_of
from weft.programmes.queries.mixing.beside import kept_in_public, kept_with, traits_named
from weft.programmes.queries.public import told_in_public
from weft.programmes.rules import MIXING_RESTS
from weft.record.actions import record_fact

pytestmark = pytest.mark.django_db
FIRST = date(2026, 3, 2)
NOON = datetime(2026, 4, 13, 12, tzinfo=UTC)
BY_ANSWER = {
    "bike-buddies": {},
    "esol-plus-childcare": {},
    "run-to-do-good": {"first_time": "first_time"},
    "speed-volunteering": {"first_time": "first_time", "first_timers": "first_time"},
    "starter": {"newcomers": "first_time"},
}
YOUNG = [
    {"key": "young", "title": "Young", "unit": "people", "measure": "share", "fact": "gather.attendance",
     "where": "age = 'young'"},
    {"key": "youngsters", "title": "Young people", "unit": "people", "measure": "people",
     "fact": "gather.attendance", "where": "age = 'young'"},
    {"key": "hours", "title": "Hours of the young", "unit": "hours", "measure": "sum",
     "fact": "gather.attendance", "quantity": "minutes", "where": "age = 'young'"},
]  # fmt: skip
LOPSIDED = [(10 - old, old) for old in range(11)]


@pytest.fixture
def run() -> Programme:
    programme = made().programme
    programme.document = deepcopy(programme.document) | {"indicators": YOUNG}
    programme.save()
    return programme


def came(run: Programme, number: int, trait: str, said: list[str]) -> None:
    with transaction.atomic():
        for n, each in enumerate(said):
            record_fact(
                kind="gather.attendance", on=FIRST + timedelta(days=number), programme=run.key, edition="1",
                key=f"{number} {n}", quantities={"people": 1, "minutes": 60},
                traits={"session": f"room {number}", "role": "runner", "activity": "class", f"mix.{trait}": each},
            )  # fmt: skip


def hold(run: Programme, number: int, split: tuple[int, int] = (5, 5)) -> None:
    came(run, number, "age", ["young"] * split[0] + ["old"] * split[1])


def shown(run: Programme) -> dict[str, tuple[float | None, int, bool]]:
    told = told_in_public(run)
    figures: list[Figure] = [*told.figures, *(each for _word, each in told.rungs)]
    return {each.key: (each.value, each.n, each.is_hidden) for each in figures}


def shipped(tmp_path: Path) -> Iterator[tuple[str, dict[str, object]]]:
    for name in BY_ANSWER:
        folder = tmp_path / "starter" if name == "starter" else SHIPPED / name
        if name == "starter":
            write_starter(folder)
        yield name, dict(read_blueprint(folder).document)


def test_every_figure_of_a_shipped_blueprint_by_an_answer_of_mixing_is_kept(tmp_path: Path) -> None:
    """No shipped one is for officers only, and there is none this list does not know."""
    found = {
        name: {each["key"]: kept_with(told, each) for each in told["indicators"] if traits_named(told, each)}  # type: ignore[attr-defined]
        for name, told in shipped(tmp_path)
    }
    assert found == BY_ANSWER
    assert {path.name for path in SHIPPED.iterdir() if path.is_dir()} | {"starter"} == set(BY_ANSWER)


@pytest.mark.parametrize("name", [name for name, figures in BY_ANSWER.items() if figures])
def test_no_shipped_public_figure_by_an_answer_moves_with_one_session(tmp_path: Path, name: str) -> None:
    document = dict(shipped(tmp_path))[name]
    run = Programme.objects.create(key=name, title=name, state="open", document=document)
    for number in range(10):
        came(run, number, "first_time", ["yes"] * 4 + ["no"] * 6)
    publish_mixing(programme=run, by=None, now=NOON)
    keys = set(BY_ANSWER[name])
    before, seen = (
        {key: shown(run)[key] for key in keys},
        {each.key: each.public() for each in figures_of(run)},
    )
    assert all(value is not None and not is_hidden for value, _n, is_hidden in before.values())
    came(run, 10, "first_time", ["yes"] * 10)
    publish_mixing(programme=run, by=None, now=NOON + MIXING_RESTS)
    assert {key: shown(run)[key] for key in keys} == before
    now = {each.key: each.public() for each in figures_of(run)}
    assert all(now[key].value != seen[key].value for key in keys)  # control: counted live they move at once


def test_it_is_published_with_the_mixing_and_says_since_when(client: Client, run: Programme) -> None:
    for number in range(5):
        hold(run, number)
    assert set(shown(run).values()) == {(None, 0, True)}
    publish_mixing(programme=run, by=None, now=NOON)
    assert kept_in_public(run) == {
        "young": ({"value": 50, "step": 10, "n": 50}, date(2026, 4, 13)),
        "youngsters": ({"value": 30, "step": 10, "n": 0}, date(2026, 4, 13)),
    }
    assert shown(run) == {
        "young": (0.5, 50, False), "youngsters": (30, 0, False), "hours": (None, 0, True)
    }  # fmt: skip
    page = client.get(f"/programmes/{run.key}/").content.decode()
    assert page.count("13 April 2026") == 3 and "to the nearest 10%" in page and "to the nearest 10." in page


def test_a_host_of_four_who_reads_both_cannot_tell_the_fifth(run: Programme) -> None:
    """Share, count and mixing together: three ways at least, or even ones."""
    others, told = [(6, 4), (4, 6), (5, 5), (7, 3)], {}
    for split in LOPSIDED:
        told[split] = _published(run, [*others, split])
    for split, said in told.items():
        alike = {tuple(sorted(each)) for each in LOPSIDED if told[each] == said}
        whole = said is not None and said[1] != {}
        assert not whole or len(alike) >= 3 or all(max(each) <= 6 for each in alike), split
    assert sum(said is not None and said[1] != {} for said in told.values()) >= 2
    live = {split: round(100 * (22 + split[0]) / 50) for split in LOPSIDED}
    assert len(set(live.values())) == 11  # control: live whole per cents tell every one


def _published(run: Programme, splits: list[tuple[int, int]]) -> tuple[object, object] | None:
    with transaction.atomic():
        for number, split in enumerate(splits):
            hold(run, number, split)
        rows = publish_mixing(programme=run, by=None, now=NOON)
        transaction.set_rollback(True)
    return ((rows[0].value, rows[0].low, rows[0].high), rows[0].beside) if rows else None


def test_while_the_mixing_is_hidden_what_goes_with_it_is_too(run: Programme) -> None:
    for number in range(5):
        hold(run, number)
    publish_mixing(programme=run, by=None, now=NOON)
    PublishedMixing.objects.create(
        programme=run, key="age", published_at=NOON, sessions=9, why_not="few-known", facts_until=9,
        held_until=FIRST + timedelta(days=99),
    )  # fmt: skip
    assert kept_in_public(run) == {}


@pytest.mark.parametrize(
    ("changes", "trait"),
    [
        ({}, "age"),
        ({"where": "age = 'young' and role = 'runner'"}, "age"),
        ({"where": "role = 'runner'"}, ""),
        ({"base": "age = 'young'"}, ""),  # its base would move too
        ({"where": "role = 'runner'", "base": "age = 'young'"}, ""),
        ({"measure": "sum", "quantity": "minutes"}, ""),
        ({"where": "age = 'young' and team = 'east'"}, ""),
        ({"fact": "programmes.answers"}, ""),
    ],
)
def test_what_can_be_kept(changes: dict[str, str], trait: str) -> None:
    told = {"mixing": {"traits": [{"key": "age"}, {"key": "team"}]}}
    assert kept_with(told, YOUNG[0] | changes) == trait


def test_a_programme_that_fails_does_not_stop_the_others(
    run: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    made("a-first-one")
    made("z-last-one")
    for number in range(5):
        hold(run, number)
    real = publishing_module.mixing_due

    def failing(programme: Programme, now: datetime) -> list[PublishedMixing]:
        if programme.key != run.key:
            raise ValueError("a person's answer")
        return real(programme, now)

    monkeypatch.setattr(publishing_module, "mixing_due", failing)
    with pytest.raises(
        NotPublished, match=r"^Figures of mixing could not be published of: a-first-one, z-last-one\.$"
    ):
        publish_mixing_due(now=NOON)
    assert PublishedMixing.objects.count() == 1
