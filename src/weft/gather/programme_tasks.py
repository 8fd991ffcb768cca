"""What is to be done in the sessions of a programme: registers nobody has stood for."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from weft.gather.queries.registers import sessions_of
from weft.gather.states import SessionState
from weft.people.roles.actor import Actor
from weft.programmes.models import Programme
from weft.today.tasks import TodayTask


def tasks(actor: Actor, programme: Programme) -> list[TodayTask]:
    """Sessions that are over and do not count yet, the oldest first."""
    rows = sessions_of(actor).filter(activity__edition__programme=programme, state=SessionState.PLANNED)
    found = list(rows.filter(ends_at__lt=timezone.now()).order_by("starts_at")[:100])
    if not found:
        return []
    one = found[0] if len(found) == 1 else None
    where = reverse("register", args=[one.public_id]) if one else reverse("registers")
    words = ngettext("register to stand for", "registers to stand for", len(found))
    return [TodayTask(len(found), words, where, _("Who came counts only then."), found[0].local_day)]
