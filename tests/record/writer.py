"""A writer to be killed: makes an account a key, and says so only when it is kept.

`python -m tests.record.writer` prepares the database its surroundings name, then forks a child for each line of
stdin (the number to begin with) and prints the child's process id; the child prints a number for each thing kept.
"""

import os
import sys
from datetime import date

ACTION = "people.account.make"


def main() -> None:
    import django
    from django.db import connections

    os.environ["DJANGO_SETTINGS_MODULE"] = "weft.config.settings"
    django.setup()
    from weft.cli.server import prepare_database

    prepare_database()
    import weft.people.actions
    import weft.record.once  # noqa: F401 - loaded once, not by every child

    connections.close_all()
    say("ready")
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            write_on(int(line))
        say(f"pid {child}")
        os.waitpid(child, 0)
        say("ended")


def write_on(number: int) -> None:
    while True:
        write(number)
        say(f"kept {number}")
        number += 1


def write(number: int) -> None:
    """One account and one fact that nothing but the key keeps from being made twice."""
    from django.contrib.auth.models import User

    from weft.people.actions import make_account
    from weft.record.actions import record_fact
    from weft.record.once import do_once

    def make() -> User:
        record_fact(kind="test.kept", on=date(2026, 11, 22), quantities={"number": number})
        return make_account(email=f"person{number}@demonstration.example", by=None)

    do_once(key=f"key {number}", action=ACTION, by=None, make=make)


def say(words: str) -> None:
    os.write(1, f"{words}\n".encode())


if __name__ == "__main__":
    main()
