"""A person with a row in every table that can hold something about people, through the actions that write them.

`unplanted` names the tables that were forgotten here: a new model must be planted before it counts as forgotten well.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

ACTOR_ONLY = {"measure.survey"}  # a file name of somebody's work: kept when they go, and said so
UNUSED = {
    "account.emailaddress",
    "account.emailconfirmation",
}  # tables of the library for codes; nothing writes them


@dataclass(frozen=True)
class Marks:
    """The words that give one person away."""

    name: str
    email: str
    phone: str
    word: str

    @property
    def all(self) -> tuple[str, ...]:
        return (self.name, self.email, self.phone, self.word)


QUILLON = Marks("Quillon Marker-Vex", "quillon.vex@marker-domain.example", "07700 900461", "zibeline-vex")
OTTILIE = Marks("Ottilie Trace-Bok", "ottilie.bok@trace-domain.example", "07700 900729", "quincunx-bok")


@dataclass(frozen=True)
class Around:
    """What several people share: staff, an organisation, a group and a household."""

    admin: Any
    organisation: Any
    group: Any


def around() -> Around:
    from weft.people.actions import add_group, give_role, make_account
    from weft.people.models import Organisation

    admin = make_account(email="admin@example.org", name="Ad Min", by=None)
    give_role(account=admin, role="system_admin", by=None)
    organisation = Organisation.objects.create(name="Bow Gardeners", kind="charity")
    give_role(account=admin, role="partner_admin", by=None, organisation=organisation)
    return Around(admin, organisation, add_group(organisation=organisation, name="Choir", by=admin))


def plant_everywhere(marks: Marks, shared: Around) -> Any:
    """The person. What they write holds their word, so that it is found wherever it is copied to."""
    from weft.people.actions import make_account
    from weft.people.models import Person
    from weft.people.mydata.actions.correct import correct_person

    account = make_account(email=marks.email, name=marks.name, by=shared.admin)
    person = Person.objects.unscoped("planted").get(account=account)
    correct_person(person=person, values={"phone": marks.phone, "language": "bn"}, by=account)
    account.first_name, account.last_name = marks.name.split(" ")
    account.save()
    _declare(person, account)
    _take_part(person, account, shared)
    _be_invited(marks, shared)
    _sign_in(marks, account)
    _ask(marks, account, shared)
    _answer_a_form(marks, person, account)
    _come(marks, person, shared)
    _be_paired(person, account)
    return person


def _declare(person: Any, account: Any) -> None:
    from django.db import transaction

    from weft.people.matching.actions import save_profile
    from weft.people.vault.actions import answer
    from weft.record import keys
    from weft.record.actions import record_fact
    from weft.record.ids import pseudonym

    answer(person=person, answers={"ethnic_group": "asian_bangladeshi", "tenure": "social_rent"}, by=account)
    save_profile(person=person, chosen={"languages": ["bn"]}, consent=True, by=account)
    key = pseudonym(keys.secret_for("gather.attendance"), person.public_id)
    with transaction.atomic():
        record_fact(kind="gather.attendance", on=date(2026, 5, 3), key=key, quantities={"minutes": 90})


def _take_part(person: Any, account: Any, shared: Around) -> None:
    from weft.people.actions import begin_household, give_role, join_group, propose_handover
    from weft.people.models import Handover, Membership

    give_role(account=account, role="volunteer", by=shared.admin, organisation=shared.organisation)
    join_group(group=shared.group, person=person, by=shared.admin)
    begin_household(guardian=person, by=account)
    Handover.objects.unscoped("planted").all().delete()  # one at a time may be open
    held = Membership.objects.unscoped("planted").get(person__account=shared.admin, role="partner_admin")
    propose_handover(membership=held, to=person, by=shared.admin)


def _be_invited(marks: Marks, shared: Around) -> None:
    from weft.people.accounts.actions.invitations import invite
    from weft.people.roles.current import actor_for

    actor = actor_for(shared.admin, has_second_factor=True)
    offered = {"email": marks.email, "role": "session_lead", "organisation": shared.organisation}
    invite(actor=actor, site="https://weft.example.org", by=shared.admin, **offered)


def _sign_in(marks: Marks, account: Any) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    from weft.people.accounts.actions.codes import send_code
    from weft.people.accounts.actions.factors import add_one_time_codes
    from weft.people.accounts.actions.signing import make_link

    send_code(email=marks.email, purpose="sign in")
    add_one_time_codes(secret="JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", by=account)
    make_link(account=account, by=None)
    session = SessionStore()
    session["_auth_user_id"], session["login_code_for"] = str(account.pk), marks.email
    session.create()


def _ask(marks: Marks, account: Any, shared: Around) -> None:
    from weft.requests.actions import Asked, answer, ask, extend
    from weft.requests.states import Kind

    asked = Asked(Kind.FORMAT, f"The page on {marks.word}", "email", marks.email, "audio", name=marks.name)
    made = ask(asked=asked, key="", by=account)
    day = made.due_on + timedelta(days=1)
    extend(request=made, until=day, reason=f"{marks.word} takes longer.", by=shared.admin)
    answer(request=made, words=f"Dear {marks.name}, here is {marks.word}.", by=shared.admin)


def _answer_a_form(marks: Marks, person: Any, account: Any) -> None:
    from tests.forms.pages.samples import SHORT, version_of
    from weft.forms.actions.attachments import attach_file
    from weft.forms.actions.responses import open_response, save_answers
    from weft.forms.answers import filling_of
    from weft.forms.models import SectionOwner
    from weft.forms.openrosa.models import FieldAccount

    version = version_of(SHORT, f"form-{marks.phone[-3:]}", used_for="application")
    response = open_response(version=version, person=person, by=account)
    filling = filling_of(response)
    filling.set("/data/name", f"{marks.name}, {marks.word}")
    save_answers(response=response, filling=filling, revision=0, page="name", by=account)
    given = {"name": f"{marks.word}.txt", "content": f"Signed {marks.name}".encode()}
    attach_file(response=response, question="/data/photo", **given, by=account)
    FieldAccount.objects.create(form=version.form, person=person, digest=marks.phone[-3:])
    SectionOwner.objects.create(response=response, section="You", person=person)


def _come(marks: Marks, person: Any, shared: Around) -> None:
    """Book, come, sit at a table, show a certificate."""
    from weft.gather.actions.attendance import note
    from weft.gather.actions.bookings import book
    from weft.gather.actions.feeds import renew_feed
    from weft.gather.actions.sessions import make_activity, plan_session
    from weft.gather.teams.models import Seat, Seating
    from weft.programmes.models import Edition, Evidence, Programme, Requirement

    first, last = date(2026, 1, 1), date(2026, 12, 31)
    programme = Programme.objects.get_or_create(key="walks", defaults={"title": "Walks"})[0]
    edition = Edition.objects.get_or_create(programme=programme, key="1", starts_on=first, ends_on=last)[0]
    activity = make_activity(organisation=shared.organisation, title="Walk", edition=edition, by=shared.admin)
    said = {
        "local_start": "2036-05-03T10:00",
        "minutes": 60,
        "zone": "Europe/London",
        "capacities": {"seat": 5},
    }
    session = plan_session(activity=activity, by=shared.admin, **said)
    given = {
        "name": marks.name,
        "contact": marks.email,
        "needs": f"a {marks.word}",
        "traits": {"street": marks.word},
    }
    booking = book(session=session, places={"seat": 1}, person=person, by=shared.admin, **given)
    note(booking=booking, state="attended", by=shared.admin, at=session.starts_at)
    renew_feed(person=person, by=shared.admin)
    table = Seating.objects.create(session=session, smallest=1, largest=9, seed=1)
    Seat.objects.create(seating=table, booking=booking, team=1)
    shown = Requirement.objects.get_or_create(programme=programme, key="dbs", kind="dbs", role="walker")[0]
    Evidence.objects.create(requirement=shown, person=person)


def _be_paired(person: Any, account: Any) -> None:
    """A pair that met, and somebody they do not want to meet."""
    from django.utils import timezone

    from tests.gather.pairing import make
    from weft.gather.pairing import actions
    from weft.gather.pairing.models import FIRST, SECOND

    pool = make.pool(key=f"pairs-{person.pk}")
    actions.enter_pool(pool=pool, person=person, side=make.BUDDY, by=account)
    other = make.entry(pool, make.CYCLIST, f"Other{person.pk}", languages=["bn"])
    match = actions.approve(match=actions.suggest(pool=pool, by=account)[0], by=account)
    for side in (FIRST, SECOND):
        actions.accept(match=match, side=side, by=account)
    met = make.meetings(match)[0]
    actions.log_meeting(meeting=met, held_on=timezone.localdate(), minutes=90, side=FIRST, by=account)
    actions.block(person=person, other=other.person, by=account)


def unplanted(person: Any) -> list[str]:
    """Tables about people in which nothing about this person stands."""
    from weft.people.mydata.catalogue import personal_tables
    from weft.people.mydata.events import events_about
    from weft.record.personal import NOBODY

    about_somebody = [table for table in personal_tables() if table.declared.about != NOBODY]
    left = [table.label for table in about_somebody if not table.rows(person).exists()]
    if events_about(person)[0]:
        left.remove("record.event")
    return sorted(set(left) - ACTOR_ONLY - UNUSED)
