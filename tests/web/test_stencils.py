"""Pages set once with blanks: what is put in is escaped, what is kept is bounded."""

from weft.web.stencils import Blanks, Shelf, Stencil


def test_a_stencil_is_filled_with_what_is_each_visitors_own() -> None:
    blanks = Blanks(["name", "back"])
    stencil = blanks.cut(
        f'<p>{blanks.marks["name"]}</p><a href="{blanks.marks["back"]}">{blanks.marks["name"]}</a>'
    )
    assert stencil.pieces == ("<p>", "name", '</p><a href="', "back", '">', "name", "</a>")
    assert stencil.filled({"name": "<Ada>", "back": "/a?b=1&c", "more": 1}) == (
        '<p>&lt;Ada&gt;</p><a href="/a?b=1&amp;c">&lt;Ada&gt;</a>'
    )


def test_words_that_look_like_a_mark_of_another_page_stay_words() -> None:
    mark = Blanks(["name"]).marks["name"]
    assert Blanks(["name"]).cut(mark).pieces == (mark,)


def test_a_shelf_keeps_what_was_used_last_and_nothing_too_long() -> None:
    shelf = Shelf(most=2, characters=5)
    for name in ("a", "b"):
        shelf.put(name, Stencil((name,)))
    shelf.take("a")
    shelf.put("c", Stencil(("c",)))
    shelf.put("d", Stencil(("longer",)))
    assert [shelf.take(name) and name for name in "abcd"] == ["a", None, "c", None]
    shelf.clear()
    assert len(shelf) == 0
