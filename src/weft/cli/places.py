"""`weft places`: bring a city's own places, and ask what is near."""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from weft.cli import Refusal, server

if TYPE_CHECKING:
    from weft.places.actions import Imported


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("places", help="areas, postcodes, population and venues of the city")
    inner = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    _add_import(inner.add_parser("import", help="take over a file: all of it, or nothing"))
    pack = inner.add_parser("pack", help="load a place pack: shipped by name, or a folder")
    pack.add_argument("pack", nargs="?", default="", help="default: the one WEFT_PLACES names")
    pack.set_defaults(run=load)
    near = inner.add_parser("near", help="venues near a postcode, an outcode, an area or coordinates")
    near.add_argument("where")
    near.add_argument("--within", type=float, default=2.0, metavar="KM")
    near.add_argument("--limit", type=int, default=10)
    near.add_argument(
        "--access", action="append", default=[], metavar="FEATURE", help="for example step_free"
    )
    near.set_defaults(run=find)


def _add_import(parser: argparse.ArgumentParser) -> None:
    inner = parser.add_subparsers(dest="file_of", required=True, metavar="WHAT")
    outlines = inner.add_parser("boundaries", help="outlines of areas: GeoJSON, .gz too")
    outlines.add_argument("file", type=Path)
    outlines.add_argument("--kind", required=True, help="a kind of the place pack, for example ward")
    for name in ("code", "name", "parent"):
        outlines.add_argument(
            f"--{name}", default="", metavar="PROPERTY", help=f"the property that holds the {name}"
        )
    outlines.set_defaults(run=boundaries)
    directory = inner.add_parser("postcodes", help="where postcodes lie: CSV, .gz too")
    directory.add_argument("file", type=Path)
    directory.set_defaults(run=postcodes)
    counts = inner.add_parser("population", help="counts by area and category: CSV, .gz too")
    counts.add_argument("file", type=Path)
    counts.add_argument("--topic", required=True, help="what is counted, for example ethnic_group")
    counts.add_argument("--period", default="", help="the year; default: the one in the file's name")
    counts.add_argument("--source", required=True, help="who counted, and the licence")
    counts.add_argument(
        "--category", default="", help="the columns that make a category, with commas between"
    )
    counts.set_defaults(run=population)


def boundaries(options: argparse.Namespace) -> int:
    server.prepare_database()
    from weft.places.actions import import_boundaries
    from weft.places.importing.boundaries import Properties

    named = Properties(options.code, options.name, options.parent)
    return _told(
        lambda: import_boundaries(file=options.file, kind=options.kind, named=named, by=None, progress=bar)
    )


def postcodes(options: argparse.Namespace) -> int:
    server.prepare_database()
    from weft.places.actions import import_postcodes

    return _told(lambda: import_postcodes(file=options.file, by=None, progress=bar))


def population(options: argparse.Namespace) -> int:
    server.prepare_database()
    from weft.places.actions import import_population
    from weft.places.importing.population import About, year_in

    columns = tuple(part.strip().lower() for part in options.category.split(",") if part.strip())
    about = About(options.topic, options.period or year_in(options.file.name), options.source, columns)
    return _told(lambda: import_population(file=options.file, about=about, by=None, progress=bar))


def load(options: argparse.Namespace) -> int:
    server.prepare_database()
    from weft.places.actions import load_pack
    from weft.places.packs.pack import chosen_pack, read_pack

    return _told(lambda: load_pack(pack=read_pack(options.pack) if options.pack else chosen_pack(), by=None))


def _told(work: Callable[[], "Imported"]) -> int:
    """Run an import and say what it came to, or refuse with every fault on a line of its own."""
    from weft.places.importing.refusals import Refused
    from weft.places.packs.pack import PackError

    began = time.monotonic()
    try:
        done = work()
    except (Refused, PackError) as error:
        raise Refusal(f"nothing was taken over.\n{error}") from error
    left_out = f", {done.left_out:,} left out (ended or elsewhere)" if done.left_out else ""
    print(
        f"{done.what}: {done.kept:,} kept, {done.added:,} of them new{left_out} ({time.monotonic() - began:.1f} s)"
    )
    return 0


def find(options: argparse.Namespace) -> int:
    """Print the venues near a place. The place itself is not printed again."""
    server.prepare_database()
    from weft.places.access import features
    from weft.places.locate import locate
    from weft.places.near import nearest
    from weft.places.packs.pack import chosen_pack

    unknown = [key for key in options.access if key not in features()]
    if unknown:
        raise Refusal(f"there is no access feature {unknown[0]!r}. They are: {', '.join(features())}.")
    located = locate(options.where)
    if located is None:
        raise Refusal(
            f"this place is not known. Give a postcode such as {chosen_pack().example}, or an area."
        )
    if not 0 < options.within <= 20_000 or not 0 < options.limit <= 1000:
        raise Refusal("--within is in kilometres, above 0; --limit is 1 to 1000.")
    found = nearest(located.point, options.within, limit=options.limit, access=options.access)
    if not found:
        print(f"No venue within {options.within:g} km.")
    for one in found:
        print(f"{one.km:6.2f} km  {one.venue.name}  {', '.join(one.venue.access)}")
    return 0


def bar(done: int, doing: str) -> None:
    """How far an import is: one line that changes on a terminal, a line now and then elsewhere."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done:>10,} {doing:<20}")
    elif done % 50_000 == 0:
        sys.stderr.write(f"{done:,} {doing}\n")
    sys.stderr.flush()
