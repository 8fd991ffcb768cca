"""Giving, taking back and losing a field app; the officer's pages."""

import base64
import json
import zlib

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.forms.openrosa.conftest import Field, filled
from tests.people.make import account, sign_in
from tests.people.pages import page, rows_of, status
from weft.forms.openrosa.actions import RefusedAccount, make_field_account, revoke_field_account
from weft.forms.openrosa.models import FieldAccount
from weft.forms.openrosa.queries import collecting_roles
from weft.forms.openrosa.tokens import digest_of, new_token, settings_text, square
from weft.people.models import Membership
from weft.record.models import Event


def every_account() -> list[FieldAccount]:
    return list(FieldAccount.objects.unscoped("the test looks"))


def test_a_token_is_long_random_and_kept_only_as_a_digest(field: Field) -> None:
    assert len({new_token() for _ in range(1000)}) == 1000
    assert len(new_token().replace("-", "")) == 25
    kept = every_account()[0]
    assert kept.digest == digest_of(field.given.token)
    assert field.given.token not in str(vars(kept))


def test_the_square_says_what_the_app_reads() -> None:
    text = settings_text(server="https://city.example/field", username="abc", token="A-B", title="Visits")
    said = json.loads(zlib.decompress(base64.b64decode(text)))
    assert said["general"] == {
        "protocol": "odk_default",
        "server_url": "https://city.example/field",
        "username": "abc",
        "password": "A-B",
        "form_update_mode": "match_exactly",
        "autosend": "wifi_and_cellular",
        "delete_send": True,
    }
    assert said["project"] == {"name": "Visits"}
    assert said["admin"] == {}
    path, width = square(text)
    assert path.startswith("M4 4h1v1h-1z")
    assert 40 < width < 100


def test_who_may_collect_stands_in_the_matrix() -> None:
    assert collecting_roles() == ("community_researcher", "officer")


def test_making_and_taking_back_are_recorded_without_the_token(field: Field) -> None:
    revoke_field_account(account=field.given.account, by=field.officer)
    revoke_field_account(account=field.given.account, by=field.officer)
    found = Event.objects.filter(action__startswith="openrosa.").order_by("number")
    assert [event.action for event in found] == ["openrosa.account.make", "openrosa.account.revoke"]
    assert field.given.token not in str([vars(event) for event in found])


def test_what_is_taken_back_opens_nothing(field: Field) -> None:
    assert field.app.submit(filled("uuid:before"))[-1].status == 201
    revoke_field_account(account=field.given.account, by=field.officer)
    assert field.app.submit(filled("uuid:after"))[-1].status == 401


def test_a_role_that_ends_takes_the_field_app_with_it(field: Field) -> None:
    held = Membership.objects.unscoped("test").get(
        person=field.researcher.person, role="community_researcher"
    )
    Membership.objects.unscoped("test").filter(pk=held.pk).update(ends_on=timezone.localdate())
    assert field.app.ask("GET", "/field/formList").status == 401


def test_an_account_that_was_closed_takes_the_field_app_with_it(field: Field) -> None:
    field.researcher.is_active = False
    field.researcher.save()
    assert field.app.ask("GET", "/field/formList").status == 401


def test_somebody_without_the_role_is_given_none(field: Field) -> None:
    resident = account("resident@demonstration.example")
    with pytest.raises(RefusedAccount, match="community researcher first"):
        make_field_account(form=field.form, person=resident.person, by=field.officer)


def test_a_person_has_one_field_app_a_form(field: Field) -> None:
    with pytest.raises(RefusedAccount, match="Take it back first"):
        make_field_account(form=field.form, person=field.researcher.person, by=field.officer)
    revoke_field_account(account=field.given.account, by=field.officer)
    again = make_field_account(form=field.form, person=field.researcher.person, by=field.officer)
    assert again.token not in ("", field.given.token)


def test_the_same_request_twice_makes_one_and_shows_its_token_once(field: Field) -> None:
    made = [
        make_field_account(form=field.form, person=field.officer.person, key="k", by=field.officer)
        for _ in range(2)
    ]
    assert made[0].account == made[1].account
    assert made[0].token
    assert made[1].token == ""


def test_the_officer_gives_a_field_app_and_sees_it_listed(field: Field, client: Client) -> None:
    other = account("second@demonstration.example", "community_researcher")
    sign_in(client, field.officer)
    form = page(client, "field-app-new", "visits")
    assert other.person.public_id in form
    assert field.researcher.person.public_id not in form  # has one
    once = form.split('name="once" value="')[1].split('"')[0]
    address = reverse("field-app-new", args=["visits"])
    sent = {"person": other.person.public_id, "once": once}
    first, second = (client.post(address, sent).content.decode() for _ in range(2))
    assert "http://testserver/field</code>" in first
    assert 'class="qr qr--wide"' in first
    token = first.split("Password")[1].split('dir="ltr">')[1].split("<")[0]
    assert {each.digest for each in every_account()} == {digest_of(token), digest_of(field.given.token)}
    assert "This square was shown already" in second
    assert token not in second
    assert len(rows_of(page(client, "field-apps", "visits"))) == 2


def test_the_officer_takes_it_back(field: Field, client: Client) -> None:
    sign_in(client, field.officer)
    address = reverse("field-app-revoke", args=[field.given.account.public_id])
    assert "Take the field app back from" in client.get(address).content.decode()
    shown = client.post(address, follow=True).content.decode()
    assert "Taken back. This field app opens nothing any more." in shown
    assert "Taken back on" in shown
    assert every_account()[0].revoked_at is not None


def test_the_list_counts_what_came_and_what_to_look_at(field: Field, client: Client) -> None:
    field.app.submit(filled("uuid:one"))
    field.app.submit(filled("uuid:two", age="200"))
    shown = page(sign_in(client, field.officer), "field-apps", "visits")
    assert "</span>2 (1 to look at)" in shown
    assert shown.split('id="look"')[1].split("</ul>")[0].endswith(": age</li>\n")
    assert "200" not in shown.split("<main")[1]


def test_choosing_nobody_is_said(field: Field, client: Client) -> None:
    sign_in(client, field.officer)
    shown = client.post(reverse("field-app-new", args=["visits"]), {"person": ""}).content.decode()
    assert "Choose who collects" in shown


def test_a_researcher_sees_none_of_the_officers_pages(field: Field, client: Client) -> None:
    sign_in(client, field.researcher)
    assert status(client, "field-apps", "visits") == 404
    assert status(client, "field-app-new", "visits") == 404
    assert status(client, "field-app-revoke", field.given.account.public_id) == 404


def test_the_list_asks_the_database_the_same_for_one_and_three(field: Field, client: Client) -> None:
    sign_in(client, field.officer)
    address = reverse("field-apps", args=["visits"])
    client.get(address)

    def queries() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    one = queries()
    for number in range(2):
        person = account(f"r{number}@demonstration.example", "community_researcher").person
        make_field_account(form=field.form, person=person, by=field.officer)
    assert queries() == one
