"""`weft privacy`: what is kept, as Markdown; the retention job; wiping traces; erasing again after a restore."""

import argparse


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("privacy", help="what is kept about people, and erasing what is due")
    tasks = parser.add_subparsers(dest="task", metavar="TASK")
    kept = tasks.add_parser("retention", help="erase what has been kept long enough")
    kept.add_argument("--dry-run", action="store_true", help="only count what is due")
    tasks.add_parser("wipe", help="remove what erased rows left in the files of the database")
    tasks.add_parser("erase-again", help="after a backup was put back: forget again")
    tasks.add_parser("monitoring", help="count the equality answers of everyone, small numbers hidden")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    tasks = {
        None: _print,
        "retention": _retention,
        "wipe": _wipe,
        "erase-again": _erase_again,
        "monitoring": _monitoring,
    }
    return tasks[options.task](options)


def _print(_options: argparse.Namespace) -> int:
    print(catalogue_text(), end="")
    return 0


def catalogue_text() -> str:
    """The three documents of the pages, in English, as one text."""
    from django.utils import translation

    from weft.people.mydata.notice import as_markdown, impact, notice, schedule

    with translation.override("en-gb"):
        return "\n".join(as_markdown(make()) for make in (notice, schedule, impact)).rstrip() + "\n"


def _retention(options: argparse.Namespace) -> int:
    from weft.people.mydata.actions.retention import apply_retention

    due = apply_retention(dry_run=options.dry_run)
    for each in due:
        print(f"{each.rows:6}  {each.label}.{each.field}: {each.rule} after {each.days} days")
    done = "would be erased or cleared" if options.dry_run else "erased or cleared"
    print(f"{sum(each.rows for each in due)} values {done}." if due else "Nothing is due.")
    return 0


def _wipe(_options: argparse.Namespace) -> int:
    from weft.people.mydata.traces import wipe_traces

    left = wipe_traces()
    print("".join(f"Not done: {each}\n" for each in left) or "No traces are left to wipe.")
    return int(bool(left))


def _erase_again(_options: argparse.Namespace) -> int:
    from weft.people.mydata.actions.again import erase_again

    print(f"{erase_again()} erased again.")
    return 0


def _monitoring(_options: argparse.Namespace) -> int:
    from weft.people.models import Person
    from weft.people.vault.queries import counts
    from weft.people.vault.questions import questions

    people = Person.objects.unscoped("counts of everyone").filter(erased_at=None, merged_into=None)
    for asked in questions():
        found = counts(asked, people, by=None)
        print(f"{asked.text}\n{_people(found.total):>8}  people answered")
        for code, label in asked.choices:
            print(f"{_people(found.shown[code]):>8}  {label}")
        print()
    return 0


def _people(n: int | None) -> str:
    return "hidden" if n is None else str(n)
