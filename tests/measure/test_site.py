"""The static site: the same pages as plain files, whole, safe to write, the same bytes each time."""

import gzip
import json
import re
from pathlib import Path

import pytest

from tests.browser.checks import strict_html
from weft.cli import main as weft
from weft.measure.actions import correct_release
from weft.measure.actions.publish import seal
from weft.measure.models import Estimate, Release
from weft.measure.site import writing
from weft.measure.site.checking import MOST_BYTES, check
from weft.measure.site.making import Site, make
from weft.measure.views import frozen

KEPT = ("R1@1", "O1@1")
SPLITS = ("", "tenure", "area")


@pytest.fixture
def small_city(city: None) -> None:
    """Two measures by tenure and by place, so that a site takes a second."""
    Estimate.objects.exclude(indicator__in=KEPT).exclude(release__name__contains="published").delete()
    Estimate.objects.exclude(breakdown__in=SPLITS).delete()
    for release in Release.objects.all():
        seal(release)
    frozen.forget()


def made(base: str = "") -> Site:
    return make(lambda _share, _doing: None, base)


def pages(site: Site) -> dict[str, str]:
    return {path: content.decode() for path, content in site.files.items() if path.endswith(".html")}


@pytest.mark.usefixtures("small_city")
def test_every_page_is_well_made_light_and_leads_somewhere() -> None:
    site = made()
    report = check(site.files)
    assert (report.faults, site.lost, site.withheld) == ([], [], [])
    assert report.pages == site.pages == len(pages(site))
    assert report.links > 500
    assert report.largest < MOST_BYTES
    for path, text in pages(site).items():
        strict_html(text)
        assert len(gzip.compress(site.files[path])) < MOST_BYTES
        assert not re.search(r'href="(/|https?:)', text), path
        assert "Sign in" not in text and "You are:" not in text, path


@pytest.mark.usefixtures("small_city")
def test_the_site_holds_every_page_a_reader_needs() -> None:
    site = made()
    release = Release.objects.get(series="survey-of-londoners-london", period="2018-19")
    assert {
        "index.html", "all/index.html", "how-we-know/index.html", "definitions/index.html",
        "how-we-hide-small-numbers/index.html", "corrections/index.html", "demonstration/index.html",
        "explore/index.html", f"releases/{release.public_id}/index.html", "indicators/R1/index.html",
        "explore/R1/2018-19/tenure/index.html", "explore/R1/2018-19/area/index.html",
        "explore/R1/2018-19/everyone/index.html", "explore/O1/2021-22/tenure/since-2018-19/index.html",
        "explore/O1/2021-22/tenure/O1-2021-22-tenure.csv",
        "explore/O1/2021-22/tenure/O1-2021-22-tenure.csv-metadata.json",
        "indicators/R1/2018-19/R1-2018-19.xlsx", "static/weft/weft.css", "static/web/mark.svg",
    } <= set(site.files)  # fmt: skip
    about = json.loads(site.files["explore/O1/2021-22/tenure/O1-2021-22-tenure.csv-metadata.json"])
    assert about["url"] == "O1-2021-22-tenure.csv"
    assert not any("private_rent" in path for path in site.files)
    assert (
        '<th scope="row" role="rowheader">Rent privately</th>'
        in pages(site)["explore/O1/2021-22/tenure/index.html"]
    )


@pytest.mark.usefixtures("small_city")
def test_the_same_releases_give_the_same_bytes_and_a_correction_shows() -> None:
    first = made()
    frozen.forget()
    assert made().files == first.files
    release = Release.objects.get(series="survey-of-londoners-london", period="2018-19")
    assert release.published_by
    day = release.published_at.date()
    correct_release(release=release, text="A label was wrong.", on=day, by=release.published_by)
    changed = {path for path, content in made().files.items() if first.files.get(path) != content}
    assert changed == {
        "corrections/index.html", "how-we-know/index.html", f"releases/{release.public_id}/index.html"
    }  # fmt: skip


@pytest.mark.usefixtures("small_city")
def test_the_address_of_the_site_is_said_where_it_is_known() -> None:
    site = made("https://figures.example.org/london/")
    assert (
        '<link rel="canonical" href="https://figures.example.org/london/explore/index.html">'
        in pages(site)["explore/index.html"]
    )
    assert b"<loc>https://figures.example.org/london/index.html</loc>" in site.files["sitemap.xml"]
    assert "sitemap.xml" not in made().files


@pytest.mark.usefixtures("small_city")
def test_an_altered_release_is_withheld_and_the_command_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Estimate.objects.filter(release__period="2021-22", indicator="O1@1", level="private_rent").update(
        est=0.11
    )
    assert weft(["measure", "site", str(tmp_path / "out")]) == 1
    said = capsys.readouterr().out
    assert "WITHHELD:" in said
    page = (tmp_path / "out" / "indicators" / "O1" / "index.html").read_text()
    assert "These figures are withheld" in page
    assert not list((tmp_path / "out" / "explore").glob("O1/2021-22/tenure/*.csv"))
    of_that_measure = [*(tmp_path / "out/explore/O1").rglob("*.html"), tmp_path / "out/index.html"]
    assert not any('class="est"' in path.read_text() for path in of_that_measure)
    assert 'class="est"' in (tmp_path / "out/indicators/R1/index.html").read_text()  # not in that release


@pytest.mark.usefixtures("small_city")
def test_the_command_writes_reports_and_writes_only_what_changed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "atlas"
    assert weft(["measure", "site", str(out)]) == 0
    said = capsys.readouterr().out
    assert re.search(r"HTML: (\d+) pages checked\. Links: [\d,]+ followed, .*Faults: 0\.", said, re.DOTALL)
    assert "Largest page: " in said
    (out / "CNAME").write_text("figures.example.org")
    (out / "old.html").write_text("stale")
    known = json.loads((out / writing.MARK).read_text())
    known["files"]["old.html"] = ""
    (out / writing.MARK).write_text(json.dumps(known))
    assert weft(["measure", "site", str(out)]) == 0
    assert "0 files new or changed" in capsys.readouterr().out
    assert (out / "CNAME").exists() and not (out / "old.html").exists()


def test_a_fault_keeps_everything_from_being_written(
    small_city: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("weft.measure.site.making.FIRST", ("measure", "privacy"))
    assert weft(["measure", "site", str(tmp_path / "out")]) == 1
    assert "Nothing was written." in capsys.readouterr().out
    assert not (tmp_path / "out").exists()
