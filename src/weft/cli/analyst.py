"""`weft analyst add`: give a person an account to bring surveys with."""

import argparse
import getpass

from weft.cli import Refusal, server


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("analyst", help="manage the people who may bring surveys")
    inner = parser.add_subparsers(dest="what", required=True)
    adding = inner.add_parser("add", help="add an analyst, or give one a new password")
    adding.add_argument("email")
    adding.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    server.prepare_database()
    from django.contrib.auth.models import User
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    email = options.email.strip().lower()
    user = User.objects.filter(username=email).first() or User(username=email, email=email)
    password = getpass.getpass("Password (12 characters or more): ")
    try:
        validate_email(email)
        validate_password(password, user)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error
    user.set_password(password)
    user.save()
    print(f"{email} can now sign in.")
    return 0
