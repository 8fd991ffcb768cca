"""`weft verify`: is the record whole? Anchors it when it is."""

import argparse

from weft.cli import Refusal


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("verify", help="check that nothing in the record was changed or removed")
    parser.add_argument("--no-anchor", action="store_true", help="only look: write no anchor")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Exit code 0 when the record is whole, 1 when something is wrong; each fault on a line of its own."""
    import django

    django.setup()
    from django.db import connection

    from weft.record.anchors import anchor
    from weft.record.verifying import verify

    if "record_event" not in connection.introspection.table_names():
        raise Refusal("there is no record yet. Start the service once: ./weft serve")
    verdict = verify(keep=not options.no_anchor)
    print(f"Checked {verdict.events} events, {verdict.facts} facts and {verdict.anchors} anchors.")
    for fault in verdict.faults:
        print(f"  {fault}")
    if not verdict.is_whole:
        print("The record is NOT whole. Keep the database and anchors.log as they are, and tell the auditor.")
        return 1
    if _tell_altered():
        return 1
    if not options.no_anchor:
        anchor()
    print(
        f"The record is whole since {verdict.since}." if verdict.since else "The record is empty and whole."
    )
    return 0


def _tell_altered() -> bool:
    """Name the published releases that are not what was published; True where there is one."""
    from weft.measure.models import Release
    from weft.measure.queries.whole import faults_of

    altered = [release for release in Release.objects.all() if faults_of(release)]
    for release in altered:
        print(
            f"  {release} ({release.public_id}) was altered since it was published: its pages are withheld."
        )
    return bool(altered)
