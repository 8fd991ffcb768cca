"""One maker for every route whose address names something. A new route adds a line; a test fails until it does.

A maker is told who owns the thing and gives the parameters of the address:

    "my-route": lambda things, owner: {"public_id": things.my_thing(owner).public_id},

`Things.my_thing` makes it once an owner, with a public id and texts that begin with a fresh mark, and says so:
`self.marked(mark, "my thing", owner)`. The crawler looks for the mark of everybody else's things in whatever it is
sent. SEEN_BY says which actions may show a kind of thing, and whom they reach is the oracle's to say.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from tests.crawler import answers, fielding, forms, gather, inside, pairing, people, programmes
from tests.crawler import field as field_apps
from tests.crawler.world import Visitor, World, fresh_mark
from tests.gather.make import session
from tests.measure.samples import write_sav
from tests.people.make import account
from weft.forms.actions.versions import make_form
from weft.forms.intake.compiling import compile_book
from weft.forms.intake.guard import Brought
from weft.forms.intake.reading import read_book
from weft.gather.actions.bookings import hold
from weft.measure.actions import (
    ask_for_sign_off,
    build_release,
    change_recipe,
    draft_release,
    estimate_survey,
    read_survey_file,
    receive_survey,
)
from weft.measure.actions.publish import seal
from weft.measure.columns import still_offered
from weft.measure.models import Release, Survey
from weft.measure.recipes import shipped_registry
from weft.measure.tables.edit import with_suggestions
from weft.measure.tables.recipe import AreaColumn, Recipe, SampleDesign, SurveyFacts
from weft.record.actions import record_event

# kind of thing -> the actions that may show it, to whom they reach
OF_PEOPLE = (
    "record.read",
    "record.export",
    "person.view",
    "person.erase",
    "member.view",
    "merge.do",
    "group.view",
)
SEEN_BY: dict[str, tuple[str, ...]] = {
    "survey": (
        "survey.open",
        "survey.publish",
        "release.sign",
        "inside.open",
        "record.read",
        "record.export",
    ),
    "inside": ("inside.open", "inside.table", "inside.log", "output.check", "record.read", "record.export"),
    "person": (*OF_PEOPLE, "form.export", "form.export.decide"),  # two colleagues agree to an export by name
    "merge": OF_PEOPLE,
    "child": ("household.view", "my.data", "person.erase", "merge.do", "record.read", "record.export"),
    "organisation": ("organisation.view", "record.read", "record.export", "merge.do"),
    "own organisation": ("organisation.view", "record.read", "record.export", "merge.do"),
    "group": ("group.view",),
    "request": ("requests.work",),
    "invitation": ("role.invite", "role.approve"),
    "factor": ("account.own",),
    "evidence": ("evidence.verify", "evidence.own", "record.read", "record.export"),
    "field app": ("form.field",),
    "response": ("response.answer", "response.certify", "record.read", "record.export"),
    **dict.fromkeys(
        ("activity", "session"),
        ("activity.plan", "register.keep", "teams.make", "mixing.see", "record.read", "record.export"),
    ),
    **dict.fromkeys(
        ("household", "handover", "place", "link", "entry", "feed", "case"), ()
    ),  # made of no words: nothing to see
    "event": ("record.read", "record.export"),
    "export": (),  # of no words of its own
    "paper": ("form.key", "form.adjudicate"),
    "pair": (
        "pair.coordinate",
        "pair.own",
        "person.view",
        "person.erase",
        "merge.do",
        "record.read",
        "record.export",
    ),
    "pool": ("pair.coordinate", "pair.own"),
}


@dataclass
class Things:
    """What the visitors own, made when first asked for."""

    world: World
    folder: Path
    made: dict[tuple[str, str], Any] = field(default_factory=dict)
    marks: dict[str, tuple[str, Visitor]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        world = self.world
        for each in (*world.visitors, world.neighbour, world.stranger, world.elsewhere):
            if each.person and each.account:
                self.marked(each.person.name.split()[0], "person", each)
            if each.organisation and each.organisation.kind != "city":
                self.marked(each.organisation.name.split()[0], "organisation", each)

    def marked(self, mark: str, kind: str, owner: Visitor) -> str:
        self.marks[mark] = (kind, owner)
        return mark

    def once(self, kind: str, owner: Visitor, make: Callable[[str], Any]) -> Any:
        """The owner's thing of a kind, made with a mark when it is not there yet."""
        key = kind, owner.name
        if key not in self.made:
            self.made[key] = make(self.marked(fresh_mark(), kind, owner))
        return self.made[key]

    def survey(self, owner: Visitor) -> Survey:
        def make(mark: str) -> Survey:
            first = self.made.setdefault(("survey", ""), None) or self._first_survey(owner)
            self.made["survey", ""] = first
            copy = Survey.objects.unscoped("test").get(pk=first.pk)
            copy.pk, copy._state.adding, copy.public_id = None, True, mark.ljust(22, "s")
            copy.created_by, copy.file_name = owner.account, f"{mark}.sav"
            copy.recipe["survey"]["name"] = f"{mark} survey"
            copy.save()
            shutil.copytree(first.folder, copy.folder)
            return copy

        return self.once("survey", owner, make)

    def _first_survey(self, owner: Visitor) -> Survey:
        """A survey on which every page has something to show."""
        file = write_sav(self.folder / "crawl.sav", rows=120)
        sent = SimpleUploadedFile("crawl.sav", file.read_bytes())
        made = read_survey_file(survey=receive_survey(file=sent, by=owner.account))

        def change(recipe: Recipe) -> Recipe:
            filled = with_suggestions(recipe, still_offered(made, recipe), shipped_registry())
            design, areas = SampleDesign(weight="wt"), AreaColumn(column="borough", codes=BOROUGHS)
            return replace(filled, survey=FACTS, design=design, areas=areas, by=("sex",))

        change_recipe(survey=made, change=change, by=owner.account)
        return estimate_survey(survey=made)

    def event(self, owner: Visitor) -> int:
        """The number of the event that told of the owner's account being made."""
        person = owner.person or self.world.stranger.person
        assert person
        with transaction.atomic():
            return self.once(
                "event", owner, lambda _: record_event(by=None, action="crawl", thing=person).number
            )

    def release(self, _owner: Visitor) -> Release:
        """Published, so for everybody: it carries no mark."""
        if ("release", "") not in self.made:
            self.made["release", ""] = made = Release.objects.create(
                public_id="release".ljust(22, "r"), series="crawl", name="Crawl", period="2025", area="London",
                population="adults", sample="probability", sample_size=100, published_at=timezone.now(),
            )  # fmt: skip
            seal(made)
        return self.made["release", ""]


FACTS = SurveyFacts(
    name="Crawl", period="2025-26", area="London", population="residents aged 16 and over", sample="probability",
    mode="online", response="1 in 10 asked answered", source="Made up", synthetic=True,
)  # fmt: skip
BOROUGHS = {"1": "E09000007", "2": "E09000012", "3": "E09000030"}
Maker = Callable[[Things, Visitor], dict[str, Any]]


def _survey(**more: Any) -> Maker:
    return lambda things, owner: {"public_id": things.survey(owner).public_id, **more}


def _release(things: Things, owner: Visitor) -> dict[str, Any]:
    return {"public_id": things.release(owner).public_id}


def _proposal(things: Things, owner: Visitor) -> dict[str, Any]:
    """A release on its way out, made by nobody among the visitors, so that every output checker may sign it."""
    if ("proposal", "") not in things.made:
        survey = things.survey(owner)
        maker = account("maker@example.org", "analyst")
        made = build_release(proposal=draft_release(survey=survey, by=maker))
        things.made["proposal", ""] = ask_for_sign_off(proposal=made, by=maker)
    return {"public_id": things.made["proposal", ""].public_id}


def _form(things: Things, _owner: Visitor) -> dict[str, Any]:
    if ("form", "") not in things.made:
        text = "# survey\n| type | name | label |\n| text | crawl | Crawl |\n"
        text += "\n# settings\n| form_id |\n| crawl-kept |\n"
        brought = Brought(text.encode(), "crawl.md", compile_book(read_book(text.encode())))
        things.made["form", ""] = make_form(brought=brought, by=None)
    return {"key": things.made["form", ""].key}


def _form_version(things: Things, owner: Visitor) -> dict[str, Any]:
    return {**_form(things, owner), "number": 1}


def _session(things: Things, _owner: Visitor) -> dict[str, Any]:
    if ("session", "") not in things.made:
        things.made["session", ""] = session()
    return {"public_id": things.made["session", ""].public_id}


def _booking(things: Things, owner: Visitor) -> dict[str, Any]:
    """A new secret link each time: the pages name nobody, and what is opened may be cancelled."""
    _session(things, owner)
    held = hold(session=session(), places={"seat": 1}, name="Ada", contact="a@demonstration.example", by=None)
    return {"token": held.manage_token}


MAKERS: dict[str, Maker] = {
    # gather
    **{f"session{part}": _session for part in ("", "-book", "-calendar")},
    **dict.fromkeys(("booking-code", "manage-booking", "manage-cancel", "manage-offer", "manage-mixing"), _booking),
    # measure
    "measure-indicator": lambda *_: {"indicator_id": "R1"},
    "measure-file": lambda *_: {"indicator_id": "R1", "kind": "csv"},
    "explore-indicator": lambda *_: {"indicator_id": "R1"},
    "explore-file": lambda *_: {"indicator_id": "R1", "kind": "csv"},
    "measure-release": _release,
    "measure-release-correct": _release,
    **{f"measure-release-{part}": _survey() for part in ("build", "ask", "back", "out")},
    "sign-off": _proposal,
    "sign-off-back": _proposal,
    "sign-off-figures": lambda things, owner: {**_proposal(things, owner), "key": "R1@1"},
    **{
        f"measure-survey{part}": _survey()
        for part in (
            "", "-read", "-about", "-recipe", "-recipe-file", "-remove", "-columns", "-design", "-areas",
            "-breakdowns", "-weights", "-check", "-evidence", "-evidence-file", "-publish",
        )
    },
    "measure-survey-column": _survey(number=2),
    "measure-survey-codes": _survey(number=2),
    "measure-survey-own": _survey(number=5),
    "measure-survey-margin": _survey(name="sex"),
    "measure-survey-measure": _survey(key="R1@1"),
    # forms: for everybody who keeps forms, so without a mark
    "form-page": _form,
    "form-bring": _form,
    **{
        f"form-{part}": _form_version
        for part in ("version", "move", "publish", "insert", "file-source", "file-xlsx", "file-md", "file-csv")
    },
    # record: an event names nobody in the clear, so every reader of the record may see each
    "record-event": lambda things, owner: {"number": things.event(owner)},
    **people.MAKERS,
    **field_apps.MAKERS,
    **fielding.MAKERS,
    **inside.MAKERS,
    **forms.MAKERS,
    **programmes.MAKERS,
    # forms: answers out, paper in
    **answers.MAKERS,
    # pairs
    **pairing.MAKERS,
    **gather.MAKERS,
    # the role switcher of the demonstration
    "demo-role": lambda *_: {"role": "officer"},
}  # fmt: skip
