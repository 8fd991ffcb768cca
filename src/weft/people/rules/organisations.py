"""What an organisation must bring, and when a name is the same name."""

import re
from collections.abc import Collection

from weft.people.models import Organisation

KIND = Organisation.Kind
# Registered kinds are known by a number of their register; the others may start with a name alone.
# Source: Charities Act 2011 s.30 (charities under £5,000 a year need not register: they start as informal groups);
# Companies (Audit, Investigations and Community Enterprise) Act 2004 s.26 (a CIC is a company).
NEEDS_ONE_OF: dict[str, tuple[str, ...]] = {
    KIND.CHARITY: ("GB-CHC", "GB-SC", "GB-NIC", "GB-REV"),
    KIND.CIC: ("GB-COH",),
    KIND.SCHOOL: ("GB-EDU", "GB-UKPRN"),
    KIND.BOROUGH: ("GB-LAE",),
}
LEGAL_WORDS = frozenset({
    "the", "ltd", "limited", "plc", "llp", "cic", "cio", "scio", "inc", "community", "interest", "company", "uk",
})  # fmt: skip
# Addresses that say nothing about the organisation behind them.
SHARED_DOMAINS = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.co.uk", "yahoo.com",
    "yahoo.co.uk", "icloud.com", "aol.com", "btinternet.com", "proton.me", "protonmail.com", "demonstration.example",
})  # fmt: skip


def lacks_identifier(kind: str, schemes: Collection[str]) -> tuple[str, ...]:
    """The schemes of which a new organisation of this kind must bring one; empty when it has one or needs none."""
    wanted = NEEDS_ONE_OF.get(kind, ())
    return () if not wanted or set(wanted) & set(schemes) else wanted


def may_change_verification(organisation: Organisation, member_ids: Collection[int], person_id: int) -> bool:
    """Nobody verifies an organisation they belong to (SAFETY: four eyes); nor is the city team verified by itself."""
    return organisation.kind != KIND.CITY and person_id not in member_ids


def plain_name(name: str) -> str:
    """A name without "The", "Ltd", "CIC", punctuation or capitals: for saying whether two are alike."""
    words = re.sub(r"[^\w\s]", "", re.sub(r"[&+]", " and ", name.casefold())).split()
    return " ".join(word for word in words if word not in LEGAL_WORDS) or " ".join(words)


def own_domain(address: str) -> str:
    """The part after the @ where it is the organisation's own; "" for addresses anybody can have."""
    domain = address.rpartition("@")[2].casefold()
    return "" if domain in SHARED_DOMAINS else domain
