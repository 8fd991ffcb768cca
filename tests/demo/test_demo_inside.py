"""The demonstration's room for analysts: open, somebody admitted, a table waiting for two checkers."""

from django.test import Client
from django.urls import reverse
from tests.people.make import sign_in

from weft.demo.roles import account_of
from weft.inside.models import Output, Table
from weft.inside.queries import checked_tables


def test_an_accredited_analyst_finds_tables_and_a_checker_what_is_behind_them(
    city: None, client: Client
) -> None:
    desk = sign_in(client, account_of(role="accredited_analyst"))
    tables = Table.objects.unscoped("test").order_by("pk")
    assert [table.asked["by"] for table in tables] == [["sex"], ["sex", "area"], ["area"]]
    for table in tables:
        assert desk.get(reverse("inside-table", args=[table.public_id])).status_code == 200
    waiting = Output.objects.unscoped("test").get()
    assert [each.table.pk for each in checked_tables(waiting)] == [tables[0].pk]
    checker = sign_in(Client(), account_of(role="output_checker"))
    assert checker.get(reverse("airlock-output", args=[waiting.public_id])).status_code == 200
