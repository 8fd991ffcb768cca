"""Numbers that organisations are known by, checked for form: nothing is looked up, nothing leaves the house.

Source: org-id.guide (the list codes and their example numbers, CC0); Companies House, "Uniform Resource Identifiers
customer guide" (the letters before a company number); Charity Commission register download (linked charities "-n").
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


class NotAnIdentifier(ValueError):
    """The number has not the form of its scheme; `scheme` says which form that is."""

    def __init__(self, scheme: str) -> None:
        super().__init__(scheme)
        self.scheme = scheme


@dataclass(frozen=True)
class Scheme:
    """A register: its org-id list code, its name, the form of its numbers once tidied, and an example."""

    code: str
    name: Any
    form: str
    example: str
    drops: str = ""  # letters people write before the number that are no part of it
    width: int = 0  # numbers of digits only are filled up with noughts to this length

    def tidy(self, number: str) -> str:
        """Capital letters without spaces, dots or slashes; noughts in front where the register writes them."""
        text = re.sub(r"[\s./]", "", number).upper().removeprefix(f"{self.code}-").removeprefix(self.drops)
        return text.zfill(self.width) if text.isdigit() else text


# England and Wales have none. SC and NI companies, partnerships (OC, SO, NC; LP, SL, NL), charitable incorporated
# organisations (CE, CS), overseas (FC, SF, NF), Royal Charter (RC, SR, NR), mutuals (IP, SP, NP, RS), and rarer ones.
COMPANY_LETTERS = (
    "AC|BR|CE|CS|ES|EN|FC|FE|GE|GN|GS|IC|IP|LP|NA|NC|NF|NI|NL|NO|NP|NR|NV|NZ|OC|OE|PC|RC|RS|SA|SC|SE|SF|SG|SI|SL|SO|SP|SR|"
    "SZ|ZC"
)
COMPANY = rf"\d{{8}}|(?:{COMPANY_LETTERS})\d{{6}}|(?:IP|SP|NP|RS)\d{{5}}[CDFLR]|R0\d{{6}}"
SCHEMES: Mapping[str, Scheme] = {
    scheme.code: scheme
    for scheme in (
        Scheme(
            "GB-CHC", _("Charity number, England and Wales"), r"[1-9]\d{5,6}(?:-[1-9]\d{0,4})?", "1089464"
        ),
        Scheme("GB-SC", _("Charity number, Scotland"), r"SC\d{6}", "SC005336"),
        Scheme("GB-NIC", _("Charity number, Northern Ireland"), r"1\d{5}", "100012", drops="NIC"),
        Scheme("GB-COH", _("Company number"), COMPANY, "09506232", width=8),
        Scheme("GB-EDU", _("School number (URN)"), r"[1-9]\d{5}", "125554", drops="URN"),
        Scheme("GB-UKPRN", _("Learning provider number (UKPRN)"), r"1\d{7}", "10000346", drops="UKPRN"),
        Scheme("GB-LAE", _("Local authority code, England"), r"[A-Z]{3}", "CMD"),
        Scheme("GB-MPR", _("Mutual society number"), r"\d{1,6}[A-Z]?|(?:IP|SP|NP)\d{5,6}[CDFLR]?", "235C"),
        Scheme("GB-NHS", _("NHS organisation code"), r"(?=.*\d|[A-Z]{3}$)[A-Z0-9]{3,8}", "7A1A5"),
        Scheme("GB-REV", _("Charity reference of HMRC"), r"[A-Z]{1,2}\d{3,6}", "X6243"),
        Scheme("GB-CASC", _("Amateur sports club"), r"[0-9A-F]{8}", "DF679063"),
        Scheme("GB-GOR", _("Government organisation"), r"[A-Z]{1,3}\d{1,4}", "OT1211"),
    )
}


def tidy_identifier(scheme: str, number: str) -> str:
    """The number as its register writes it. Raises NotAnIdentifier when its form is not that register's."""
    known = SCHEMES.get(scheme)
    if known is None:
        raise NotAnIdentifier(scheme)
    tidy = known.tidy(number)
    if not re.fullmatch(known.form, tidy, re.ASCII):
        raise NotAnIdentifier(scheme)
    return tidy


def tidy_identifiers(identifiers: Mapping[str, str]) -> dict[str, str]:
    """Every number tidied, empty ones left out, in the order of SCHEMES."""
    given = {scheme: number for scheme, number in identifiers.items() if number.strip()}
    unknown = [scheme for scheme in given if scheme not in SCHEMES]
    if unknown:
        raise NotAnIdentifier(unknown[0])
    return {scheme: tidy_identifier(scheme, given[scheme]) for scheme in SCHEMES if scheme in given}
