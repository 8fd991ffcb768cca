"""What a resident reads from finding to booked to cancelled: every string of the code that is translated."""

from tests.web.wordings import SRC, of_code, of_template

TEMPLATES = (
    *sorted((SRC / "gather/templates/gather/public").glob("*.html")),
    *(SRC / "web/templates/web/parts" / f"{name}.html" for name in ("banner", "header", "footer", "crumbs")),
    *sorted((SRC / "web/templates/web/forms").glob("*.html")),
    SRC / "web/templates/web/base.html",
)
CODE = (
    *(SRC / "gather" / name for name in (
        "forms/find.py", "forms/book.py", "views/find.py", "views/book.py", "views/manage.py", "views/parts.py",
        "actions/online.py", "actions/telling.py", "errors.py", "rules.py",
    )),
    SRC / "places/views/parts.py", SRC / "places/access.py", SRC / "web/context.py",
)  # fmt: skip
STAFF_ONLY = (
    "A venue", "lasts", "training", "speed", "Keep no more places", "several", "Enter why it is cancelled",
    "see the area",
    "More places are taken", "The session has not begun", "The register of this", "Say of everybody",
)  # fmt: skip


def wordings() -> list[str]:
    """As a catalogue keys them: context and plural as .mo files write them."""
    found = [word for path in TEMPLATES for word in of_template(path.read_text(encoding="utf-8"))]
    found += [word for path in CODE for word in of_code(path.read_text(encoding="utf-8"))]
    return [w for w in dict.fromkeys(found) if not any(part in w for part in STAFF_ONLY)]
