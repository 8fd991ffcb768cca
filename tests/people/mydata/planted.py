"""A person with markers in every place that can hold one, and the search for what is left of them.

Run as a program it plants and erases in an installation of its own, with a real SQLite file:
`python -m tests.people.mydata.planted FOLDER [FIELD]` leaves out the rule of one field of Person (the control).
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
NAME, EMAIL, PHONE = "Quillon Marker-Vex", "quillon.vex@marker-domain.example", "07700 900461"
MARKERS = (NAME, "Marker-Vex", EMAIL, "marker-domain", PHONE, "asian_bangladeshi", "Bangladeshi")
CROWD = 300  # rows around the person, so that pages of the database are filled, split and rebuilt


@dataclass
class Planted:
    account: Any
    person: Any


def plant(crowd: int = 0) -> Planted:
    """A person with an account, a session, roles, answers, a profile and events about all of it."""
    from django.contrib.sessions.backends.db import SessionStore

    from weft.people.actions import make_account
    from weft.people.matching.actions import save_profile
    from weft.people.models import Person
    from weft.people.mydata.actions.correct import correct_person
    from weft.people.vault.actions import answer

    for number in range(crowd // 2):
        Person.objects.create(name=f"Somebody {number}", email=f"somebody{number}@example.org")
    account = make_account(email=EMAIL, name=NAME, by=None)
    person = Person.objects.unscoped("planted").get(account=account)
    correct_person(person=person, values={"phone": PHONE, "language": "bn"}, by=account)
    account.first_name, account.last_name = NAME.split(" ")
    account.save()
    answer(person=person, answers={"ethnic_group": "asian_bangladeshi", "tenure": "social_rent"}, by=account)
    save_profile(person=person, chosen={"languages": ["bn"]}, consent=True, by=account)
    session = SessionStore()
    session["_auth_user_id"], session["login_code_for"] = str(account.pk), EMAIL
    session.create()
    for number in range(crowd // 2):
        Person.objects.create(name=f"Somebody else {number}", email=f"else{number}@example.org")
    return Planted(account, person)


def found_in_tables(markers: tuple[str, ...] = MARKERS) -> list[str]:
    """Tables whose rows hold a marker, all columns of all tables read as text."""
    from django.db import connection

    found = []
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                text = " ".join(_text(value) for value in row)
                found += [f"{table}: {marker}" for marker in markers if marker in text]
    return sorted(set(found))


def found_in_files(folder: Path, markers: tuple[str, ...] = MARKERS) -> list[str]:
    """Files below a folder whose bytes hold a marker."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            found += [f"{path.name}: {marker}" for marker in markers if marker.encode() in content]
    return found


def _text(value: object) -> str:
    if isinstance(value, memoryview | bytes):
        return bytes(value).decode(errors="replace")
    return str(value)


def without_rule(field: str) -> None:
    """Leave out the erasure rule of one field of Person: what a forgotten declaration would do."""
    from dataclasses import replace

    from weft.people.models import Person
    from weft.record.personal import Erasure

    Person.PERSONAL[field] = replace(Person.PERSONAL[field], erasure=Erasure.KEEP)


def main(folder: str, field: str = "") -> None:
    os.environ |= {"WEFT_MODE": "production", "WEFT_DATA": folder, "WEFT_ROOT": str(ROOT)}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "weft.config.settings", "WEFT_DATABASE_URL": ""}
    from weft.cli.server import prepare_database

    prepare_database()
    from weft.people.mydata.actions.erase import erase_person

    planted = plant(CROWD)
    print("\n".join(found_in_files(Path(folder))))
    print("--- erased")
    if field:
        without_rule(field)
    erase_person(person=planted.person, by=planted.account)
    print("\n".join(found_in_files(Path(folder)) + found_in_tables()))


if __name__ == "__main__":
    main(*sys.argv[1:])
