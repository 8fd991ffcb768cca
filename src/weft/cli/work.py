"""`weft work`: one slow step of one survey, started by the web pages in a process of its own."""

import argparse
import logging


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "work", help="(used by the web pages) read, estimate or release one survey"
    )
    parser.add_argument("task", choices=["read", "estimate", "release"])
    parser.add_argument("public_id")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from weft.measure.actions.work import do_work

    try:
        do_work(options.public_id, options.task)
    except Exception:  # the survey's page says so; the log gets the place, without what was in the file
        logging.getLogger("weft.work").exception("A survey could not be worked on.")
        return 1
    return 0
