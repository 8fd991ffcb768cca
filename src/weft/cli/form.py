"""`weft form`: check, add and export forms without a browser."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from weft.cli import Refusal, server

if TYPE_CHECKING:
    from weft.forms.intake.problems import NotAForm

KINDS = ("xlsx", "md", "csv")


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("form", help="check, add, export and list forms")
    inner = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    checking = inner.add_parser("check", help="say what is wrong with a form, by sheet and row")
    checking.add_argument("path", type=Path, metavar="FILE|FOLDER")
    checking.set_defaults(run=check)
    adding = inner.add_parser("add", help="make a form of a file, or its next version; a draft")
    adding.add_argument("path", type=Path, metavar="FILE|FOLDER")
    adding.add_argument("--used-for", default="survey", help="default: survey")
    adding.set_defaults(run=add_form)
    exporting = inner.add_parser("export", help="write a form's sheets to standard output or a file")
    exporting.add_argument("key")
    exporting.add_argument("--to", choices=KINDS, default="md")
    exporting.add_argument("--version", type=int, default=0, help="default: the newest")
    exporting.add_argument("--output", type=Path, metavar="FILE")
    exporting.set_defaults(run=export)
    inner.add_parser("list", help="every form and its versions").set_defaults(run=show)


def check(options: argparse.Namespace) -> int:
    """Nothing is kept, and no database is needed. Returns 1 where publishing would refuse the form."""
    from weft.forms.intake.guard import bring_path
    from weft.forms.intake.problems import NotAForm

    try:
        compiled = bring_path(options.path).compiled
    except NotAForm as error:
        raise _refused(error) from error
    for gap in compiled.gaps:
        print(f"before publishing: {gap}")
    named = len(compiled.notes) - 1
    languages = ", ".join(compiled.languages) or "one"
    print(f"{compiled.title} ({compiled.form_id}): {named} rows with a name, languages: {languages}.")
    return 1 if compiled.gaps else 0


def add_form(options: argparse.Namespace) -> int:
    server.prepare_database()
    from weft.forms.actions.versions import add_version, key_of, make_form
    from weft.forms.intake.guard import bring_path
    from weft.forms.intake.problems import NotAForm
    from weft.forms.models import Form
    from weft.forms.rules import USES

    if options.used_for not in USES:
        raise Refusal(f"--used-for is one of: {', '.join(USES)}.")
    try:
        brought = bring_path(options.path)
    except NotAForm as error:
        raise _refused(error) from error
    form = Form.objects.filter(key=key_of(brought)).first()
    if form is None:
        form = make_form(brought=brought, used_for=options.used_for, by=None)
        version = form.versions.get()
    else:
        version = add_version(form=form, brought=brought, by=None)
    print(f"{form.key}, version {version.number}: {version.get_state_display().lower()}.")
    return 0


def export(options: argparse.Namespace) -> int:
    server.prepare_database()
    from weft.forms.intake.guard import compile_form
    from weft.forms.intake.writing import write_book
    from weft.forms.models import FormVersion

    versions = FormVersion.objects.filter(form__key=options.key).order_by("-number")
    found = (versions.filter(number=options.version) if options.version else versions).first()
    if found is None:
        raise Refusal(f"there is no form {options.key!r} of this version. See: ./weft form list")
    if options.to == "xlsx" and options.output is None and sys.stdout.isatty():
        raise Refusal("a workbook does not read well on a terminal. Say where it goes: --output FILE")
    written = write_book(compile_form(bytes(found.source), fallback_id=options.key).book, options.to)
    if options.output:
        options.output.write_bytes(written)
    else:
        sys.stdout.buffer.write(written)
    return 0


def show(_options: argparse.Namespace) -> int:
    server.prepare_database()
    from weft.forms.queries.versions import forms_with_versions

    for form in forms_with_versions():
        versions = ", ".join(
            f"{each.number} {each.get_state_display().lower()}" for each in form.versions.all()
        )
        print(f"{form.key:<30} {form.title}: {versions}")
    return 0


def _refused(error: "NotAForm") -> Refusal:
    lines = "\n".join(
        f"  {'before publishing: ' if problem.only_publishing else ''}{problem}" for problem in error.problems
    )
    return Refusal(f"this form cannot be used.\n{lines}")
