# ruff: noqa: E501 - rows of tables
"""Each kind of question, by what is typed into it and what is kept."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.forms.pages.samples import version_of
from tests.forms.pages.test_journey import begin, go, send, the_response, where
from weft.forms.answers import file_of, filling_of
from weft.forms.models import Attachment

pytestmark = pytest.mark.django_db

BOROUGHS = [
    f"| | place | p{n} | {name} |" for n, name in enumerate(["Barking", "Barnet", "Bexley", "Brent"], 1)
]
WIDGETS = """
| survey | | | | | | |
| | type | name | label | hint | appearance | parameters | bind::weft:may_refuse |
| | rank fruit | best | Which do you like best? | | | | yes |
| | range | sure | How sure are you? | | | start=0 end=10 step=1 | yes |
| | select_one place | place | Where do you live? | | autocomplete | | yes |
| | image | photo | A picture of your street | Of places, not of people. | | | |
| | time | up | When do you get up? | | | | |
| | dateTime | met | When did you last meet a neighbour? | | | | yes |
| | geopoint | spot | Where do you meet? | | | | |
| | decimal | far | How far is it, in km? | | | | |
| | text | code | What is your postcode? | | weft-postcode | | yes |
| | acknowledge | agree | I have read how my answers are used | | | | |
| | note | told | **Thank you.** The next questions are about *your street*, and you may leave any of them empty. They take about five minutes, and you can stop and come back at any time with a code. | | | | |
| | date | since | Since which year? | | year | | |
| choices | | | |
| | list_name | name | label |
| | fruit | apple | Apples |
| | fruit | pear | Pears |
| | fruit | plum | Plums |
PLACES
| settings | | | |
| | form_title | form_id | version | namespaces |
| | All kinds of questions | kinds | 1 | weft="https://weft.example/ns/1" |
""".replace("PLACES", "\n".join(BOROUGHS))
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
# question -> what is typed wrongly and what is said; what is typed rightly and what is kept
CASES: list[tuple[str, dict[str, str], str, dict[str, str], str]] = [
    ("best", {"_0": "1", "_1": "1", "_2": "2"}, "Give each one a different place",
     {"_0": "2", "_1": "1", "_2": "3"}, "pear apple plum"),
    ("sure", {"": "11"}, "Choose one of the answers listed", {"": "7"}, "7"),
    ("place", {"": "p9"}, "Choose one of the answers listed", {"": "p2", "--find": "bar"}, "p2"),
    ("up", {"": "25:70"}, "Enter a time, like 09:30 or 16:45", {"": "7.30"}, "07:30:00.000"),
    ("met", {"_day": "1", "_month": "", "_year": "", "_time": ""}, "Enter the whole date and the time",
     {"_day": "1", "_month": "5", "_year": "2026", "_time": "18:00"}, "2026-05-01T18:00:00.000"),
    ("spot", {"": "somewhere"}, "Enter latitude and longitude, like 51.5045, -0.0865",
     {"": "51.5, -0.1"}, "51.5 -0.1 0.0 0.0"),
    ("far", {"": "far"}, "Enter a number in figures, like 12.5", {"": "1 200.5"}, "1200.5"),
    ("code", {"": "no such place"}, "Enter a full postcode of the city. We did not find that one", {}, ""),
    ("since", {"_year": "84"}, "Write the year in four figures, like 1984", {"_year": "1984"}, "1984-01-01"),
]  # fmt: skip


@pytest.fixture
def base(client: Client) -> str:
    version_of(WIDGETS, "widgets")
    go(client, begin(client, "widgets"))
    return f"/answers/{the_response().public_id}/page/"


@pytest.mark.parametrize(("name", "wrong", "said", "right", "kept"), CASES, ids=[case[0] for case in CASES])
def test_what_is_typed_is_checked_and_kept(
    client: Client, base: str, name: str, wrong: Any, said: str, right: Any, kept: str
) -> None:
    named = {"_0": f"a--{name}_0", "_1": f"a--{name}_1", "_2": f"a--{name}_2"}

    def fields(typed: dict[str, str]) -> dict[str, str]:
        return {named.get(part, f"a--{name}{part}"): text for part, text in typed.items()}

    page = go(client, f"{base}{name}/")
    refused = send(client, page, **fields(wrong))
    assert said in refused.content.decode()
    send(client, page, **fields(right))
    assert filling_of(the_response()).state(f"/data/{name}").value == kept


def test_a_long_list_is_searched_without_scripts(client: Client, base: str) -> None:
    page = go(client, f"{base}place/")
    assert "Barnet" not in page.content.decode()
    found = send(client, page, **{"a--place--find": "bar", "a--place--find--go": "yes"}).content.decode()
    assert "Barking" in found and "Barnet" in found and "Bexley" not in found
    assert "Prefer not to say" in found


def test_a_picture_is_sealed_and_shown_by_name(client: Client, base: str) -> None:
    page = go(client, f"{base}photo/")
    text = send(client, page, **{"a--photo": SimpleUploadedFile("me.png", b"<svg></svg>")}).content.decode()
    assert "Choose a picture: a JPEG, PNG, GIF, WebP or HEIC file" in text
    page = send(client, page, **{"a--photo": SimpleUploadedFile("street.png", PNG)})
    assert where(page) == "up"
    kept = Attachment.objects.get()
    assert (kept.kind, kept.question, file_of(kept)) == ("image/png", "/data/photo", PNG)
    assert "street.png" in go(client, f"{base}photo/").content.decode()


def test_an_answer_and_a_reason_for_none_together_are_refused(client: Client, base: str) -> None:
    page = go(client, f"{base}best/")
    typed = {"a--best_0": "2", "a--best_1": "1", "a--best_2": "3", "a--best--why": "weft:refused"}
    assert (
        "Give an answer, or choose why there is none, not both"
        in send(client, page, **typed).content.decode()
    )
    send(client, page, **{"a--best--why": "weft:refused"})
    assert filling_of(the_response()).reasons == {"/data/best": "refused"}
