"""Install a blueprint into the database at hand and do every step of its fixture."""

from collections.abc import Callable

from weft.people.actions.organisations import OrganisationDetails, add_organisation
from weft.people.actions.staff import give_role, make_account
from weft.programmes.actions import install
from weft.programmes.blueprint.reading import Blueprint
from weft.programmes.models import Programme
from weft.replay.clock import moment_of, standing_at
from weft.replay.errors import ReplayError
from weft.replay.fixture import Step, read_steps
from weft.replay.steps import STEPS
from weft.replay.world import Said, World

OFFICER = "officer@demonstration.example"
HOST = "Host of the replay"
Progress = Callable[[int, int], None]


def play(blueprint: Blueprint, progress: Progress = lambda _done, _all: None) -> World:
    """Only ever into an empty database (`weft blueprint test` makes one). Raises ReplayError, naming the line."""
    fixture = blueprint.file("fixture")
    if fixture is None:
        raise ReplayError("The blueprint names no fixture.")
    if Programme.objects.exists():
        raise ReplayError("A fixture is played into an empty database, and this one holds programmes.")
    steps = read_steps(fixture)
    world = begin(blueprint)
    for number, step in enumerate(steps, 1):
        _do(world, step, fixture.name)
        progress(number, len(steps))
    return world


def begin(blueprint: Blueprint) -> World:
    """An officer, a host organisation, and the programme installed."""
    officer = make_account(email=OFFICER, name="Officer", by=None)
    give_role(account=officer, role="officer", by=None)
    host = add_organisation(details=OrganisationDetails(name=HOST, kind="informal"), by=officer)
    programme = install(blueprint=blueprint, organisation=host, by=officer)
    return World(blueprint, programme, officer, host)


def _do(world: World, step: Step, file: str) -> None:
    doing = STEPS.get(step.do)
    place = f"{file}, line {step.line}"
    if doing is None:
        raise ReplayError(f"{place}: there is no step “{step.do}”. Known are: {', '.join(STEPS)}.")
    said = Said(step.said)
    try:
        with standing_at(moment_of(step.said.get("at"))):
            doing(world, said)
    except ReplayError as error:
        raise ReplayError(f"{place}: {error}") from error
    except Exception as error:
        raise ReplayError(f"{place}: {step.do}: {type(error).__name__}: {error}") from error
    if said.leftover():
        raise ReplayError(f"{place}: {step.do} does not know “{said.leftover()[0]}”.")
