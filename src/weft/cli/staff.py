"""`weft staff`: give people roles before mail works, see who holds which, end a role, open a way back in.

`weft analyst add` is the same as `weft staff add --role analyst`.
"""

import argparse
from typing import TYPE_CHECKING

from weft.cli import Refusal, server

if TYPE_CHECKING:
    from django.contrib.auth.models import User

FIRST = "system_admin"
PORT = 8000  # where serve listens when nothing else is said


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("staff", help="the people who work here, and their roles")
    inner = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    adding = inner.add_parser("add", help="make an account with roles and print a link that signs in once")
    adding.add_argument("email")
    adding.add_argument("--role", action="append", dest="roles", help=f"may be repeated (default: {FIRST})")
    adding.add_argument("--name", default="")
    _add_port(adding)
    adding.set_defaults(run=add_staff)
    inner.add_parser("list", help="who holds which role in the city team").set_defaults(run=list_staff)
    ending = inner.add_parser("end", help="end a role at once")
    ending.add_argument("email")
    ending.add_argument("--role", required=True)
    ending.set_defaults(run=end)
    resetting = inner.add_parser("reset", help="remove somebody's lost second factors and print a link")
    resetting.add_argument("email")
    _add_port(resetting)
    resetting.set_defaults(run=reset)
    analyst = subparsers.add_parser("analyst", help="the same as: staff add --role analyst")
    add_analyst = analyst.add_subparsers(dest="what", required=True).add_parser("add")
    add_analyst.add_argument("email")
    _add_port(add_analyst)
    add_analyst.set_defaults(run=add_staff, roles=["analyst"], name="")


def _add_port(parser: argparse.ArgumentParser) -> None:
    words = f"where serve listens, for the link (default: {PORT}; not needed once WEFT_HOSTS is set)"
    parser.add_argument("--port", type=int, default=PORT, help=words)


def add_staff(options: argparse.Namespace) -> int:
    server.prepare_database()
    from django.db import transaction

    from weft.people.actions import give_role, make_account
    from weft.people.roles.matrix import matrix

    email, roles = _address(options.email), options.roles or [FIRST]
    city = [key for key, role in matrix().roles.items() if role.is_city]
    for role in roles:
        if role not in city:
            raise Refusal(f"{role!r} is no role of the city team. Choose from: {', '.join(city)}.")
    with transaction.atomic():
        account = make_account(email=email, name=options.name, by=None)
        for role in roles:
            give_role(account=account, role=role, by=None)
        link = _link(account, options.port)
    print(f"{email} is now: {', '.join(matrix().roles[role].label for role in roles)}.")
    _say(link)
    return 0


def list_staff(options: argparse.Namespace) -> int:  # noqa: ARG001 - the shape of every command
    server.prepare_database()
    from django.utils import timezone

    from weft.people.models import Membership

    held = Membership.objects.unscoped("the command line").filter(
        Membership.in_force(timezone.localdate()), organisation__kind="city"
    )
    for each in held.select_related("person__account").order_by("person__name", "role"):
        address = each.person.account.email if each.person.account else "(no account)"
        print(f"{each.role:<18}{address}")
    return 0


def end(options: argparse.Namespace) -> int:
    server.prepare_database()
    from weft.people.accounts.actions.staff import NotHeld, end_role
    from weft.people.actions.refusals import LastAdmin

    email = _address(options.email)
    try:
        end_role(account=_account(email), role=options.role, by=None)
    except NotHeld:
        raise Refusal(f"{email} does not hold the role {options.role!r}. See: ./weft staff list") from None
    except LastAdmin as refused:
        raise Refusal(f"{refused} Write: ./weft staff add EMAIL --role {options.role}") from None
    print(f"{email} no longer holds the role {options.role}.")
    return 0


def reset(options: argparse.Namespace) -> int:
    server.prepare_database()
    from weft.people.accounts.actions.staff import remove_factors

    account = _account(_address(options.email))
    remove_factors(account=account, by=None)
    print(f"The second factors of {account.email} are removed, and every session of theirs is ended.")
    _say(_link(account, options.port))
    return 0


def _address(given: str) -> str:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    address = given.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Refusal(f"{given!r} is no e-mail address. Write it like name@example.org.") from None
    return address


def _account(email: str) -> "User":
    from django.contrib.auth.models import User

    found = User.objects.filter(username=email).first()
    if found is None:
        raise Refusal(f"nobody has an account with {email}. Make one: ./weft staff add {email} --role ROLE")
    return found


def _link(account: "User", port: int) -> str:
    """The address of the page that signs in once, on this service's own name."""
    from django.conf import settings
    from django.urls import reverse

    from weft.people.accounts.actions.signing import make_link

    host = settings.ALLOWED_HOSTS[0]
    beginning = f"https://{host}" if settings.SERVED_OVER_HTTPS else f"http://{host}:{port}"
    return beginning + reverse("sign-in-link", args=[make_link(account=account, by=None)])


def _say(link: str) -> None:
    print("Give them this link in person. It signs in once, within 24 hours:")
    print(f"  {link}")
