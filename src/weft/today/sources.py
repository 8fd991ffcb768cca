"""What rooms that know nothing of Today have for it."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weft.measure.models import Proposal, Survey
from weft.measure.queries.releases import current_releases
from weft.measure.states import WORKING, ReleaseState, SurveyState
from weft.people.accounts.queries import open_invitations
from weft.people.models.duplicates import Kind
from weft.people.queries.duplicates import waiting
from weft.people.roles.actor import Actor
from weft.people.roles.policy import may, visible
from weft.today.tasks import TodayTask, Whose
from weft.web.context import route


def latest_release(_actor: Actor) -> list[TodayTask]:
    """What the public read last: the newest release of ours."""
    found = current_releases().exclude(survey=None).order_by("-published_at").first()
    if found is None:
        return []
    day = date_format(timezone.localtime(found.published_at), "j F Y")
    why = _("Published %(day)s.") % {"day": day}
    return [TodayTask(0, str(found), reverse("measure-release", args=[found.public_id]), why, state=Whose.ON)]


def surveys(actor: Actor) -> list[TodayTask]:
    """Survey files of mine that wait for me, or that Weft is working on."""
    if not may(actor, "survey.bring"):
        return []
    mine = visible(actor, "survey.bring", Survey).filter(created_by=actor.account_id)
    read = list(mine.filter(state=SurveyState.READ))
    estimated = list(mine.filter(state=SurveyState.ESTIMATED))
    working = mine.filter(state__in=WORKING).count()
    found = [
        *_waiting(
            read,
            ngettext("survey to describe", "surveys to describe", len(read)),
            _("Its file is read: say what the columns are."),
        ),
        *_waiting(
            estimated,
            ngettext("survey to publish", "surveys to publish", len(estimated)),
            _("Its tables are estimated. Look at the evidence first."),
        ),
    ]
    if working:
        words = ngettext("survey file is being worked on", "survey files are being worked on", working)
        found.append(TodayTask(count=working, words=words, url=reverse("measure-surveys"), state=Whose.ON))
    return found


def sign_offs(actor: Actor) -> list[TodayTask]:
    """Releases somebody else made that wait for my signature."""
    if not may(actor, "release.sign"):
        return []
    every = visible(actor, "release.sign", Proposal).filter(state=ReleaseState.AWAITING)
    waiting = list(every.exclude(maker=actor.account_id).defer("content"))
    if not waiting:
        return []
    words = ngettext("release to sign off", "releases to sign off", len(waiting))
    url = reverse("sign-off", args=[waiting[0].public_id]) if len(waiting) == 1 else reverse("sign-offs")
    return [
        TodayTask(len(waiting), words, url, _("Made by somebody else, so it needs a second person: you."))
    ]


def releases(actor: Actor) -> list[TodayTask]:
    """My own releases: signed off and ready, sent back, or still with somebody else."""
    if not may(actor, "survey.publish"):
        return []
    mine = (
        visible(actor, "survey.publish", Proposal)
        .exclude(survey=None)
        .defer("content")
        .select_related("survey")
    )
    found = []
    for made in mine.filter(state__in=(ReleaseState.SIGNED, ReleaseState.AWAITING)):
        signed = made.state == ReleaseState.SIGNED
        why = _("Signed off: publish it.") if signed else _("An output checker looks at it.")
        url = reverse("measure-survey-publish", args=[made.survey.public_id])
        found.append(TodayTask(0, str(made), url, why, state=Whose.MINE if signed else Whose.OTHERS))
    return found


def _waiting(found: list[Survey], words: str, why: str) -> list[TodayTask]:
    if not found:
        return []
    one = reverse("measure-survey", args=[found[0].public_id])
    return [TodayTask(len(found), words, one if len(found) == 1 else reverse("measure-surveys"), why)]


def invitations(actor: Actor) -> list[TodayTask]:
    """Invitations somebody else made that wait for my approval."""
    if not may(actor, "role.approve"):
        return []
    waiting = [
        each for each in open_invitations(actor, may_approve=True) if each.may_approve and not each.is_expired
    ]
    if not waiting:
        return []
    words = ngettext("invitation to approve", "invitations to approve", len(waiting))
    why = _("Made by somebody else, so it needs a second person: you.")
    expires = min(each.invitation.expires_at for each in waiting)
    return [TodayTask(len(waiting), words, reverse("invitations"), why, timezone.localtime(expires).date())]


def duplicates(actor: Actor) -> list[TodayTask]:
    """Entries that look like one person or organisation, without a deadline."""
    if not may(actor, "merge.do"):
        return []
    count = sum(waiting(kind) for kind in Kind)
    if not count:
        return []
    words = ngettext("pair of entries to compare", "pairs of entries to compare", count)
    return [
        TodayTask(
            count, words, route("duplicates"), _("They may be the same. Nothing is joined without you.")
        )
    ]
