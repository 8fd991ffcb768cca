"""Questions on one scale as one table, the live counter of words, and who sees to which section."""

import pytest
from django.test import Client

from tests.browser.checks import strict_html
from tests.forms.pages.samples import NEIGHBOURS, version_of, xform_of
from tests.people.make import account, sign_in
from weft.forms.actions.owning import NotACoEditor, name_owners
from weft.forms.actions.responses import open_response
from weft.forms.answers import filling_of, kept_in
from weft.forms.models import Response, SectionOwner
from weft.forms.outline import read_outline
from weft.forms.pages.typed import LongAnswer
from weft.people.models import Membership, Organisation
from weft.record.models import Event

pytestmark = pytest.mark.django_db
LIKERT = """
| survey | | | | | | |
| | type | name | label | appearance | required | bind::weft:words_most |
| | begin_group | views | How much do you agree? | table-list | | |
| | select_one agree | buses | Buses are on time | | yes | |
| | select_one agree | parks | Parks are clean | | | |
| | end_group | | | | | |
| | begin_group | more | And these? | field-list | | |
| | select_one agree | quiet | It is quiet at night | list-nolabel | | |
| | select_one agree | light | Streets are lit | list-nolabel | | |
| | select_one often | walk | How often do you walk? | list-nolabel | | |
| | end_group | | | | | |
| | text | tell | What should change? | multiline | | 5 |
| choices | | | | | | |
| | list_name | name | label |
| | agree | 1 | Agree |
| | agree | 2 | Neither |
| | agree | 3 | Disagree |
| | often | 1 | Often |
| | often | 2 | Never |
| settings | | | |
| | form_title | form_id | version | namespaces |
| | Your area | area | 1 | weft="https://weft.example/ns/1" |
"""
VIEWS, MORE = "page/views/generated_table_list_label_2/", "page/more/quiet/"


def begun(client: Client) -> str:
    version_of(LIKERT, "area")
    return client.post("/forms/area/", {"once": "a key of this form"})["Location"]


def test_a_table_list_is_one_table_with_a_legend_a_row(client: Client) -> None:
    page = client.get(begun(client), follow=True)
    strict_html(page)
    text = page.content.decode()
    assert page.request["PATH_INFO"].endswith(VIEWS)
    assert text.count('class="likert"') == 1
    assert text.count("<fieldset") == text.count("<legend") == 2
    assert text.count('type="radio"') == 6  # two rows; the row of columns pyxform makes asks nothing
    assert '<h1 class="answering__title">How much do you agree?</h1>' in text
    assert text.count("How much do you agree?") == 2  # the heading and the title of the page


def test_a_row_left_out_of_a_table_is_told_and_the_others_are_kept(client: Client) -> None:
    at = begun(client)
    text = client.post(at + VIEWS, {"a--views--parks": "2", "revision": "0"}).content.decode()
    assert '<a href="#id_a--views--buses_0">' in text
    assert text.count("govuk-form-group--error") == 1
    client.post(at + VIEWS, {"a--views--buses": "1", "a--views--parks": "3", "revision": "0"})
    response = Response.objects.unscoped("test").get()
    said = [filling_of(response).state(f"/data/views/{name}").value for name in ("buses", "parks")]
    assert said == ["1", "3"]


def test_rows_on_another_scale_stand_outside_the_table(client: Client) -> None:
    at = begun(client)
    text = client.get(at + MORE).content.decode()
    assert (text.count('class="likert"'), text.count("<fieldset")) == (1, 3)
    assert text.index("How often do you walk?") > text.index("Streets are lit")


def test_the_row_of_columns_is_no_question_of_exports_and_papers() -> None:
    names = [item.name for item in read_outline(xform_of(LIKERT)).items if item.has_answer]
    assert names == ["buses", "parks", "quiet", "light", "walk", "tell"]


def test_the_counter_may_run_on_the_page_of_a_long_text_and_nowhere_else(client: Client) -> None:
    at = begun(client)
    page, other = client.get(at + "page/tell/"), client.get(at + VIEWS)
    strict_html(page)
    assert '<script src="/static/forms/words.js" defer></script>' in page.content.decode()
    assert 'data-words-said="{words} of 5 words"' in page.content.decode()
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert "script-src" not in other["Content-Security-Policy"]
    assert "<script" not in other.content.decode()


def test_more_words_than_asked_are_refused_by_the_server_whatever_a_browser_counted() -> None:
    assert LongAnswer(5).clean("one two\u00a0three\r\nfour five") == "one two\u00a0three\nfour five"
    with pytest.raises(Exception, match="Shorten it to 5 words or fewer"):
        LongAnswer(5).clean("one two three four five six")


def test_stopping_at_a_page_without_an_answer_begins_there_again(client: Client) -> None:
    at = begun(client)
    client.post(at + MORE, {"later": "yes", "revision": "0"})
    assert kept_in(Response.objects.unscoped("test").get()).seen == {}
    client.post(at + MORE, {"later": "yes", "revision": "1", "a--more--quiet": "1"})
    assert [*kept_in(Response.objects.unscoped("test").get()).seen] == ["more/quiet"]


class Shared:
    """An application of an organisation with two people in it."""

    def __init__(self) -> None:
        self.garden = Organisation.objects.create(name="Garden")
        self.boss = account("boss@x.example", "partner_admin", organisation=self.garden)
        self.helper = account("helper@x.example", "partner_staff", organisation=self.garden)
        version = version_of(NEIGHBOURS, used_for="application")
        self.response = open_response(
            version=version, organisation=self.garden, language="English (en)", by=self.boss
        )
        self.at = f"/answers/{self.response.public_id}/"


def test_a_co_editor_says_who_sees_to_a_section_and_another_changes_it(client: Client) -> None:
    shared = Shared()
    sign_in(client, shared.helper)
    page = client.get(shared.at + "sections/")
    strict_html(page)
    person = shared.boss.person
    client.post(shared.at + "sections/", {"section-0": person.public_id, "section-1": "", "section-2": ""})
    hub = client.get(shared.at)
    strict_html(hub)
    assert f"Seen to by <bdi>{person.name}</bdi>" in hub.content.decode()
    page = client.get(shared.at + "page/name/")  # a hint, no lock
    assert page.status_code == 200
    sign_in(client, shared.boss)
    client.post(shared.at + "sections/", {"section-0": "", "section-1": "", "section-2": ""})
    assert "Seen to by" not in client.get(shared.at).content.decode()
    assert Event.objects.filter(action="forms.response.owners").count() == 2


def test_only_who_may_answer_sees_to_a_section_and_whoever_left_no_longer() -> None:
    shared = Shared()
    stranger = account(
        "stranger@x.example", "partner_staff", organisation=Organisation.objects.create(name="Else")
    )
    with pytest.raises(NotACoEditor):
        name_owners(response=shared.response, owners={"You": stranger.person}, by=shared.boss)
    name_owners(response=shared.response, owners={"You": shared.helper.person}, by=shared.boss)
    assert SectionOwner.objects.unscoped("test").count() == 1
    from weft.forms.queries.owners import owners_of

    assert owners_of(shared.response) == {"You": shared.helper.person}
    Membership.objects.unscoped("test").filter(person=shared.helper.person).delete()
    assert owners_of(shared.response) == {}


def test_a_form_somebody_answers_alone_has_no_owners(client: Client) -> None:
    version_of(NEIGHBOURS)
    at = client.post("/forms/street/", {"once": "a key of this form"})["Location"]
    assert client.get(at + "sections/").status_code == 404
    assert "Say who sees to which section" not in client.get(at).content.decode()
