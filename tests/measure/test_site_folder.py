"""The folder of a static site, its names, its checker: what must hold whatever is published."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from weft.cli import main as weft
from weft.measure.site import writing
from weft.measure.site.addresses import Paths, Place, place_of, segment
from weft.measure.site.checking import check
from weft.measure.site.rewriting import rewritten

PAGE = '<!doctype html><html lang="en-gb"><head><title>t</title></head><body><main><h1>One</h1>{}</main></body></html>'


def test_a_folder_that_is_not_ours_is_refused_before_any_work(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    assert weft(["measure", "site", str(tmp_path)]) == 1
    assert "holds no site that this command made" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_before_anything_is_published_there_is_nothing_to_write(
    db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert weft(["measure", "site", str(tmp_path / "out")]) == 1
    assert "nothing is published yet" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert weft(["measure", "site", str(tmp_path / "out"), "--base", "figures"]) == 1
    assert "is no address" in capsys.readouterr().err


@pytest.mark.parametrize(
    "mark", ["{}", "[]", "no json", '{"weft": "site/1"}', '{"weft": "site/9", "files": {}}']
)
def test_a_mark_that_is_not_ours_is_no_mark(tmp_path: Path, mark: str) -> None:
    (tmp_path / writing.MARK).write_text(mark)
    with pytest.raises(writing.FolderRefusal):
        writing.earlier_files(tmp_path)


def test_a_site_cut_off_while_it_was_written_is_known_as_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = writing._put

    def full(path: Path, content: bytes) -> bool:
        if path.name == "b.html":
            raise OSError(28, "No space left on device")
        return put(path, content)

    files = {"a.html": b"a", "b.html": b"b"}
    monkeypatch.setattr(writing, "_put", full)
    with pytest.raises(OSError, match="No space"):
        writing.write(tmp_path, files, ["x"])
    monkeypatch.setattr(writing, "_put", put)
    assert writing.write(tmp_path, files, ["x"]) == 1
    assert set(writing.earlier_files(tmp_path)) == set(files)


def test_a_list_of_files_that_points_outside_removes_nothing_there(tmp_path: Path) -> None:
    outside = tmp_path / "precious.txt"
    outside.write_text("mine")
    out = tmp_path / "out"
    writing.write(out, {"a.html": b"a"}, [])
    (out / writing.MARK).write_text(json.dumps({"weft": "site/1", "files": {"../precious.txt": ""}}))
    writing.write(out, {"a.html": b"a"}, [])
    assert outside.read_text() == "mine"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<a href="gone.html">x</a>', "index.html: the link 'gone.html' leads nowhere"),
        ('<a href="other.html#part">x</a>', "index.html: 'other.html#part' leads to no part of that page"),
        ("<p>never <b>closed</p>", "index.html: line 1: </p> where <b> is open"),
        ('<p id="a">x</p><p id="a">y</p>', "index.html: line 1: the id 'a' is said twice, or is no id"),
        ("<h1>Two</h1>", "index.html: 2 <h1>, wanted one"),
        ('<p style="color: red">x</p>', "index.html: line 1: <p> holds what the site must not"),
        ("<script>1</script>", "index.html: line 1: <script> holds what the site must not"),
        ("<form></form>", "index.html: line 1: <form> holds what the site must not"),
    ],
)
def test_control_the_checker_finds_what_is_wrong(body: str, fault: str) -> None:
    files = {"index.html": PAGE.format(body).encode(), "other.html": PAGE.format("").encode()}
    assert fault in check(files).faults


def test_control_a_page_too_heavy_is_a_fault() -> None:
    heavy = "".join(f"<p>{hashlib.sha256(bytes([n % 256, n // 256])).hexdigest()}</p>" for n in range(3000))
    assert "more than 60" in check({"index.html": PAGE.format(heavy).encode()}).faults[0]
    assert check({"index.html": PAGE.format("<p>light</p>").encode()}).faults == []


def test_links_out_of_the_site_become_words_and_lists_of_nothing_vanish() -> None:
    text = (
        '<nav aria-label="x"><ul>\n<li><a href="/sign-in">Sign in</a></li>\n'
        '<li><form method="post" action="/x"><button>y</button></form></li>\n</ul></nav>'
        '<p><a class="k" href="/in/?a=1&amp;b=2#p">In</a> <a href="/out/">Out</a> <a href="#top">Top</a></p>'
    )
    where = {"/in/?a=1&b=2": "in/b 2.html"}.get
    assert rewritten(text, "/here/", "deep/er/index.html", where) == (
        '<p><a class="k" href="../../in/b%202.html#p">In</a> Out <a href="#top">Top</a></p>'
    )


@pytest.mark.parametrize(
    ("name", "safe"),
    [("2018-19", "2018-19"), ("Jan 2024", "Jan-2024-b2ba1f64"), ("..", "-5ec1f7e7"), ("مسح", "---")],
)
def test_names_in_the_site_suit_every_file_system(name: str, safe: str) -> None:
    found = segment(name)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*|-[0-9a-f]{8}", found)
    assert "/" not in found and found not in (".", "..")
    assert (found == name) is (safe == name)


def test_two_addresses_never_share_a_file_even_where_capitals_do_not_count() -> None:
    paths = Paths()
    names = [paths.give(Place(a, f, is_file=False)) for a, f in (("/r", "r"), ("/R", "R"), ("/r?", "r"))]
    assert len({name.casefold() for name in names}) == 3


def test_views_of_one_group_and_of_two_are_not_in_the_site() -> None:
    assert place_of("/measure/explore/R1/?wave=2018-19&by=tenure")
    assert place_of("/measure/explore/R1/?wave=2018-19&by=tenure&group=mortgage") is None
    assert place_of("/measure/surveys/") is None
    assert place_of("/sign-in") is None
