"""A page nobody answered yet is shown from a stencil: byte for byte what is written anew, and nothing of anybody."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.forms.library.test_answering import SURVEY
from tests.forms.pages.samples import NEIGHBOURS, version_from, version_of
from tests.forms.pages.test_journey import begin
from tests.people.make import account, sign_in
from weft.forms import held
from weft.forms.actions.responses import save_answers
from weft.forms.answers import filling_of, kept_in
from weft.forms.engine import Filling, FillingError
from weft.forms.engine.speech import Speech
from weft.forms.intake.compiling import compile_book
from weft.forms.intake.reading import pack_folder, read_book
from weft.forms.models import FormVersion, Response
from weft.forms.pages.plan import Page
from weft.forms.views import answering, unanswered
from weft.forms.views.opened import route_of
from weft.record import keys
from weft.web import frames
from weft.web.stencils import Shelf, Stencil

pytestmark = pytest.mark.django_db

SECRET = "Zoltan"
FOLLOWING = """
| survey | | | | | | | | |
| | type | name | label::English (en) | label::Arabic (ar) | relevant | choice_filter | readonly | calculation |
| | text | name | What do people call you? | بماذا يناديك الناس؟ | | | | |
| | select_one region | region | Where do you live? | أين تسكن؟ | | | | |
| | select_one area | area | Where in it? | أين فيها؟ | | region = ${region} | | |
| | text | job | What is your work, ${name}? | ما عملك يا ${name}؟ | | | | |
| | text | fixed | Only to be read | للقراءة فقط | | | ${name} != '' | |
| | text | last | Anything else? | هل من شيء آخر؟ | | | | |
| choices | | | | | |
| | list_name | name | label::English (en) | label::Arabic (ar) | region |
| | region | n | North | شمال | |
| | region | s | South | جنوب | |
| | area | n1 | Hill | تل | n |
| | area | s1 | Marsh | مستنقع | s |
| settings | | | |
| | form_title | form_id | version |
| | What follows | follows | 1 |
"""
KEPT_LEAST = {"city survey": 100, "in three languages": 30, "what follows": 8}
AT_ONCE = {"city survey": 1000}
ANSWERS = {"integer": "7", "decimal": "7", "date": "2020-01-02", "time": "10:00", "range": "7"}


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither pages nor answers; each page at one moment, with one token."""
    unanswered.shelf.clear()
    held.forget_held()
    monkeypatch.setattr("weft.forms.views.showing.time.time", lambda: 1_800_000_000.5)
    for room in (frames, unanswered):
        monkeypatch.setattr(room, "get_token", lambda _request: "the-token")


def survey_version() -> FormVersion:
    return version_from(compile_book(read_book(pack_folder(SURVEY.folder))).xform)


VERSIONS = {
    "city survey": survey_version,
    "in three languages": lambda: version_of(NEIGHBOURS),
    "what follows": lambda: version_of(FOLLOWING),
}
LANGUAGES = {
    "city survey": ("English (en)", "Mirrored English (ar-XB)"),
    "in three languages": ("English (en)", "Arabic (ar)", "English mirrored (xx)"),
    "what follows": ("English (en)", "Arabic (ar)"),
}


def started(client: Client, language: str) -> Response:
    public_id = begin(client, language=language).split("/")[2]
    return row(public_id)


def row(public_id: str) -> Response:
    return Response.objects.unscoped("test").select_related("version__form").get(public_id=public_id)


def answer(filling: Filling, page: Page, word: str) -> None:
    """Something to each question of a page: the first choice, a number, a word."""
    if page.is_list:
        filling.add(page.ref)
    for question, ref in zip(page.questions, page.refs, strict=True):
        choices = filling.state(ref).choices
        try:
            filling.set(ref, choices[0].value if choices else ANSWERS.get(question.kind, word))
        except FillingError:
            continue  # it is only read


def walked(response: Response, word: str, at_once: int = 1) -> Iterator[str]:
    """The address of each page before anything on it was answered, in order; so many are looked at, then answered."""
    visited: set[str] = set()
    while True:
        filling, kept = filling_of(response), kept_in(response)
        pages = [one for one in route_of(filling, kept).pages if one.ident not in visited][:at_once]
        if not pages:
            return
        visited.update(page.ident for page in pages)
        yield from (f"/answers/{response.public_id}/page/{page.ident}/" for page in pages)
        for page in pages:
            answer(filling, page, word)
        save_answers(response=response, filling=filling, revision=response.revision, by=None)
        response = row(response.public_id)


def both(client: Client, address: str) -> tuple[Any, Any]:
    """A page as it is shown, and the same written anew without a frame or a stencil."""
    shown = client.get(address)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answering, "unanswered", lambda *_: None)
        patch.setattr(frames, "_is_plain", lambda *_: False)
        patch.setattr("django.middleware.csrf.get_token", lambda _request: "the-token")
        patch.setattr("django.template.context_processors.get_token", lambda _request: "the-token")
        return shown, client.get(address)


def different(form: str, spoken: str) -> list[str]:
    """Pages that a second visitor is shown otherwise than they would be written anew, in any language of a form."""
    VERSIONS[form]()
    found = []
    for language in LANGUAGES[form]:
        for word in ("first", "second"):
            client = Client()
            client.cookies["django_language"] = spoken
            for address in walked(started(client, language), word, AT_ONCE.get(form, 1)):
                shown, anew = both(client, address)
                assert shown.status_code == 200
                same = shown.content == anew.content and shown.headers == anew.headers
                found += [] if same else [f"{language} {address.partition('/page/')[2]}"]
    return found


@pytest.mark.parametrize(
    ("form", "spoken"),
    [
        ("city survey", "en-gb"),
        pytest.param("city survey", "ar", marks=pytest.mark.slow),
        ("in three languages", "en-gb"),
        ("in three languages", "ar"),
        ("what follows", "ar"),
    ],
)
def test_a_page_from_its_stencil_is_the_page_written_anew(form: str, spoken: str) -> None:
    assert different(form, spoken) == []
    assert len(unanswered.shelf) >= KEPT_LEAST[form]


class Forgetful(Shelf):
    """A shelf that knows a page by less than it depends on."""

    def take(self, known_by: Any) -> Stencil | None:
        return super().take(known_by._replace(language="", look=None))

    def put(self, known_by: Any, stencil: Stencil) -> None:
        super().put(known_by._replace(language="", look=None), stencil)


def test_a_shelf_that_leaves_the_language_out_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A control of the test above."""
    monkeypatch.setattr(unanswered, "shelf", Forgetful(512, 40_000))
    assert "Arabic (ar) name/" in different("in three languages", "en-gb")


def test_words_that_follow_from_answers_and_are_not_counted_are_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another: a label that names who answers."""
    say_output = Speech._output

    def uncounted(self: Speech, *told: Any) -> str:
        before = self.outputs
        said = say_output(self, *told)
        self.outputs = before
        return said

    monkeypatch.setattr(Speech, "_output", uncounted)
    assert different("what follows", "en-gb") == ["English (en) job/", "Arabic (ar) job/"]


def test_nothing_of_anybody_stands_on_the_shelf() -> None:
    version_of(FOLLOWING)
    client = Client()
    response = started(client, "Arabic (ar)")
    for address in walked(response, SECRET):
        client.get(address)
        client.get(f"{address}?from=check")
    client.get(f"/answers/{response.public_id}/page/name/")  # answered now
    page = client.get(f"/answers/{response.public_id}/page/job/").content.decode()
    assert page.count(SECRET) == 3  # title, label, answer
    kept = "".join("".join(each.pieces) for each in unanswered.shelf._kept.values())
    assert [each for each in (SECRET, response.public_id, "the-token") if each in kept] == []
    assert kept.count('name="csrfmiddlewaretoken"') == 2 * len(unanswered.shelf) > 0


def test_a_page_that_was_answered_is_not_shown_from_a_stencil() -> None:
    version_of(NEIGHBOURS)
    client = Client()
    response = started(client, "English (en)")
    for address in walked(response, SECRET):
        client.get(address)
    address = f"/answers/{response.public_id}/page/name/"
    assert f'value="{SECRET}"' in client.get(address).content.decode()
    filling = filling_of(row(response.public_id))
    filling.leave("/data/name", "refused")
    save_answers(
        response=row(response.public_id), filling=filling, revision=row(response.public_id).revision, by=None
    )
    assert "checked" in client.get(address).content.decode()


def test_somebody_signed_in_is_shown_their_own_header() -> None:
    version_of(NEIGHBOURS)
    client = Client()
    response = started(client, "English (en)")
    address = f"/answers/{response.public_id}/page/name/"
    assert "Sign out" not in client.get(address).content.decode()
    sign_in(client, account("ada@x.example"))
    session = client.session
    session["forms.answering"] = [response.public_id]
    session.save()
    assert "Sign out" in client.get(address).content.decode()
    other = started(Client(), "English (en)")
    assert other.public_id not in client.get(address).content.decode()


def test_a_response_erased_is_shown_no_page_from_the_shelf() -> None:
    version_of(NEIGHBOURS)
    client = Client(raise_request_exception=False)
    response = started(client, "English (en)")
    address = next(walked(response, SECRET))
    assert client.get(address).status_code == 200
    filling = filling_of(row(response.public_id))
    filling.set("/data/age", "44")
    save_answers(response=row(response.public_id), filling=filling, revision=0, by=None)
    assert client.get(address).status_code == 200
    keys.destroy_keys(response.public_id)
    shown, anew = both(client, address)
    assert shown.status_code == anew.status_code != 200


def test_a_page_shows_a_message_once() -> None:
    version_of(NEIGHBOURS)
    client = Client()
    response = started(client, "English (en)")
    address = f"/answers/{response.public_id}/page/name/"
    plain = client.get(address).content
    told = client.get(f"/answers/{response.public_id}/page/child/1/child_name/", follow=True).content.decode()
    assert "That question is not asked any more. Go on here." in told
    assert client.get(address).content == plain


def test_a_try_and_a_real_answer_are_told_apart() -> None:
    version_of(NEIGHBOURS)
    client = Client()
    response = started(client, "English (en)")
    address = f"/answers/{response.public_id}/page/name/"
    assert "You are trying this form out" not in client.get(address).content.decode()
    Response.objects.unscoped("test").filter(pk=response.pk).update(is_test=True)
    assert "You are trying this form out" in client.get(address).content.decode()
