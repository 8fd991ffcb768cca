"""Every public page of the demonstration: well made, honest, the same in each language."""

import re
from datetime import date

import pytest
from django.template import TemplateSyntaxError, engines
from django.test import Client

from tests.browser.checks import strict_html
from tests.measure.pages import INDICATORS, PAGES, every_address, main_of, words_of
from weft.measure.actions import correct_release
from weft.measure.actions.publish import seal
from weft.measure.models import Estimate, Release
from weft.measure.recipes import shipped_registry
from weft.measure.views import frozen
from weft.registry.words import lint
from weft.web.showing import BareFigure

pytestmark = pytest.mark.usefixtures("city")
PER_CENT = re.compile(r"\d%")
# What may carry a percentage: a row or a card or a sentence that holds its base and leads to its definition,
# or a part that says what the number is where it stands.
CARRIERS = ("tr", "article")
SAID_IN_PLACE = {
    "copy",
    "facts",
    "facts facts--wide",
    "rail",
    "key theme-outcomes",
    "small soft narrow after",
}


@pytest.mark.parametrize("language", ["en-gb", "ar"])
def test_every_page_is_strict_html(client: Client, language: str) -> None:
    client.cookies["django_language"] = language
    for address in every_address().values():
        response = client.get(address)
        assert response.status_code == 200, address
        strict_html(response)


def test_every_page_says_synthetic_and_so_does_every_sentence(client: Client) -> None:
    for name, address in every_address().items():
        text = client.get(address).content.decode()
        assert "Demonstration city: synthetic data." in text, name
    for name in INDICATORS:
        page = client.get(PAGES[name]).content.decode()
        sentence = re.search(r'<p class="copy" dir="auto">(.*?)</p>', page)
        assert sentence and sentence[1].endswith("Demonstration: synthetic data."), name


def test_no_page_claims_more_than_a_survey_shows(client: Client) -> None:
    """What respondents were asked ("treated unfairly because of age") is theirs to say; the rest is ours."""
    asked = definition_words()
    found = {}
    for name, address in every_address().items():
        said = words_of(main_of(client, address))
        for words in asked:
            said = said.replace(words, "")
        found[name] = lint(said)
    assert {name: findings for name, findings in found.items() if findings} == {}


def definition_words() -> list[str]:
    """The words of the definitions, longest first."""
    bank = shipped_registry()
    said = [
        words for i in bank.indicators.values() for words in (i.label, i.says, i.counted, i.out_of, i.note)
    ]
    said += [words for q in bank.questions.values() for words in (q.text, *(o.label for o in q.options))]
    return sorted({" ".join(words.split()) for words in said if lint(words)}, key=len, reverse=True)


def test_control_the_wording_check_can_fail() -> None:
    assert [f.word for f in lint("Volunteering led to fewer lonely people in the best boroughs")] == [
        "led to",
        "best boroughs",
    ]


def bare_per_cents(main) -> list[str]:
    """Percentages that stand in no row, card or sentence with a base."""
    parents = {child: parent for parent in main.iter() for child in parent}
    found = []
    for element in main.iter():
        for text in (element.text, *(child.tail for child in element)):
            if text and PER_CENT.search(text) and not _is_carried(element, parents):
                found.append(f"<{element.tag} class={element.get('class')!r}>{text.strip()[:60]}")
    return found


def _is_carried(element, parents) -> bool:
    while element is not None:
        said = words_of(element)
        if element.get("class") in SAID_IN_PLACE:
            return True
        if element.tag == "li" and "Base" in said and element.find(".//a") is not None:
            return True
        if element.tag in CARRIERS:
            return "Base" in said or _has(element, "base")
        element = parents.get(element)
    return False


def _has(element, name: str) -> bool:
    return any(name in (part.get("class") or "").split() and words_of(part) for part in element.iter())


def test_no_percentage_stands_without_its_base_and_definition(client: Client) -> None:
    found = {name: bare_per_cents(main_of(client, address)) for name, address in every_address().items()}
    assert {name: bare for name, bare in found.items() if bare} == {}


def test_control_a_bare_percentage_is_found(client: Client) -> None:
    main = main_of(client, PAGES["R1"])
    main.find(".//h1").text = "8% are lonely"
    assert bare_per_cents(main) == ["<h1 class=None>8% are lonely"]


def test_every_row_of_a_table_leads_to_its_definition(client: Client) -> None:
    for name in ("picture", "all"):
        rows = [row for row in main_of(client, PAGES[name]).iter("tr") if _has(row, "est")]
        assert rows
        assert all(row.find(".//th//a").get("href").startswith("/measure/indicators/") for row in rows)
    for name in INDICATORS:
        main = main_of(client, PAGES[name])
        assert next(part for part in main.iter("a") if part.get("href") == "#definition") is not None
        assert next(part for part in main.iter() if part.get("id") == "definition") is not None


def test_a_template_cannot_show_a_bare_number() -> None:
    with pytest.raises(BareFigure):
        engines["django"].from_string("{% value 0.08 %}").render({})
    with pytest.raises(TemplateSyntaxError, match="Invalid filter: 'percent'"):
        engines["django"].from_string("{{ 0.08|percent }}")


VERDICTS = {"Clearly higher", "Clearly lower", "No clear difference"}


def test_only_the_fixed_verdicts_appear(client: Client) -> None:
    for name in ("picture", "all", *INDICATORS):
        for cell in main_of(client, PAGES[name]).iter("td"):
            if "verdict" in (cell.get("class") or "").split():
                aside = [words_of(part) for part in cell.iter("span") if part.get("class") == "soft"]
                said = words_of(cell).removesuffix(aside[0] if aside else "").strip()
                assert not said or said in VERDICTS or said.startswith("Not comparable: "), (name, said)


def area_names(client: Client, address: str) -> list[str]:
    tables = list(main_of(client, address).iter("table"))
    return [words_of(next(row.iter("th"))).removesuffix(" low base") for row in tables[-1].iter("tr")][1:]


@pytest.mark.parametrize("name", ["R1", "O2", "E1"])
def test_boroughs_stand_in_the_order_of_their_names(client: Client, name: str) -> None:
    names = area_names(client, PAGES[name])
    assert len(names) == 33
    assert names == sorted(names)


def test_control_boroughs_stored_in_another_order_still_stand_by_name(client: Client) -> None:
    cells = list(Estimate.objects.filter(indicator="R1@1", breakdown="area"))
    for cell in cells:
        cell.position = 90_000 - (cell.base or 0)
    Estimate.objects.bulk_update(cells, ["position"])
    for release in {cell.release for cell in cells}:
        seal(release)
    stored = list(
        Estimate.objects.filter(indicator="R1@1", breakdown="area").values_list("level_label", flat=True)
    )
    frozen.forget()
    assert stored != sorted(stored)
    assert area_names(client, PAGES["R1"]) == sorted(stored)


def test_tiles_stand_by_name_and_carry_no_value(client: Client) -> None:
    main = main_of(client, PAGES["picture"])
    tiles = next(part for part in main.iter("ul") if part.get("class") == "tiles")
    names = [words_of(tile) for tile in tiles]
    assert len(names) == 33
    assert not any(PER_CENT.search(name) for name in names)
    cities = [name for name in names if "City of London" in name]
    assert cities and "hidden" in cities[0]


def test_every_hidden_cell_says_why(client: Client) -> None:
    for name in INDICATORS:
        for row in main_of(client, PAGES[name]).iter("tr"):
            if _has(row, "flag--hidden"):
                reason = next(words_of(c) for c in row.iter("td") if c.get("class") == "reason")
                assert reason, (name, words_of(row))


def test_an_earlier_wave_says_which_it_is(client: Client) -> None:
    main = words_of(main_of(client, PAGES["earlier-wave"]))
    assert "This is the wave of 2018-19. Go to the latest wave" in main
    assert "81% of residents aged 16 and over in London" in main
    assert "This is the wave of" not in words_of(main_of(client, PAGES["O1"]))


def test_unknown_indicators_and_waves_are_not_found(client: Client) -> None:
    assert client.get("/measure/indicators/nothing/").status_code == 404
    assert client.get("/measure/indicators/R1/?wave=1999").status_code == 404
    assert client.get("/measure/releases/nothing/").status_code == 404


def test_definitions_say_what_was_asked_and_how_far_it_follows_a_standard(client: Client) -> None:
    main = main_of(client, PAGES["definitions"])
    said = words_of(main)
    assert "“How often do you feel lonely?” Often or always; Some of the time;" in said
    assert "Same as: GSS loneliness standard (2019)." in said
    belongs = next(words_of(part) for part in main.iter("details") if part.get("id") == "O1")
    assert "2018-19 (version 1), 2021-22 (version 1) The figure" in belongs


def test_a_correction_stands_on_the_release_and_among_the_methods(client: Client) -> None:
    release = Release.objects.filter(is_current=True).first()
    assert release is not None and release.published_by is not None
    correct_release(
        release=release,
        text="A base was printed wrong; mended.",
        on=date(2026, 11, 2),
        by=release.published_by,
    )
    line = "2 November 2026: A base was printed wrong; mended."
    assert line in words_of(main_of(client, PAGES["how-we-know"]))
    assert line in words_of(main_of(client, f"/measure/releases/{release.public_id}/"))
    with pytest.raises(ValueError, match="Say what was wrong"):
        correct_release(release=release, text=" ", on=date(2026, 11, 2), by=release.published_by)


def test_the_demonstration_says_where_its_numbers_come_from(client: Client) -> None:
    said = words_of(main_of(client, PAGES["demo-data"]))
    assert "ONS Census 2021, Open Government Licence v3" in said
    assert "invented" in said
    sample = client.get("/measure/demonstration/sample.sav")
    assert sample.streaming
    assert b"".join(sample.streaming_content).startswith(b"$FL2")
    assert sample.headers["Content-Disposition"] == 'attachment; filename="synthetic-london-2018-19.sav"'


@pytest.mark.parametrize("address", ["/measure/demonstration/", "/measure/demonstration/sample.sav"])
def test_outside_the_demonstration_its_pages_do_not_exist(client: Client, settings, address: str) -> None:
    settings.DEMO = False
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/measure/indicators/r4/", "/measure/files/r4/table.csv"])
def test_an_indicator_has_one_address_in_every_database(city: None, client: Client, address: str) -> None:
    assert client.get(address.replace("r4", "R4")).status_code == 200
    assert client.get(address).status_code == 404
