"""Build the demonstration city through the same doors an analyst uses: upload, recipe, estimate, publish."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.files import File
from django.core.files.uploadedfile import UploadedFile

from weft.demo.answers import answer_for_everyone
from weft.demo.field import build_field_work
from weft.demo.fieldwork import build_fieldwork
from weft.demo.gathering import build_gathering
from weft.demo.inside import build_inside
from weft.demo.organisations import build_organisations
from weft.demo.pairs import build_pairs
from weft.demo.places import load_places
from weft.demo.recipes import facts, recipe
from weft.demo.record import check_record
from weft.demo.requests import build_requests
from weft.demo.roles import account_of
from weft.demo.signing import release_of
from weft.demo.waves import Wave, generate
from weft.demo.writing import FIRST, SECOND, write
from weft.measure.actions import (
    change_recipe,
    estimate_survey,
    import_published,
    read_survey_file,
    receive_survey,
)
from weft.measure.models import Release
from weft.measure.recipes import shipped_registry
from weft.record.models import Event

VERSION = "14"  # raise it when the city must be built anew
Progress = Callable[[float, str], None]


class NotADemonstration(Exception):
    """The demonstration city is only ever built in demonstration mode, in an empty folder."""


def stamp() -> Path:
    return Path(settings.DATA) / f"city-{VERSION}"


def marker() -> Path:
    """There while the city is built: what is found beside it was broken off."""
    return Path(settings.DATA) / "building"


def stamps() -> list[Path]:
    """Of this version and of earlier ones. The last step of a build puts one there."""
    return list(Path(settings.DATA).glob("city-*"))


def is_begun() -> bool:
    """Something was done here: tables that were just made hold no account and no event."""
    return User.objects.exists() or Event.objects.exists()


def is_built() -> bool:
    """The city of this version is there, whole."""
    return stamp().exists() and is_begun()


def build_city(progress: Progress = lambda *_: None) -> None:
    """Make both waves and publish them. Only ever where nothing is yet: Weft deletes a folder, never single rows."""
    _refuse_other_place()
    _mark_begun()
    by = account_of(role="analyst")
    progress(0.01, "Laying out the city")
    load_places(by=by)
    build_organisations()
    progress(0.02, "Inventing two waves of people")
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
        _keep_sample(Path(folder))
        waves = generate()
        progress(0.3, "Reading the first wave")
        _publish_wave(Path(folder) / FIRST, waves[0], by, progress, 0.3)
        progress(0.6, "Reading the second wave")
        _publish_wave(Path(folder) / SECOND, waves[1], by, progress, 0.6)
    progress(0.95, "Bringing in published figures")
    _bring_in_published(by)
    answer_for_everyone()
    build_requests()
    build_field_work()
    build_pairs(by=account_of(role="officer"))
    build_gathering(by=account_of(role="officer"))
    build_inside(by=by)
    build_fieldwork(by=account_of(role="officer"))
    check_record()
    _mark_whole()
    progress(1.0, "Done")


def _mark_begun() -> None:
    marker().write_text("not built to the end\n")
    for left in stamps():  # by a folder that was not deleted to its end
        left.unlink()


def _mark_whole() -> None:
    stamp().write_text("built\n")
    marker().unlink()


def _bring_in_published(by: User) -> None:
    imported = replace(
        facts(""),
        name="Survey of Londoners, published figures",
        response="Brought in from publications; only the figure for everyone is known.",
        source="NatCen, Survey of Londoners, as published. Shown among synthetic data: quote the publication itself.",
        limits="The number of people who answered this question was not seen: the base is everyone who took part.",
    )
    import_published(facts=imported, registry=shipped_registry(), by=by)


def _publish_wave(path: Path, wave: Wave, by: User, progress: Progress, start: float) -> Release:
    with path.open("rb") as file:
        survey = receive_survey(file=UploadedFile(File(file), name=path.name), by=by)
    survey = read_survey_file(survey=survey)
    if survey.problem:
        raise RuntimeError(f"The synthetic file was refused: {survey.problem}")
    change_recipe(survey=survey, change=lambda _: recipe(wave), by=by)
    progress(start + 0.1, f"Estimating {wave.period}")
    survey = estimate_survey(survey=survey)
    if survey.problem:
        raise RuntimeError(f"The synthetic wave could not be estimated: {survey.problem}")
    progress(start + 0.2, f"Auditing, signing off and publishing {wave.period}")
    return release_of(survey=survey, by=by)


def _keep_sample(folder: Path) -> None:
    """The first wave's file stays, for people to try the journey with."""
    shutil.copy(folder / FIRST, Path(settings.DATA) / FIRST)


def _refuse_other_place() -> None:
    if not settings.DEMO:
        raise NotADemonstration("Run ./weft demo: it keeps the demonstration apart from a city's own data.")
    if is_begun():
        raise NotADemonstration(
            f"{settings.DATA} is in use already, and the demonstration is built in an empty folder only. "
            "Run ./weft demo --rebuild."
        )
