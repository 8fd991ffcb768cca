"""`weft form answers KEY`: the answers of a form as a table. The `form` command takes it in with `add`."""

import argparse
import tempfile
from pathlib import Path

from weft.cli import Refusal, server

FORMATS = ("csv", "csv-plain", "xlsx", "sav", "parquet")


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    about = "the answers of a form as a table, with a reason for every empty cell"
    parser = subparsers.add_parser("answers", help=about)
    parser.add_argument("key", help="the form's key")
    parser.add_argument("--to", choices=FORMATS, default="csv")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="repeats are written beside it"
    )
    parser.add_argument(
        "--version", type=int, default=0, metavar="NUMBER", help="only this version's responses"
    )
    parser.add_argument("--partials", action="store_true", help="also what was kept though not finished")
    parser.add_argument(
        "--without-special", action="store_true", help="leave out the questions marked special"
    )
    parser.add_argument(
        "--agreed",
        default="",
        metavar="EXPORT",
        help="the agreed export of the page, for answers marked special",
    )
    parser.set_defaults(run=answers)


def answers(options: argparse.Namespace) -> int:
    server.prepare_database()
    from weft.forms.actions.exporting import RefusedExport, ask_export, take_export
    from weft.forms.exports.wanted import Wanted
    from weft.forms.exports.writing import put
    from weft.forms.models import Export, Form, Response

    form = Form.objects.filter(key=options.key).first()
    if form is None:
        raise Refusal(f"there is no form {options.key!r}. Known: {', '.join(_known()) or 'none yet'}.")
    wanted = Wanted(
        version=options.version, partials=options.partials, without_special=options.without_special
    )
    rows = Response.objects.unscoped("the command line of the service")
    try:
        if options.agreed:
            export = Export.objects.filter(public_id=options.agreed, form=form).first()
            if export is None:
                raise Refusal("there is no such export of this form.")
        else:
            export = ask_export(form=form, wanted=wanted, to=options.to, why="command line", by=None)
        with tempfile.TemporaryDirectory() as folder:
            files = put(take_export(export=export, rows=rows, folder=Path(folder), by=None), options.out)
    except RefusedExport as refused:
        raise Refusal(f"{refused} Or leave them out with --without-special.") from refused
    for file in files:
        print(file)
    return 0


def _known() -> list[str]:
    from weft.forms.models import Form

    return list(Form.objects.order_by("key").values_list("key", flat=True))
