"""Steps of the programme itself: people, editions, evidence, answers, outcomes, money."""

from weft.programmes.actions import (
    Aim,
    close_programme,
    note_answers,
    note_grant,
    note_outcome,
    open_edition,
    open_programme,
    submit_evidence,
    verify_evidence,
)
from weft.replay.errors import ReplayError
from weft.replay.world import Said, World


def person(world: World, said: Said) -> None:
    """{do: person, name: Ada}"""
    world.person(said.need("name"))


def edition(world: World, said: Said) -> None:
    """{do: edition, key: "2026", from: 2026-01-01, to: 2026-12-31, grant_pence: 1200000, targets: […]}"""
    targets = said.get("targets")
    aims = (
        None if targets is None else [Aim(t["indicator"], t["amount"], t.get("group", "")) for t in targets]
    )
    world.edition_now = open_edition(
        programme=world.programme,
        key=str(said.need("key")),
        title=said.text("title", str(said.need("key"))),
        starts_on=said.day("from"),
        ends_on=said.day("to"),
        targets=aims,
        grant_pence=said.get("grant_pence"),
        by=world.officer,
    )
    if world.programme.state == "draft":
        open_programme(programme=world.programme, by=world.officer)


def close(world: World, _said: Said) -> None:
    """{do: close}"""
    close_programme(programme=world.programme, by=world.officer)


def evidence(world: World, said: Said) -> None:
    """{do: evidence, who: Ada, shows: dbs, role: buddy, on: 2026-01-05}: shown, and checked on that day"""
    found = world.programme.requirements.filter(key=said.need("shows"))
    if said.get("role"):
        found = found.filter(role=said.get("role"))
    who, seen_on, requirements = world.person(said.need("who")), said.day_or_at("on"), list(found)
    if not requirements:
        raise ReplayError(f"Nothing requires “{said.need('shows')}”.")
    for requirement in requirements:
        shown = submit_evidence(requirement=requirement, person=who, by=None)
        verify_evidence(evidence=shown, seen_on=seen_on, by=world.officer)


def answer(world: World, said: Said) -> None:
    """{do: answer, who: Ada, form: after, wave: month, answers: {met_again: "yes"}, on: 2026-04-01}"""
    answers = {name: str(value) for name, value in said.get("answers", {}).items()}
    note_answers(
        edition=world.edition,
        form=said.need("form"),
        wave=said.text("wave"),
        person=world.person(said.need("who")),
        answers=answers,
        on=said.day_or_at("on"),
        by=world.officer,
    )


def outcome(world: World, said: Said) -> None:
    """{do: outcome, who: Ada, outcome: exam_passed, traits: {level: entry_1}, on: 2026-07-01}"""
    note_outcome(
        edition=world.edition,
        outcome=said.need("outcome"),
        person=world.person(said.need("who")) if said.get("who") else None,
        traits={name: str(value) for name, value in said.get("traits", {}).items()},
        quantities=said.get("quantities"),
        on=said.day_or_at("on"),
        by=world.officer,
    )


def grant(world: World, said: Said) -> None:
    """{do: grant, pence: 1200000, source: City Hall, on: 2026-01-01}"""
    note_grant(
        edition=world.edition,
        pence=int(said.need("pence")),
        source=said.need("source"),
        on=said.day_or_at("on"),
        by=world.officer,
    )


STEPS = {
    "person": person,
    "edition": edition,
    "close": close,
    "evidence": evidence,
    "answer": answer,
    "outcome": outcome,
    "grant": grant,
}
