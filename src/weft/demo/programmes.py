"""The four programmes of the demonstration, installed from the shelf and open, each with an edition of two years."""

from datetime import date

from django.contrib.auth.models import User
from django.utils import timezone

from weft.people.models import Organisation
from weft.programmes.actions import install, note_grant, open_edition, open_programme
from weft.programmes.blueprint.shelf import from_shelf
from weft.programmes.models import Edition

# blueprint -> which of the demonstration's organisations runs it, and pounds it was given
RUN_BY = {
    "bike-buddies": ("Bread and Bicycles", 12_000),
    "speed-volunteering": ("Arches Community Kitchen", 0),
    "run-to-do-good": ("Arches Community Kitchen", 0),
    "esol-plus-childcare": ("Arches Community Kitchen", 40_000),
}


def running(name: str, *, by: User) -> Edition:
    """The edition that runs of one of the four; installed when it is first asked for."""
    found = Edition.objects.filter(programme__key=name).select_related("programme").first()
    return found or _opened(name, by)


def _opened(name: str, by: User) -> Edition:
    runs, pounds = RUN_BY[name]
    organisation = Organisation.objects.unscoped("the demonstration's own").filter(name=runs).first()
    programme = install(blueprint=from_shelf(name, with_forms=True), organisation=organisation, by=by)
    today = timezone.localdate()
    edition = open_edition(
        programme=programme, key=str(today.year), title=f"{today.year - 1} to {today.year + 1}",
        starts_on=date(today.year - 1, 1, 1), ends_on=date(today.year + 1, 12, 31), by=by,
    )  # fmt: skip
    open_programme(programme=programme, by=by)
    if pounds:
        note_grant(
            edition=edition, pence=pounds * 100, source="City Hall of the demonstration", on=today, by=by
        )
    return edition
