"""Every write about people. Each is keyword-only, one transaction, and records an event in it."""

from weft.people.actions.groups import add_group, join_group, leave_group
from weft.people.actions.households import (
    add_child,
    add_guardian,
    begin_household,
    change_child,
    leave_household,
)
from weft.people.actions.looking import ask_for_look, look_for_duplicates, look_when_due
from weft.people.actions.memberships import agree_to_handover, drop_handover, end_membership, propose_handover
from weft.people.actions.merging import merge_organisations, merge_people, say_not_the_same, undo_merge
from weft.people.actions.organisations import (
    OrganisationDetails,
    add_organisation,
    change_organisation,
    verify_organisation,
)
from weft.people.actions.persons import PersonDetails, add_person, change_person, note_look, note_search
from weft.people.actions.refusals import Refused
from weft.people.actions.staff import city_team, give_role, make_account

__all__ = [
    "OrganisationDetails",
    "PersonDetails",
    "Refused",
    "add_child",
    "add_group",
    "add_guardian",
    "add_organisation",
    "add_person",
    "agree_to_handover",
    "ask_for_look",
    "begin_household",
    "change_child",
    "change_organisation",
    "change_person",
    "city_team",
    "drop_handover",
    "end_membership",
    "give_role",
    "join_group",
    "leave_group",
    "leave_household",
    "look_for_duplicates",
    "look_when_due",
    "make_account",
    "merge_organisations",
    "merge_people",
    "note_look",
    "note_search",
    "propose_handover",
    "say_not_the_same",
    "undo_merge",
    "verify_organisation",
]
