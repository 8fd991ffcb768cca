"""What a field app asks for: the list of forms, a form, its manifest; and what it sends.

These addresses know no session and no cookie: each request carries the token of a field account, so there is nothing a
forged request could ride on, and the forgery check is left out for the one that sends.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from weft.forms.engine import FillingError
from weft.forms.models import FormVersion
from weft.forms.openrosa.actions import Arriving, receive_submission
from weft.forms.openrosa.documents import Offer, form_list, manifest, md5_of, said
from weft.forms.openrosa.door import NotEncrypted, NotKnown, account_behind
from weft.forms.openrosa.instance import (
    AnotherWithThisId,
    Instance,
    NotXml,
    OtherForm,
    read_instance,
    shape_of,
)
from weft.forms.openrosa.models import FieldAccount, FieldSubmission
from weft.forms.openrosa.queries import live_version, version_for
from weft.forms.openrosa.rules import ADVISED_BYTES, INSTANCE_BYTES, SUBMISSION_BYTES
from weft.forms.openrosa.uploads import SubmissionUpload
from weft.forms.purposes import RefusedSubmission
from weft.people.accounts.limits import TooMany

XML = "text/xml; charset=utf-8"
ANSWERS = "xml_submission_file"  # the part that holds the answers
PIECE = 65_536
View = Callable[..., HttpResponse]


def answer(content: bytes = b"", status: int = 200) -> HttpResponse:
    """An answer with the headers every OpenRosa answer carries."""
    made = HttpResponse(content, status=status, content_type=XML)
    made["X-OpenRosa-Version"] = "1.0"
    made["X-OpenRosa-Accept-Content-Length"] = str(ADVISED_BYTES)
    made["Content-Language"] = get_language() or "en"
    made["Date"] = http_date()
    made["Cache-Control"] = "no-store, private"
    return made


def with_account(view: View) -> View:
    """Only for a field account; everybody else is told how to say who they are."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            account = account_behind(request)
        except (NotKnown, NotEncrypted, TooMany) as refusal:
            read_away(request)
            return _refused(refusal)
        return view(request, account, *args, **kwargs)

    return asked


def _refused(refusal: Exception) -> HttpResponse:
    """Why the door stays shut, and how it opens."""
    if isinstance(refusal, NotEncrypted):
        return answer(said(_("Use the address that begins with https.")), 403)
    if isinstance(refusal, TooMany):
        return answer(said(_("Too many tries. Wait a quarter of an hour.")), 429)
    refused = answer(said(_("Scan the square of your field app again, or ask for a new one.")), 401)
    refused["WWW-Authenticate"] = 'Basic realm="Weft field apps", charset="UTF-8"'
    refused._has_been_logged = True  # type: ignore[attr-defined]  # how every exchange begins: no warning
    return refused


def read_away(request: HttpRequest) -> None:
    """Read what was sent and keep nothing: a client that is still sending hears no answer, and the protocol asks it."""
    left = SUBMISSION_BYTES
    while left > 0 and (piece := request.read(min(left, PIECE))):
        left -= len(piece)


@require_safe
@with_account
def forms(request: HttpRequest, account: FieldAccount) -> HttpResponse:
    """The forms of this account: one, while it is live."""
    version = live_version(account.form)
    offers = [] if version is None else [_offer(request, version)]
    wanted = request.GET.get("formID")
    return answer(form_list(each for each in offers if wanted in (None, "", each.form_id)))


def _offer(request: HttpRequest, version: FormVersion) -> Offer:
    shape, key, number = shape_of(version), version.form.key, version.number
    return Offer(
        form_id=shape.form_id,
        name=version.form.title,
        version=shape.version,
        hash=md5_of(version.xform),
        download_url=request.build_absolute_uri(reverse("field-form", args=[key, number])),
        manifest_url=request.build_absolute_uri(reverse("field-manifest", args=[key, number])),
    )


@require_safe
@with_account
def form(_request: HttpRequest, account: FieldAccount, key: str, number: int) -> HttpResponse:
    """The XForm itself, with what we note beside its questions."""
    return answer(_asked_for(account, key, number).xform.encode())


@require_safe
@with_account
def form_manifest(_request: HttpRequest, account: FieldAccount, key: str, number: int) -> HttpResponse:
    _asked_for(account, key, number)
    return answer(manifest())


def _asked_for(account: FieldAccount, key: str, number: int) -> FormVersion:
    """The version an address names, when this account is offered it."""
    version = live_version(account.form)
    if version is None or (version.form.key, version.number) != (key, number):
        raise Http404
    return version


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
@with_account
def submission(request: HttpRequest, account: FieldAccount) -> HttpResponse:
    """HEAD asks where and how much may be sent; POST sends answers, or the files that did not fit before."""
    if request.method == "HEAD":
        ready = answer(status=204)
        ready["Location"] = request.build_absolute_uri(request.path)
        return ready
    try:
        arriving = _arriving(request, account)
        person = account.person
        by = person.account if person else None
        kept = receive_submission(account=account, arriving=arriving, by=by)
    except RequestDataTooBig:
        return answer(said(_("This is too much for one request. Send fewer files at a time.")), 413)
    except (TooManyFilesSent, MultiPartParserError):
        return answer(said(_("Send the answers as a field app sends them.")), 400)
    except FillingError:
        return answer(said(_("These answers are more than the form works with.")), 400)
    except NotXml as refusal:
        return answer(said(str(refusal)), 400)
    except RefusedSubmission as refusal:  # the app keeps the answers, and sends them again
        return answer(said(str(refusal)), 403)
    except OtherForm:
        return answer(said(_("These answers are to a form or version that is not collected here.")), 403)
    except AnotherWithThisId:
        return answer(said(_("Other answers were already taken in under this instanceID.")), 409)
    return answer(said(_received(kept)), 201)


def _arriving(request: HttpRequest, account: FieldAccount) -> Arriving:
    """The parts of a request. Raises what the view answers."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > SUBMISSION_BYTES:
        raise RequestDataTooBig
    request.upload_handlers = [SubmissionUpload(request)]
    answers = request.FILES.get(ANSWERS)
    if answers is None or answers.size is None:
        raise NotXml(_("Send the answers as a field app sends them."))
    if answers.size > INSTANCE_BYTES:
        raise RequestDataTooBig
    instance: Instance = read_instance(answers.read())
    version = version_for(account.form, instance)
    files = {
        name: sent.read() for name in request.FILES if name != ANSWERS and (sent := request.FILES.get(name))
    }
    return Arriving(version, instance, files)


def _received(kept: FieldSubmission) -> str:
    missing = kept.files_named - kept.response.attachments.count()
    missing -= sum(each["why"] == "file" for each in kept.flagged)
    if missing > 0:
        return _("Received. %(count)s files are still to come.") % {"count": missing}
    return _("Received. Thank you.")
