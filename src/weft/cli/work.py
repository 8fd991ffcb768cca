"""`weft work`: one slow step of one survey, started by the web pages in a process of its own."""

import argparse


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("work", help="(used by the web pages) read or estimate one survey")
    parser.add_argument("task", choices=["read", "estimate"])
    parser.add_argument("public_id")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from weft.measure.actions.work import do_work

    do_work(options.public_id, options.task)
    return 0
