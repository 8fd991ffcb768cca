"""Every write about people. Each is keyword-only, one transaction, and records an event in it."""

from weft.people.actions.staff import city_team, give_role, make_account

__all__ = ["city_team", "give_role", "make_account"]
