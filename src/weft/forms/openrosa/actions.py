"""Every write of the field apps: give and take back a field account, take in a submission."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from weft.forms.actions.responses import receive_instance
from weft.forms.answers import clock_now, compiled, leaves
from weft.forms.engine import Filling
from weft.forms.files import RefusedFile, checked_kind
from weft.forms.models import Form, FormVersion, Response
from weft.forms.openrosa.instance import AnotherWithThisId, Instance, named_files, shape_of
from weft.forms.openrosa.models import FieldAccount, FieldSubmission
from weft.forms.openrosa.queries import may_collect
from weft.forms.openrosa.tokens import digest_of, new_token
from weft.forms.purposes import about_of_code, is_case_code
from weft.forms.states import Mode
from weft.people.models import Person
from weft.record.actions import record_event
from weft.record.once import do_once


class RefusedAccount(Exception):
    """No field account is made; the message says why, and what to do."""


@dataclass(frozen=True)
class Given:
    """A field account and its token, which is known at this moment alone; "" when it was given before."""

    account: FieldAccount
    token: str


def make_field_account(
    *, form: Form, person: Person, about: str = "", key: str = "", by: User | None
) -> Given:
    """Let somebody collect answers to a form with a field app. Raises RefusedAccount."""
    token = new_token()

    def make() -> FieldAccount:
        if not may_collect(person):
            raise RefusedAccount(_("Give this person the role of community researcher first"))
        held = FieldAccount.objects.unscoped("one account a person and form")
        if held.filter(form=form, person=person, revoked_at=None).exists():
            raise RefusedAccount(_("This person has a field app for this form. Take it back first."))
        made = FieldAccount.objects.create(
            form=form, person=person, about=about, digest=digest_of(token), made_by=by
        )
        record_event(by=by, action="openrosa.account.make", thing=made, after={"form": form.public_id})
        return made

    account = do_once(key=key, action="openrosa.account.make", by=by, make=make)
    return Given(account, token if account.digest == digest_of(token) else "")


@transaction.atomic
def revoke_field_account(*, account: FieldAccount, by: User | None) -> None:
    """Take a field account back: its token opens nothing any more. Repeating it changes nothing."""
    rows = FieldAccount.objects.unscoped("the row an action was handed")
    if rows.filter(pk=account.pk, revoked_at=None).update(revoked_at=timezone.now()):
        record_event(by=by, action="openrosa.account.revoke", thing=account)


@dataclass(frozen=True)
class Arriving:
    """What one request of an app brings."""

    version: FormVersion
    instance: Instance
    files: Mapping[str, bytes]


def receive_submission(*, account: FieldAccount, arriving: Arriving, by: User | None) -> FieldSubmission:
    """Keep a finished instance, or the files still missing of one that is kept. Nothing is kept twice.

    Answers that do not fit are kept and flagged: nobody could ask again. Raises AnotherWithThisId.
    """
    try:
        return _received(account, arriving, by)
    except IntegrityError:  # the same instance came twice within a moment
        return _received(account, arriving, by)


def _about(arriving: Arriving) -> tuple[str, str]:
    """The case whose code the field worker wrote into the form, and the question that asks for it; "" for none."""
    said = leaves(arriving.instance.xml)
    ref = next(filter(is_case_code, said), "")
    return about_of_code(arriving.version.form, said.get(ref, ""), Mode.COLLECT), ref


@transaction.atomic
def _received(account: FieldAccount, arriving: Arriving, by: User | None) -> FieldSubmission:
    kept = _kept(arriving.instance)
    names = named_files(arriving.instance, shape_of(arriving.version))
    fit, refused = _sorted(arriving.files, names)
    about, asking = ("", "") if kept or account.about else _about(arriving)
    response = receive_instance(
        version=kept.response.version if kept else arriving.version,
        xml=arriving.instance.xml,
        files=fit,
        about=account.about or about,
        mode=Mode.COLLECT,
        by=by,
    )
    found = kept or FieldSubmission.objects.create(
        response=response,
        account=account,
        content=arriving.instance.mark,
        files_named=len(names),
        flagged=_misfits(arriving) + ([{"ref": asking, "why": "code"}] if asking and not about else []),
    )
    if refused:
        found.flagged = [*found.flagged, *(each for each in refused if each not in found.flagged)]
        found.save(update_fields=["flagged"])
    if kept is None:
        told = {"account": account.public_id, "flagged": len(found.flagged)}
        record_event(by=by, action="openrosa.submission.receive", thing=response, after=told)
    return found


def _kept(instance: Instance) -> FieldSubmission | None:
    """What is kept under this instanceID. Raises AnotherWithThisId when it says something else."""
    rows = Response.objects.unscoped("an instance is known by its id").select_related("version")
    known = rows.filter(instance_id=instance.instance_id).first()
    if known is None:
        return None
    kept = FieldSubmission.objects.select_related("response__version").filter(response=known).first()
    if kept is None or kept.content != instance.mark:
        raise AnotherWithThisId(instance.instance_id)
    return kept


def _sorted(
    files: Mapping[str, bytes], names: Iterable[tuple[str, str]]
) -> tuple[dict[str, bytes], list[dict[str, str]]]:
    """The files that can be kept, and the questions whose file cannot: answers never wait for a file."""
    fit: dict[str, bytes] = {}
    refused = []
    for path, name in names:
        if name not in files:
            continue
        try:
            checked_kind(files[name])
            fit[name] = files[name]
        except RefusedFile:
            refused.append({"ref": path, "why": "file"})
    return fit, refused


def _misfits(arriving: Arriving) -> list[dict[str, str]]:
    """Questions whose answer the form would not have let through, by reference; never the answer."""
    filling = Filling.load(compiled(arriving.version), arriving.instance.xml, clock=clock_now())
    return [{"ref": problem.ref, "why": "answer"} for problem in filling.problems()]
