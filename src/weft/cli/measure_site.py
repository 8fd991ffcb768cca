"""`weft measure site`: the public pages of Measure as plain files for any web host."""

import argparse
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

from weft.cli import Refusal

if TYPE_CHECKING:
    from weft.measure.site.checking import Report
    from weft.measure.site.making import Site

MOST_TOLD = 10
_BASE = re.compile(r"https?://[^\s\"'<>?#]+")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT", help="the folder to write; new, or an earlier site")
    parser.add_argument(
        "--base", default="", metavar="URL", help="the address the site will have: adds a map for search"
    )
    parser.set_defaults(run=site)


def site(options: argparse.Namespace) -> int:
    """Make, check and write. Nothing is written when a page is not well made or a link leads nowhere."""
    from weft.cli.measure import progress, tell
    from weft.measure.site.writing import FolderRefusal, earlier_files, write

    if options.base and not _BASE.fullmatch(options.base):
        raise Refusal(f"--base: {options.base!r} is no address. Write it like https://figures.example.org")
    try:
        earlier_files(options.out)
    except FolderRefusal as error:
        raise Refusal(str(error)) from error
    _set_up()
    _refuse_nothing()
    from weft.measure.site.checking import check
    from weft.measure.site.making import make

    began = time.monotonic()
    try:
        made = make(progress, options.base)
        progress(0.9, "Checking pages and links")
        report = check(made.files, made.withheld)
        faults = [*(f"{each}: no page" for each in made.lost), *report.faults]
        written = 0 if faults else write(options.out, made.files, made.releases)
    except OSError as error:
        raise Refusal(f"{options.out} cannot be written: {error.strerror}.") from error
    progress(1.0, "Done")
    tell("")
    print(_words(made, report, time.monotonic() - began))
    return _closing(made, faults, written, options.out)


def _refuse_nothing() -> None:
    from weft.measure.queries.releases import current_releases

    if not current_releases().exists():
        raise Refusal("nothing is published yet, so there is nothing to write.")


def _words(made: "Site", report: "Report", seconds: float) -> str:
    total = sum(map(len, made.files.values())) / 1e6
    return (
        f"{made.pages:,} pages and {made.downloads:,} files to take away from {len(made.releases)} releases, "
        f"{total:.1f} MB, in {seconds:.0f} s.\n"
        f"HTML: {report.pages:,} pages checked. Links: {report.links:,} followed, {report.anchors:,} of them to a "
        f"part of a page. Faults: {len(report.faults) + len(made.lost)}.\n"
        f"Largest page: {report.largest / 1000:.1f} kB compressed ({report.largest_page}); at most 60 allowed."
    )


def _closing(made: "Site", faults: list[str], written: int, out: Path) -> int:
    """What is wrong, or where the site is. Exit code 1 when something is wrong or withheld."""
    for fault in faults[:MOST_TOLD]:
        print(f"  {fault}")
    if faults:
        print(f"Nothing was written. {max(0, len(faults) - MOST_TOLD)} more faults are not listed.")
        return 1
    print(f"Written to {out}: {written:,} files new or changed. Open {out / 'index.html'}.")
    if made.withheld:
        print(
            f"WITHHELD: {len(made.withheld):,} pages say that their figures are withheld, because a release was "
            "altered after it was published. See ./weft measure verify."
        )
        return 1
    return 0


def _set_up() -> None:
    import django

    django.setup()
    from django.db import connection

    if "measure_release" not in connection.introspection.table_names():
        raise Refusal("there is nothing published here yet. Start the service once: ./weft serve")
