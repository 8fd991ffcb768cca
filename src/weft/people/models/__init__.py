"""Who there is, who belongs to what and as what, and what staff decided about duplicates."""

from weft.people.models.duplicates import DuplicateLook, LikelyPair, Merge, NotTheSame
from weft.people.models.groups import Group, GroupMember
from weft.people.models.households import Household, HouseholdMember
from weft.people.models.memberships import Handover, Membership
from weft.people.models.parties import TEAM, Organisation, Person

__all__ = [
    "TEAM",
    "DuplicateLook",
    "Group",
    "GroupMember",
    "Handover",
    "Household",
    "HouseholdMember",
    "LikelyPair",
    "Membership",
    "Merge",
    "NotTheSame",
    "Organisation",
    "Person",
]
