"""Forms and versions: what moves where, what never changes, what publishing refuses."""

import pytest
from django.db import DatabaseError, transaction
from tests.forms.intake.books import compiled, good_workbook
from tests.people.make import account

from weft.forms.actions.versions import (
    AnotherForm,
    KeyTaken,
    WrongMove,
    add_version,
    close,
    make_form,
    publish,
    send_to_test,
    take_back,
)
from weft.forms.intake.compiling import compile_book
from weft.forms.intake.guard import Brought
from weft.forms.intake.problems import NotAForm
from weft.forms.intake.reading import read_book
from weft.forms.models import Form, FormVersion
from weft.forms.queries.versions import Changed, changes_between, version_before
from weft.forms.states import VersionState
from weft.record.models import Event

pytestmark = pytest.mark.django_db

FIRST = """# survey
| type | name | label | relevant |
| text | a | A | |
| text | b | B | |
| select_one l | c | C | |

# choices
| list_name | name | label |
| l | x | X |

# settings
| form_title | form_id |
| Neighbours | neighbours |
"""
SECOND = (
    FIRST.replace("| text | b | B | |", "| text | d | D | |")
    .replace("| A | |", "| Anew | 1 = 1 |")
    .replace("| X |", "| Ex |")
)
GAP = FIRST.replace("| B | |", "| B | 1 > 2 |")


def brought(text: str = FIRST) -> Brought:
    return Brought(text.encode(), "neighbours.md", compiled(text))


def test_a_form_begins_with_a_draft_and_its_event_names_who_brought_it() -> None:
    officer = account("officer@example.org", "officer")
    form = make_form(brought=brought(), by=officer)
    version = form.versions.get()
    assert (form.key, form.title, version.number, version.state) == ("neighbours", "Neighbours", 1, "draft")
    assert bytes(version.source) == FIRST.encode()
    events = Event.objects.filter(action__startswith="forms.").order_by("number")
    assert [(event.action, event.actor) for event in events] == [
        ("forms.version.add", f"account:{officer.pk}"),
        ("forms.form.make", f"account:{officer.pk}"),
    ]


def test_the_same_page_sent_twice_makes_one_form() -> None:
    first, second = (make_form(brought=brought(), by=None, key="k") for _ in range(2))
    assert first == second and Form.objects.count() == 1


def test_a_key_belongs_to_one_form() -> None:
    make_form(brought=brought(), by=None)
    with pytest.raises(KeyTaken, match="The form “Neighbours” already has the key neighbours"):
        make_form(brought=brought(SECOND), by=None)


def test_a_workbook_of_another_form_is_no_version_of_this_one() -> None:
    form = make_form(brought=brought(), by=None)
    with pytest.raises(AnotherForm):
        add_version(form=form, brought=brought(FIRST.replace("| neighbours |", "| others |")), by=None)


def test_the_same_workbook_again_makes_no_version_and_a_changed_one_does() -> None:
    form = make_form(brought=brought(), by=None)
    assert add_version(form=form, brought=brought(), by=None).number == 1
    assert add_version(form=form, brought=brought(SECOND), by=None).number == 2


def test_publishing_a_version_closes_the_one_before() -> None:
    form = make_form(brought=brought(), by=None)
    one = publish(version=form.versions.get(), by=None)
    two = publish(version=add_version(form=form, brought=brought(SECOND), by=None), by=None, audience="open")
    one.refresh_from_db()
    assert (one.state, two.state, two.audience) == (VersionState.CLOSED, VersionState.LIVE, "open")
    assert version_before(two) == one


def test_a_version_goes_to_test_and_back_and_a_live_one_does_not() -> None:
    version = make_form(brought=brought(), by=None).versions.get()
    assert send_to_test(version=version, by=None).state == VersionState.TEST
    assert take_back(version=version, by=None).state == VersionState.DRAFT
    publish(version=version, by=None)
    with pytest.raises(WrongMove):
        send_to_test(version=version, by=None)
    assert close(version=version, by=None).state == VersionState.CLOSED
    assert publish(version=version, by=None).state == VersionState.LIVE


def test_publishing_refuses_what_a_draft_may_wait_for() -> None:
    version = make_form(brought=brought(GAP), by=None).versions.get()
    with pytest.raises(NotAForm, match="sheet survey, row 4, column relevant: This can never be true"):
        publish(version=version, by=None)
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT


@pytest.mark.parametrize("column", ["xform", "source", "digest", "number"])
def test_the_database_refuses_to_change_what_a_version_asks(column: str) -> None:
    version = make_form(brought=brought(), by=None).versions.get()
    changed = {"source": b"x", "number": 9}.get(column, "x")
    with pytest.raises(DatabaseError, match="a change is a new version"), transaction.atomic():
        FormVersion.objects.filter(pk=version.pk).update(**{column: changed})
    FormVersion.objects.filter(pk=version.pk).update(audience="open")  # the control: other columns change
    version.save()


def test_what_changed_is_said_by_question() -> None:
    changes = changes_between(compiled(FIRST).notes, compiled(SECOND).notes)
    assert changes.added == (("/data/d", "D"),)
    assert changes.removed == (("/data/b", "B"),)
    assert changes.changed == (
        Changed("/data/a", "Anew", ("wording", "route")),
        Changed("/data/c", "C", ("choices",)),
    )


def test_a_workbook_and_its_markdown_make_the_same_digest_apart_from_rows() -> None:
    book = compile_book(read_book(good_workbook()))
    assert book.notes["/data/how"]["parts"]["route"] != ""
    assert changes_between(book.notes, book.notes).count == 0
