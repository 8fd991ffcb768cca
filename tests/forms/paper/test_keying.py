"""Two people key a paper; where they differ it is settled; only then is there a response."""

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from tests.browser.checks import strict_html
from tests.forms.exports import made, small
from tests.people.make import account, sign_in
from weft.forms.actions.keying import RefusedKeying, key_first, key_second, settle_paper
from weft.forms.answers import filling_of
from weft.forms.exports.cells import rows_of
from weft.forms.exports.wanted import Wanted
from weft.forms.models import Form, PaperReturn, Response
from weft.forms.paper.keyed import Keyed, Said
from weft.forms.queries.exported import plan_for, told_for
from weft.record.models import Event

pytestmark = pytest.mark.django_db
READ = Keyed({
    "/data/has_children": Said("yes"), "/data/child/name": Said("Ada"), "/data/child/age": Said(reason="not_legible"),
    "/data/groups": Said("choir"), "/data/groups_other": Said("a book club"),
    "/data/about/height": Said(reason="refused"),
})  # fmt: skip
READ_AGAIN = Keyed({**READ.said, "/data/groups": Said("club"), "/data/child/name": Said("Ida")})


@pytest.fixture
def neighbours() -> Form:
    return made.form(small.FIRST)


@pytest.fixture
def keyers() -> tuple[User, User, User]:
    return (
        account("one@demonstration.example", "community_researcher"),
        account("two@demonstration.example", "officer"),
        account("three@demonstration.example", "officer"),
    )


def keyed_once(form: Form, by: User) -> PaperReturn:
    return key_first(version=form.versions.get(), reference="A-17", keyed=READ, by=by)


def test_two_same_readings_make_the_response(neighbours: Form, keyers: tuple[User, User, User]) -> None:
    paper = keyed_once(neighbours, keyers[0])
    assert Response.objects.unscoped("test").count() == 0
    done = key_second(paper=paper, keyed=READ, by=keyers[1])
    assert (done.state, done.off_route, done.differing) == ("settled", 1, [])
    response = Response.objects.unscoped("test").get()
    assert (response.mode, response.state) == ("paper", "submitted")
    assert filling_of(response).state("/data/groups").value == "choir"


def test_a_paper_tells_in_an_export_what_could_not_be_read(
    neighbours: Form, keyers: tuple[User, User, User]
) -> None:
    key_second(paper=keyed_once(neighbours, keyers[0]), keyed=READ, by=keyers[1])
    plan = plan_for(neighbours, Wanted())
    (told,) = told_for(Response.objects.unscoped("test"), neighbours, "x")
    main, child = rows_of(told.answered, plan)
    cells = dict(zip([q.key for q in plan.main.questions], main.cells, strict=True))
    assert (cells["groups_other"].value, cells["groups_other"].reason) == ("", "off_route")
    assert (cells["height"].reason, cells["born"].reason) == ("refused", "not_routed")
    assert [(cell.value, cell.reason) for cell in child.cells] == [("Ada", ""), ("", "not_legible")]


def test_differences_wait_until_somebody_looks_at_the_paper(
    neighbours: Form, keyers: tuple[User, User, User]
) -> None:
    paper = key_second(paper=keyed_once(neighbours, keyers[0]), keyed=READ_AGAIN, by=keyers[1])
    assert (paper.state, paper.differing) == ("second", ["/data/child/name", "/data/groups"])
    assert Response.objects.unscoped("test").count() == 0
    with pytest.raises(RefusedKeying, match="every question"):
        settle_paper(paper=paper, decided={"/data/groups": Said("club")}, by=keyers[2])
    decided = {"/data/groups": Said("club"), "/data/child/name": Said(reason="not_legible")}
    with pytest.raises(RefusedKeying, match="keyed it yourself"):
        settle_paper(paper=paper, decided=decided, by=keyers[1])
    done = settle_paper(paper=paper, decided=decided, by=keyers[2])
    assert (done.state, done.settled_by) == ("settled", keyers[2])
    filling = filling_of(Response.objects.unscoped("test").select_related("version").get())
    assert filling.state("/data/groups").value == "club"
    assert list(Event.objects.filter(action__startswith="forms.paper").values_list("action", flat=True)) == [
        "forms.paper.key", "forms.paper.key_again", "forms.paper.settle",
    ]  # fmt: skip
    with pytest.raises(RefusedKeying, match="already"):
        settle_paper(paper=paper, decided=decided, by=keyers[2])


def test_a_keyer_who_settles_says_why(neighbours: Form, keyers: tuple[User, User, User]) -> None:
    paper = key_second(paper=keyed_once(neighbours, keyers[0]), keyed=READ_AGAIN, by=keyers[1])
    decided = {"/data/groups": Said("club"), "/data/child/name": Said("Ada")}
    done = settle_paper(paper=paper, decided=decided, why="nobody else was there", by=keyers[1])
    assert done.settled_why == "nobody else was there"


def test_nobody_keys_a_paper_twice(neighbours: Form, keyers: tuple[User, User, User]) -> None:
    paper = keyed_once(neighbours, keyers[0])
    with pytest.raises(RefusedKeying, match="Somebody else"):
        key_second(paper=paper, keyed=READ, by=keyers[0])
    rows = PaperReturn.objects.unscoped("test").filter(pk=paper.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="second", second_by=keyers[0], second_at=timezone.now())
    rows.update(state="second", second_by=keyers[1], second_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(state="settled", settled_by=keyers[1], settled_at=timezone.now())
    rows.update(state="settled", settled_by=keyers[2], settled_at=timezone.now())


def test_one_number_is_one_paper(neighbours: Form, keyers: tuple[User, User, User]) -> None:
    keyed_once(neighbours, keyers[0])
    with pytest.raises(RefusedKeying, match="this number"):
        keyed_once(neighbours, keyers[1])


def test_what_was_keyed_is_not_in_the_database_in_the_clear(
    neighbours: Form, keyers: tuple[User, User, User]
) -> None:
    key_second(paper=keyed_once(neighbours, keyers[0]), keyed=READ, by=keyers[1])
    row = PaperReturn.objects.unscoped("test").values().get()
    assert not any("Ada" in str(value) or "book club" in str(value) for value in row.values())


def test_a_researcher_finds_own_papers_only(
    neighbours: Form, client: Client, keyers: tuple[User, User, User]
) -> None:
    keyed_once(neighbours, keyers[0])
    sign_in(client, keyers[0])
    assert "A-17" in client.get("/forms/neighbours/returns/").content.decode()
    sign_in(client, account("four@demonstration.example", "community_researcher"))
    assert "A-17" not in client.get("/forms/neighbours/returns/").content.decode()


def test_the_second_keyer_never_sees_the_first_reading(
    neighbours: Form, client: Client, keyers: tuple[User, User, User]
) -> None:
    keyed_once(neighbours, keyers[0])
    sign_in(client, keyers[1])
    page = client.get("/forms/neighbours/returns/key/?paper=A-17")
    strict_html(page)
    assert "second reading" in page.content.decode()
    assert "Ada" not in page.content.decode()


@pytest.mark.parametrize(
    "where", ["print/", "paper/", "paper/?print=large", "paper/?lang=Arabic%20(ar)", "print/?version=1"]
)
def test_anybody_may_print_the_live_form(neighbours: Form, client: Client, where: str) -> None:
    page = client.get(f"/forms/neighbours/{where}")
    strict_html(page)
    assert page.status_code == 200
    if "Arabic" in where:
        assert 'lang="ar" dir="rtl"' in page.content.decode()


def test_a_draft_is_printed_by_staff_only(neighbours: Form, client: Client) -> None:
    neighbours.versions.update(state="draft", live_at=None)
    assert client.get("/forms/neighbours/paper/").status_code == 404
    assert client.get("/forms/neighbours/paper/?version=1").status_code == 404
    sign_in(client, account("a@demonstration.example", "officer"))
    assert client.get("/forms/neighbours/paper/?version=1").status_code == 200
